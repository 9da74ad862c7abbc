import ts from "typescript";
import type { SpecSource } from "../locate-specs.ts";
import { resolved } from "../source-scopes.ts";
import type { Finding, Fix, SourceEdit, Violation } from "../violation.ts";
import { type LocatedPart, locatePart } from "./locate-part.ts";

/** The place of a finding: its part where that can be found, else the spec; and the edit that mends it there. */
export function placeFinding(
  { name, writtenAs, at, fix }: Finding,
  sources: ReadonlyMap<string, SpecSource>,
): Pick<Violation, "file" | "line" | "column" | "edit"> {
  const source = sources.get(writtenAs ?? name);
  if (source === undefined) return {};
  if (at === undefined) return source.location;
  const part = locatePart(source.definition, at);
  // Nothing of the part was found: the spec's own line says more than that of the argument of a function.
  if (part.node === source.definition.expression) return source.location;
  const file = part.node.getSourceFile();
  const shown = propertyAround(part.node) ?? part.node;
  const { line, character } = file.getLineAndCharacterOfPosition(shown.getStart(file));
  const edit = fix === undefined || !part.exact ? undefined : editOf(fix, part);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    ...(edit === undefined ? {} : { edit }),
  };
}

function editOf(fix: Fix, part: LocatedPart): SourceEdit | undefined {
  switch (fix.kind) {
    case "replace-text":
      return replaceText(fix, resolved(part.binding).expression);
    case "remove-property": {
      const property = propertyAround(part.node);
      return property === undefined ? undefined : removeFromList(property, property.parent.properties);
    }
    case "remove-element": {
      const list = part.node.parent;
      return ts.isArrayLiteralExpression(list) ? removeFromList(part.node, list.elements) : undefined;
    }
  }
}

function propertyAround(node: ts.Node): ts.PropertyAssignment | undefined {
  return ts.isPropertyAssignment(node.parent) && node.parent.initializer === node ? node.parent : undefined;
}

/** Changes only what differs, so that quotes, escapes and line breaks of the rest stay as they are written. */
function replaceText({ from, to }: Extract<Fix, { kind: "replace-text" }>, literal: ts.Node): SourceEdit | undefined {
  if (!ts.isStringLiteralLike(literal) || literal.text !== from) return undefined;
  const file = literal.getSourceFile();
  const [start, end] = [literal.getStart(file) + 1, literal.getEnd() - 1];
  const written = file.text.slice(start, end);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const text = to.slice(head, to.length - tail);
  if (/["'`\\$\n]/.test(text)) return undefined;
  // With escapes the offsets of the text are not those of the source, but for its end.
  if (written !== from && head !== from.length) return undefined;
  const offset = written === from ? start + head : end;
  return { file: file.fileName, start: offset, end: offset + from.length - head - tail, text };
}

/** A member with its comma and, where it has lines of its own, those lines. */
function removeFromList(member: ts.Node, members: ts.NodeArray<ts.Node>): SourceEdit | undefined {
  const file = member.getSourceFile();
  const index = members.indexOf(member);
  if (index < 0) return undefined;
  const comments = ts.getLeadingCommentRanges(file.text, member.getFullStart()) ?? [];
  // What is said above it would lose its subject: that is for a person to mend.
  if (comments.length > 0) return undefined;
  const next = members[index + 1];
  const previous = members[index - 1];
  if (next !== undefined) {
    if (ts.getLeadingCommentRanges(file.text, next.getFullStart()) !== undefined) return undefined;
    return { file: file.fileName, start: member.getStart(file), end: next.getStart(file), text: "" };
  }
  if (previous !== undefined) {
    // Takes the comma before it and keeps the one after it, which is the style of the list.
    return { file: file.fileName, start: previous.getEnd(), end: member.getEnd(), text: "" };
  }
  const end = member.parent.getEnd() - 1;
  // The only member goes with the space around it, and with nothing else.
  if (!/^\s*,?\s*$/.test(file.text.slice(member.getEnd(), end))) return undefined;
  return { file: file.fileName, start: members.pos, end, text: "" };
}
