import type { Scalar, TypeName } from "./node.ts";

export function typeOf(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value !== "object";
}

/** Whether two JSON values are equal, whatever the order of properties. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isScalar(left) || isScalar(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left as object);
  if (names.length !== Object.keys(right as object).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(right as object, name) &&
      isEqual((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
  );
}

/** The length that `minLength` counts: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
