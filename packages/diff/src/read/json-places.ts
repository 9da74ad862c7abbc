import { tokensOf } from "./json-pointer.ts";

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

export interface SyntaxFault extends Place {
  readonly expected: string;
}

/** Values without members, such as `true` and `-1.5e3`. */
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A string up to its closing quote, escapes as RFC 8259 allows them. */
const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const blank = /[ \t\r\n]*/y;
/** What may stand between two brackets or quotes. */
const plain = /[^"[\]{}]*/y;

/** A value that begins at `start`, and the members that were looked at. */
interface Found {
  readonly start: number;
  members?: ReadonlyMap<string, Found>;
}

/**
 * Owns the text of a JSON document, and finds places in it: a value is looked into when it is asked for, and what is
 * not asked for is skipped, so that a few places in megabytes cost a few passes over the text and next to no memory.
 */
export class JsonPlaces {
  readonly #text: string;
  readonly #root: Found;
  #lineStarts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#root = { start: this.#skipBlank(text.charCodeAt(0) === 0xfeff ? 1 : 0) };
  }

  /** The place of the value at a pointer, or of the nearest value above it that is there. The text is JSON. */
  placeOf(pointer: string): Place {
    let found = this.#root;
    for (const token of tokensOf(pointer)) {
      found.members ??= this.#membersOf(found.start);
      const member = found.members.get(token);
      if (member === undefined) break;
      found = member;
    }
    return this.#placeAt(found.start);
  }

  /** Where the text stops being JSON; undefined when it is. */
  fault(): SyntaxFault | undefined {
    try {
      const end = this.#skipBlank(this.#checkValue(this.#root.start));
      if (end < this.#text.length) throw new Unexpected(end, "the end of the text");
      return undefined;
    } catch (error) {
      if (!(error instanceof Unexpected)) throw error;
      return { ...this.#placeAt(error.offset), expected: error.expected };
    }
  }

  #membersOf(start: number): ReadonlyMap<string, Found> {
    const members = new Map<string, Found>();
    const open = this.#text[start];
    if (open !== "{" && open !== "[") return members;
    let at = this.#skipBlank(start + 1);
    for (let index = 0; this.#text[at] !== "}" && this.#text[at] !== "]"; index += 1) {
      let name = String(index);
      let valueAt = at;
      if (open === "{") {
        const end = this.#match(string, at);
        name = JSON.parse(this.#text.slice(at, end)) as string;
        valueAt = this.#skipBlank(this.#skipBlank(end) + 1);
      }
      members.set(name, { start: valueAt });
      at = this.#skipBlank(this.#skipValue(valueAt));
      if (this.#text[at] === ",") at = this.#skipBlank(at + 1);
    }
    return members;
  }

  /** The offset after a value, by counting brackets. */
  #skipValue(start: number): number {
    const text = this.#text;
    if (text[start] === '"') return this.#match(string, start);
    if (text[start] !== "{" && text[start] !== "[") return this.#match(literal, start);
    let depth = 0;
    let at = start;
    do {
      const character = text[at];
      if (character === undefined) return at;
      if (character === '"') at = this.#match(string, at);
      else {
        if (character === "{" || character === "[") depth += 1;
        else depth -= 1;
        at += 1;
      }
      if (depth > 0) at = this.#match(plain, at);
    } while (depth > 0);
    return at;
  }

  /** Reads a value by the grammar, with a stack of its own: the text may nest as deep as it likes. */
  #checkValue(start: number): number {
    const text = this.#text;
    const open: string[] = [];
    let at = start;
    for (;;) {
      const character = text[at];
      if (character === "{" || character === "[") {
        const close = character === "{" ? "}" : "]";
        const inside = this.#skipBlank(at + 1);
        if (text[inside] !== close) {
          open.push(close);
          at = close === "}" ? this.#checkKey(inside, "a key in double quotes or `}`") : inside;
          if (close === "]" && (text[at] === "," || text[at] === undefined)) {
            throw new Unexpected(at, "a value or `]`");
          }
          continue;
        }
        at = inside + 1;
      } else at = this.#checkLeaf(at);
      for (;;) {
        const close = open.at(-1);
        if (close === undefined) return at;
        at = this.#skipBlank(at);
        if (text[at] === ",") {
          at = this.#skipBlank(at + 1);
          if (close === "}") at = this.#checkKey(at, "a key in double quotes");
          break;
        }
        if (text[at] !== close) throw new Unexpected(at, `\`,\` or \`${close}\``);
        open.pop();
        at += 1;
      }
    }
  }

  #checkLeaf(at: number): number {
    const end = this.#match(this.#text[at] === '"' ? string : literal, at);
    if (end === at) throw new Unexpected(at, this.#text[at] === '"' ? "a string that is closed" : "a value");
    return end;
  }

  #checkKey(at: number, expected: string): number {
    const end = this.#match(string, at);
    if (end === at) throw new Unexpected(at, expected);
    const colon = this.#skipBlank(end);
    if (this.#text[colon] !== ":") throw new Unexpected(colon, "`:`");
    return this.#skipBlank(colon + 1);
  }

  #skipBlank(at: number): number {
    return this.#match(blank, at);
  }

  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : at;
  }

  #placeAt(offset: number): Place {
    this.#lineStarts ??= lineStartsOf(this.#text);
    const starts = this.#lineStarts;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

/** Leaves the grammar; caught by `fault`. */
class Unexpected extends Error {
  readonly offset: number;
  readonly expected: string;

  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
    this.expected = expected;
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
