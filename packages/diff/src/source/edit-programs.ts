import type ts from "typescript";
import type { Direction } from "../finding.ts";
import { accessText, keyText } from "./member-text.ts";
import { literalsOf } from "./type-declarations.ts";
import type { TypeEdit } from "./type-edits.ts";

/** What a consumer may have written, and what it means when the head's compiler refuses it. */
export interface Statement {
  readonly direction: Direction;
  /** One or a few lines; `base` and `head` are the two versions of the types. */
  readonly text: string;
  /** One sentence for who does not know the types by heart. */
  readonly message: string;
  readonly rule: SourceRule;
  /** Whether it asks of the place in general: then it counts only where nothing more exact was refused there. */
  readonly general?: boolean;
  /** What a consumer does about it. */
  readonly migration?: string;
}

/** The rules of the axis SOURCE that the compiler can decide. */
export type SourceRule =
  | "exported-type-removed"
  | "exported-type-renamed"
  | "discriminator-removed"
  | "became-any"
  | "enum-value-added"
  | "constant-removed"
  | "error-code-undefined"
  | "exported-header-removed"
  | "source-incompatible";

/** Values that one program compares: a few say what all would. */
const comparedValuesMax = 5;

export interface EditContext {
  /** The name of the edited type. */
  readonly type: string;
  /** Type parameters of programs, such as `<TInput>`; empty for a type without any. */
  readonly parameters: string;
  /** Whether a member tells the branches of some union apart. */
  readonly isTag: (member: string) => boolean;
  /** The tag of a union of named types of the base, with the literals that its branches have there; undefined if they share none. */
  readonly baseTag: (node: ts.TypeNode) => { readonly member: string; readonly values: readonly string[] } | undefined;
  /** The literals that the head's branches have as that member; undefined if one has none. */
  readonly headTag: (node: ts.TypeNode, member: string) => readonly string[] | undefined;
}

/** What consumers write who meet the edited place: those who send the type, then those who read it. */
export function editStatements(edit: TypeEdit, context: EditContext): readonly Statement[] {
  switch (edit.kind) {
    case "member-removed":
      return removedMember(edit, context);
    case "member-added":
      return edit.required ? [leftOut(edit, context, "is new, and required")] : [];
    case "member-required":
      return [leftOut(edit, context, "is required now")];
    case "member-optional":
      return [countedOn(edit, context)];
    case "type-replaced":
      return replacedType(edit, context);
  }
}

function removedMember(
  edit: Extract<TypeEdit, { kind: "member-removed" }>,
  context: EditContext,
): readonly Statement[] {
  const { baseAt, headAt, member, shown } = edit;
  const { type, parameters, isTag } = context;
  const name = JSON.stringify(member);
  const wasTag = isTag(member) && literalsOf(edit.node) !== undefined;
  return [
    {
      direction: "request",
      text: `const send = ${parameters}(value: ${baseAt}[${name}]): Partial<${headAt}> => ({ ${keyText(member)}: value });`,
      message: `Code that sends \`${shown}\` of ${type} stops compiling: the member is gone.`,
      rule: "source-incompatible",
      migration: "Leave the member out.",
    },
    {
      direction: "response",
      text: `const read = ${parameters}(value: ${headAt}) => value${accessText(member)};`,
      message: wasTag
        ? `Code that tells the branches of a union apart by \`${shown}\` of ${type} stops compiling: the tag is gone.`
        : `Code that reads \`${shown}\` of ${type} stops compiling: the member is gone.`,
      rule: wasTag ? "discriminator-removed" : "source-incompatible",
    },
  ];
}

/** Who made the object without the member, as they could. */
function leftOut(
  { headAt, member, shown }: Extract<TypeEdit, { kind: "member-added" | "member-required" }>,
  { type, parameters }: EditContext,
  how: string,
): Statement {
  return {
    direction: "request",
    text: `const send = ${parameters}(): Pick<${headAt}, ${JSON.stringify(member)}> => ({});`,
    message: `Code that sends ${type} without \`${shown}\` stops compiling: the member ${how}.`,
    rule: "source-incompatible",
    migration: "Give the member.",
  };
}

/** Who reads a member and counts on its value. */
function countedOn(
  { headAt, member, shown }: Extract<TypeEdit, { kind: "member-optional" }>,
  { type, parameters }: EditContext,
): Statement {
  const name = JSON.stringify(member);
  return {
    direction: "response",
    text: `const read = ${parameters}(value: ${headAt}): NonNullable<${headAt}[${name}]> => value${accessText(member)};`,
    message: `Code that reads \`${shown}\` of ${type} and counts on a value stops compiling: the member is optional now.`,
    rule: "source-incompatible",
    migration: "Say what happens where the member is absent.",
  };
}

function replacedType(edit: Extract<TypeEdit, { kind: "type-replaced" }>, context: EditContext): readonly Statement[] {
  const { baseAt, headAt, shown } = edit;
  const { type, parameters } = context;
  const place = shown === "" ? type : `\`${shown}\` of ${type}`;
  const anything = isAnything(edit.head) && !isAnything(edit.base);
  return [
    {
      direction: "request",
      text: `const send = ${parameters}(value: ${baseAt}): ${headAt} => value;`,
      message: `Code that sends ${place} stops compiling: what could be sent before does not fit the type any more.`,
      rule: "source-incompatible",
      general: true,
    },
    ...comparisons(edit, context, place),
    {
      direction: "response",
      text: `const read = ${parameters}(value: ${headAt}): ${baseAt} => value;`,
      message: anything
        ? `Code that reads ${place} stops compiling: it can be any value now.`
        : `Code that reads ${place} stops compiling: what is read now does not fit what was read before.`,
      rule: anything ? "became-any" : "source-incompatible",
      general: true,
    },
  ];
}

/** What code does with a closed set of values: it tells all of them apart, and compares with one. */
function comparisons(
  { base, head, headAt }: Extract<TypeEdit, { kind: "type-replaced" }>,
  { parameters, baseTag, headTag }: EditContext,
  place: string,
): readonly Statement[] {
  const tag = baseTag(base);
  const literals = literalsOf(base) ?? tag?.values;
  if (literals === undefined) return [];
  const now = literalsOf(head) ?? (tag === undefined ? undefined : headTag(head, tag.member));
  const kept = now === undefined ? literals : literals.filter((literal) => now.includes(literal));
  const added = (now ?? []).filter((literal) => !literals.includes(literal));
  const gone = literals.filter((literal) => !kept.includes(literal)).slice(0, comparedValuesMax);
  const access = tag === undefined ? "value" : `value${accessText(tag.member)}`;
  const rule = tag !== undefined && now === undefined ? "discriminator-removed" : "source-incompatible";
  const what = added.length > 0 ? `${listed(added)} came` : "they are no closed set of values any more";
  const exhaustive: Statement = {
    direction: "response",
    text: `function read${parameters}(value: ${headAt}) {
  const rest = ${access};
  switch (rest) {
${kept.map((literal) => `    case ${literal}:`).join("\n")}
      return;
  }
  const none: never = rest;
  return none;
}`,
    message: `Code that tells all values of ${place} apart stops compiling: ${what}. Code with an arm for other values goes on.`,
    // Where a team tolerates values that are added, it does so for the compiler, too.
    rule: tag === undefined && added.length > 0 ? "enum-value-added" : rule,
    migration: "Add an arm for values that are not known.",
  };
  return [
    ...(kept.length > 0 ? [exhaustive] : []),
    ...gone.map(
      (literal): Statement => ({
        direction: "response",
        text: `const read = ${parameters}(value: ${headAt}) => ${access} === ${literal};`,
        message: `Code that compares ${place} with \`${literal}\` stops compiling: it is no value of it any more.`,
        rule,
        migration: "Remove the comparison, which can never hold.",
      }),
    ),
  ];
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, comparedValuesMax).map((value) => `\`${value}\``);
  const more = values.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether a type accepts every value of JSON. */
function isAnything(node: ts.TypeNode): boolean {
  return ["unknown", "any", "JsonValue"].includes(node.getText());
}
