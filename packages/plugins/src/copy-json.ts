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
export function copyJson(value: unknown, limits: JsonLimits): JsonCopy {
  const budget = { bytes: limits.bytesMax };
  try {
    return { ok: true, value: copy(value, "", limits.depthMax, budget) };
  } catch (thrown) {
    if (thrown instanceof NotJson) return { ok: false, pointer: thrown.pointer, message: thrown.message };
    return { ok: false, pointer: "", message: "must be readable, and reading one of its members failed" };
  }
}

class NotJson extends Error {
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

function copy(value: unknown, pointer: string, depth: number, budget: { bytes: number }): JsonValue {
  spend(1, pointer, budget);
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return checkedString(value, pointer, budget);
    case "number":
      if (!Number.isFinite(value)) throw new NotJson(pointer, `must be a finite number, not ${value}`);
      return value === 0 ? 0 : value;
    case "object":
      if (value === null) return null;
      if (depth === 0) throw new NotJson(pointer, "nests deeper than allowed");
      return Array.isArray(value)
        ? copyArray(value, pointer, depth - 1, budget)
        : copyObject(value, pointer, depth - 1, budget);
    default:
      throw new NotJson(pointer, `must be JSON, not ${typeof value}`);
  }
}

function copyArray(items: readonly unknown[], pointer: string, depth: number, budget: { bytes: number }): JsonValue[] {
  const copied: JsonValue[] = [];
  for (let index = 0; index < items.length; index++) {
    copied.push(copy(items[index], `${pointer}/${index}`, depth, budget));
  }
  return copied;
}

function copyObject(value: object, pointer: string, depth: number, budget: { bytes: number }): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new NotJson(pointer, "must be a plain object, not an instance of a class");
  }
  const copied: JsonObject = {};
  for (const name of Object.keys(value)) {
    const member: unknown = (value as Record<string, unknown>)[name];
    if (member === undefined) continue;
    const memberPointer = `${pointer}/${escapePointer(name)}`;
    checkedString(name, memberPointer, budget);
    // An assignment to `__proto__` would change the copy's prototype and hide the member from validation.
    Object.defineProperty(copied, name, {
      value: copy(member, memberPointer, depth, budget),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return copied;
}

function checkedString(value: string, pointer: string, budget: { bytes: number }): string {
  spend(Buffer.byteLength(value), pointer, budget);
  if (!value.isWellFormed()) throw new NotJson(pointer, "must be well-formed Unicode, without lone surrogates");
  return value;
}

function spend(bytes: number, pointer: string, budget: { bytes: number }): void {
  budget.bytes -= bytes;
  if (budget.bytes < 0) throw new NotJson(pointer, "makes the value larger than allowed");
}

/** One reference token of a JSON Pointer (RFC 6901). */
export function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
