import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Document as YamlDocument,
} from "yaml";
import { tokensOf } from "./json-pointer.ts";
import { tooDeep } from "./measure-value.ts";
import type { Document } from "./parse-document.ts";
import { yamlAliasesMax } from "./read-bounds.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/** Reads one YAML 1.2 document, with the merge keys of 1.1, which OpenAPI documents use. */
export function parseYaml(text: string, label: string): Document {
  const lines = new LineCounter();
  let document: YamlDocument.Parsed | undefined;
  let value: unknown;
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, merge: true, prettyErrors: false });
    const fault = documents.length === 0 ? undefined : documents.flatMap(({ errors }) => errors)[0];
    if (fault?.code === "RESOURCE_EXHAUSTION") throw tooDeep(label, "");
    if (fault !== undefined) throw notYaml(label, lines.linePos(fault.pos[0]), fault.message, fault);
    if (documents.length > 1) throw severalDocuments(label, lines.linePos(documents[1]?.range[0] ?? 0));
    document = documents.length === 0 ? undefined : (documents[0] as YamlDocument.Parsed);
    value = document?.toJS({ maxAliasCount: yamlAliasesMax }) ?? null;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(label, "");
    if (error instanceof ReferenceError) throw aliased(label, error);
    throw error;
  }
  const root = document?.contents ?? undefined;
  return {
    value,
    lineOf: (pointer) => (document === undefined ? 1 : lines.linePos(offsetOf(document, root, pointer)).line),
  };
}

function offsetOf(document: YamlDocument.Parsed, root: Node | undefined, pointer: string): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const token of tokensOf(pointer)) {
    const resolved = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(resolved) ? resolved.items.find(({ key }) => keyText(key) === token) : undefined;
    const place: unknown =
      pair === undefined ? (isSeq(resolved) ? resolved.items[Number(token)] : undefined) : pair.key;
    if (!isNode(place)) return offset;
    offset = place.range?.[0] ?? offset;
    node = pair === undefined ? place : pair.value;
  }
  return offset;
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

interface LineColumn {
  readonly line: number;
  readonly col: number;
}

function notYaml(label: string, { line, col }: LineColumn, message: string, cause: unknown): UnreadableContract {
  return new UnreadableContract("NOT_YAML", {
    where: `${label}:${line}:${col}`,
    problem: `It is not YAML: ${message.split("\n")[0]}${/[.!?]$/.test(message) ? "" : "."}`,
    remedy: "Mend it there, or name a file in JSON or YAML.",
    cause,
  });
}

function severalDocuments(label: string, { line, col }: LineColumn): UnreadableContract {
  return new UnreadableContract("NOT_YAML", {
    where: `${label}:${line}:${col}`,
    problem: "A second YAML document begins here.",
    remedy: "Give one document a file.",
  });
}

/** The library's word for an alias without its anchor, and for more aliases than the bound. */
function aliased(label: string, cause: ReferenceError): UnreadableContract {
  const endless = /alias count/i.test(cause.message);
  return new UnreadableContract(endless ? "TOO_LARGE" : "NOT_YAML", {
    where: label,
    problem: endless ? `Its aliases repeat more than ${yamlAliasesMax} values.` : `${cause.message}.`,
    remedy: endless ? "Write out what is repeated, or refer to it by $ref." : "Put the anchor before its alias.",
    cause,
  });
}
