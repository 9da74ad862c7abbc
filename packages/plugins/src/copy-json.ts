import type { JsonObject, JsonValue } from "@oap/protocol";

export interface JsonLimits {
  /** How deep arrays and objects may nest. */
  readonly depthMax: number;
  /** How large the value may be: UTF-8 bytes of its strings and member names, and 1 for each value; never more than as JSON. */
  readonly bytesMax: number;
}

export type JsonCopy =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly pointer: string; readonly message: string };

/**
 * Copies a value that must be JSON, and says where it is not.
 *
 * What crosses the border between the control plane and a plugin is copied, so that neither can change the other's data
 * afterwards. A member whose value is `undefined` is absent, as in `JSON.stringify`. Everything else that JSON cannot
 * carry is refused instead of being changed silently: NaN, BigInt, functions, class instances, cycles (they exceed the
 * depth) and strings with lone surrogates.
 */
export function copyJson(value: unknown, { depthMax, bytesMax }: JsonLimits): JsonCopy {
  const copying = new Copying(bytesMax);
  try {
    return { ok: true, value: copying.copy(value, depthMax) };
  } catch (thrown) {
    if (thrown instanceof NotJson) return { ok: false, pointer: copying.pointer, message: thrown.message };
    return { ok: false, pointer: "", message: "must be readable, and reading one of its members failed" };
  }
}

class NotJson extends Error {}

class Copying {
  /** Where it is: names and indexes from the top. After a failure it says where that was. */
  readonly #place: (string | number)[] = [];
  #bytes: number;

  constructor(bytesMax: number) {
    this.#bytes = bytesMax;
  }

  get pointer(): string {
    return this.#place.map((token) => `/${escapePointer(String(token))}`).join("");
  }

  copy(value: unknown, depth: number): JsonValue {
    this.#spend(1);
    switch (typeof value) {
      case "boolean":
        return value;
      case "string":
        return this.#string(value);
      case "number":
        if (!Number.isFinite(value)) throw new NotJson(`must be a finite number, not ${value}`);
        return value === 0 ? 0 : value;
      case "object":
        if (value === null) return null;
        if (depth === 0) throw new NotJson("nests deeper than allowed");
        return Array.isArray(value) ? this.#array(value, depth - 1) : this.#object(value, depth - 1);
      default:
        throw new NotJson(`must be JSON, not ${typeof value}`);
    }
  }

  #array(items: readonly unknown[], depth: number): JsonValue[] {
    const copied: JsonValue[] = [];
    for (let index = 0; index < items.length; index++) {
      this.#place.push(index);
      copied.push(this.copy(items[index], depth));
      this.#place.pop();
    }
    return copied;
  }

  #object(value: object, depth: number): JsonObject {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new NotJson("must be a plain object, not an instance of a class");
    }
    const copied: JsonObject = {};
    for (const name of Object.keys(value)) {
      const member: unknown = (value as Record<string, unknown>)[name];
      if (member === undefined) continue;
      this.#place.push(name);
      this.#string(name);
      setMember(copied, name, this.copy(member, depth));
      this.#place.pop();
    }
    return copied;
  }

  #string(value: string): string {
    this.#spend(Buffer.byteLength(value));
    if (!value.isWellFormed()) throw new NotJson("must be well-formed Unicode, without lone surrogates");
    return value;
  }

  #spend(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes < 0) throw new NotJson("makes the value larger than allowed");
  }
}

function setMember(copied: JsonObject, name: string, value: JsonValue): void {
  if (name !== "__proto__") copied[name] = value;
  // An assignment to it would change the copy's prototype and hide the member from validation.
  else Object.defineProperty(copied, name, { value, configurable: true, enumerable: true, writable: true });
}

/** One reference token of a JSON Pointer (RFC 6901). */
export function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
