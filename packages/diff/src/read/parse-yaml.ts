import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, type Document as YamlDocument } from "yaml";
import { memberOf, tokensOf } from "./json-pointer.ts";
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
  const places = document === undefined ? undefined : new YamlPlaces(document, value);
  return { value, lineOf: (pointer) => (places === undefined ? 1 : lines.linePos(places.offsetOf(pointer)).line) };
}

/**
 * Owns the offsets of the values of a document, by the parsed values themselves: the library's own tree takes ten times
 * their memory, and is let go. What an alias repeats stands where its anchor is.
 */
class YamlPlaces {
  readonly #value: unknown;
  readonly #start: number;
  /** By an array or object, the offsets of its members in their order; of what a merge key brought, none. */
  readonly #members = new Map<object, Uint32Array>();

  constructor(document: YamlDocument.Parsed, value: unknown) {
    this.#value = value;
    this.#start = document.contents?.range?.[0] ?? 0;
    this.#visit(document.contents, value);
  }

  offsetOf(pointer: string): number {
    let offset = this.#start;
    let value = this.#value;
    for (const token of tokensOf(pointer)) {
      const member = memberOf(value, token);
      if (member === undefined || typeof value !== "object" || value === null) return offset;
      const found = this.#members.get(value)?.[Object.keys(value).indexOf(token)] ?? 0;
      if (found > 0) offset = found;
      value = member;
    }
    return offset;
  }

  #visit(node: unknown, value: unknown): void {
    if (typeof value !== "object" || value === null || this.#members.has(value)) return;
    const offsets = new Uint32Array(Object.keys(value).length);
    this.#members.set(value, offsets);
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        offsets[index] = isNode(item) ? (item.range?.[0] ?? 0) : 0;
        this.#visit(item, (value as readonly unknown[])[index]);
      }
    }
    if (!isMap(node)) return;
    const indexes = new Map(Object.keys(value).map((key, index) => [key, index]));
    for (const { key, value: item } of node.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const index = indexes.get(name);
      if (index === undefined || !isNode(key)) continue;
      offsets[index] = key.range?.[0] ?? 0;
      this.#visit(item, (value as Readonly<Record<string, unknown>>)[name]);
    }
  }
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
