/** Bytes from the first to the one after the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export type JsonPlaces =
  | {
      readonly ok: true;
      /** Where the value at a JSON Pointer stands, with its member's name; or else what is around it. */
      readonly member: (pointer: string) => ByteRange;
      /** The value alone; undefined if there is none. */
      readonly value: (pointer: string) => ByteRange | undefined;
    }
  | { readonly ok: false; readonly byte: number; readonly message: string };

/** Deeper values stand within their parents' place. */
const placedDepthMax = 4;
/** Far more than a bundle may have, and far less than the stack has room for. */
const nestingMax = 1000;

/**
 * Reads JSON (RFC 8259, as I-JSON: no member twice, no lone surrogates, numbers within doubles) for where things stand in it.
 * It decides nothing about evidence: it only says where to look, once something is known to be wrong.
 */
export function jsonPlaces(bytes: Uint8Array): JsonPlaces {
  const reader = new PlaceReader(bytes);
  try {
    reader.document();
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, byte: error.byte, message: error.message };
    throw error;
  }
  const { values, members } = reader;
  return {
    ok: true,
    value: (pointer) => values.get(pointer),
    member: (pointer) => {
      let place = pointer;
      while (!values.has(place)) place = place.slice(0, place.lastIndexOf("/"));
      return members.get(place) ?? values.get(place)!;
    },
  };
}

class Unreadable extends Error {
  readonly byte: number;

  constructor(byte: number, message: string) {
    super(message);
    this.byte = byte;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ascii = (text: string): number => text.charCodeAt(0);
const [quote, backslash, comma, colon] = [ascii('"'), ascii("\\"), ascii(","), ascii(":")];

/**
 * Owns the position in the bytes.
 *
 * 1. Everything before the position is the beginning of some JSON text.
 * 2. What it throws names the first byte with which no JSON text could go on: that one is wrong, or one before it. Of a member
 *    that is there twice, and of text or a number that stands for nothing, it names the end.
 */
class PlaceReader {
  readonly values = new Map<string, ByteRange>();
  readonly members = new Map<string, ByteRange>();
  readonly #bytes: Uint8Array;
  /** One character a byte. */
  readonly #latin1: string;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  }

  document(): void {
    this.#space();
    this.#value("", 0);
    this.#space();
    if (this.#at < this.#bytes.length) this.#fail("After the value there is something else");
  }

  #value(pointer: string, depth: number): void {
    const from = this.#at;
    if (depth > nestingMax) this.#fail("It is nested too deep");
    switch (this.#latin1[from]) {
      case "{":
        this.#object(pointer, depth);
        break;
      case "[":
        this.#list(pointer, depth);
        break;
      case '"':
        this.#string();
        break;
      case "t":
        this.#word("true");
        break;
      case "f":
        this.#word("false");
        break;
      case "n":
        this.#word("null");
        break;
      default:
        this.#number();
    }
    if (depth <= placedDepthMax) this.values.set(pointer, { from, to: this.#at });
  }

  #object(pointer: string, depth: number): void {
    const names = new Set<string>();
    this.#items("}", () => {
      const from = this.#at;
      if (this.#bytes[from] !== quote) this.#fail("A member's name should be here");
      const name = this.#string();
      if (names.has(name)) this.#fail(`The member ${JSON.stringify(name)} is there twice`, this.#at - 1);
      names.add(name);
      this.#space();
      this.#expect(colon, "A colon");
      this.#space();
      const member = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      this.#value(member, depth + 1);
      if (depth < placedDepthMax) this.members.set(member, { from, to: this.#at });
    });
  }

  #list(pointer: string, depth: number): void {
    let index = 0;
    this.#items("]", () => this.#value(`${pointer}/${index++}`, depth + 1));
  }

  #items(end: string, item: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#latin1[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#space();
      if (this.#latin1[this.#at] === end) {
        this.#at += 1;
        return;
      }
      this.#expect(comma, `A comma or ${end}`);
      this.#space();
    }
  }

  /** Stops at the first byte that a string cannot have; what it stands for is JSON.parse's to say. */
  #string(): string {
    const from = this.#at;
    let at = from + 1;
    for (; this.#bytes[at] !== quote; at += 1) {
      const byte = this.#bytes[at];
      if (byte === undefined || byte < 0x20) this.#fail("A string does not end", at);
      if (byte === backslash) at += this.#escape(at);
    }
    this.#at = at + 1;
    let text: string;
    try {
      text = utf8.decode(this.#bytes.subarray(from, at + 1));
    } catch {
      return this.#fail("Here is no UTF-8", from + validUtf8(this.#bytes.subarray(from, at + 1)));
    }
    const value = JSON.parse(text) as string;
    if (!value.isWellFormed()) this.#fail("A surrogate stands alone in this string", at);
    return value;
  }

  /** How many more bytes the escape at `at` has after its backslash. */
  #escape(at: number): number {
    const kind = this.#latin1[at + 1];
    if (kind === "u") {
      for (let digit = at + 2; digit < at + 6; digit += 1) {
        if (!/[0-9a-fA-F]/.test(this.#latin1[digit] ?? "")) this.#fail("A hexadecimal digit should be here", digit);
      }
      return 5;
    }
    if (kind === undefined || !'"\\/bfnrt'.includes(kind)) this.#fail("There is no such escape", at + 1);
    return 1;
  }

  #number(): void {
    const from = this.#at;
    if (this.#latin1[this.#at] === "-") this.#at += 1;
    if (this.#latin1[this.#at] === "0") this.#at += 1;
    else this.#digits(this.#at === from ? "A value should be here" : "A digit should be here");
    if (this.#latin1[this.#at] === ".") {
      this.#at += 1;
      this.#digits("A digit should be here");
    }
    if (/[eE]/.test(this.#latin1[this.#at] ?? "")) {
      this.#at += 1;
      if (/[+-]/.test(this.#latin1[this.#at] ?? "")) this.#at += 1;
      this.#digits("A digit should be here");
    }
    if (!Number.isFinite(Number(this.#latin1.slice(from, this.#at))))
      this.#fail("This number is too large", this.#at - 1);
  }

  /** One or more. */
  #digits(otherwise: string): void {
    const from = this.#at;
    while (/[0-9]/.test(this.#latin1[this.#at] ?? "")) this.#at += 1;
    if (this.#at === from) this.#fail(otherwise);
  }

  #word(word: string): void {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#latin1[this.#at + index] !== word[index]) this.#fail(`\`${word}\` should be here`, this.#at + index);
    }
    this.#at += word.length;
  }

  #space(): void {
    while ([0x20, 0x0a, 0x0d, 0x09].includes(this.#bytes[this.#at] ?? -1)) this.#at += 1;
  }

  #expect(byte: number, name: string): void {
    if (this.#bytes[this.#at] !== byte) this.#fail(`${name} should be here`);
    this.#at += 1;
  }

  #fail(message: string, byte = this.#at): never {
    throw new Unreadable(byte, byte >= this.#bytes.length ? "The text ends too early" : message);
  }
}

/** How many bytes at the beginning are UTF-8: found by halves, since the decoder does not tell. */
function validUtf8(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (startsValid(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** Whether these may be the beginning of UTF-8 text: a character that is cut off at the end is allowed. */
function startsValid(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
