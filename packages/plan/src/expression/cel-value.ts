import type { JsonValue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";

/** A JSON value as CEL sees it: objects are Maps (no prototype to trip over), integral numbers are BigInts. */
export type CelValue = null | boolean | string | number | bigint | readonly CelValue[] | ReadonlyMap<string, CelValue>;

/** Counts the characters and values that may still come out of expressions, so that no template grows without limit. */
export interface SizeBudget {
  remaining: number;
}

/** A value that has no place in JSON, or too large a one. Caught where the expression is evaluated and made a value. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/**
 * Gives a JSON value its CEL form. Integral numbers within ±(2^53 − 1) become `int`; all others stay `double`, because an
 * integer beyond that is not exact in JSON either. The result is remembered by object identity: values in a run are never
 * changed, and a large output that many expressions read is converted once.
 */
export function toCel(value: JsonValue): CelValue {
  return convert(value, 1).value;
}

/** How many values an operation that looks at all of `value` touches. */
export function deepWeight(value: unknown): number {
  if (typeof value === "string") return 1 + (value.length >> 8);
  if (typeof value !== "object" || value === null) return 1;
  const known = weights.get(value);
  if (known !== undefined) return known;
  const members = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : Object.values(value);
  return members.reduce<number>((sum, member) => sum + deepWeight(member), 1);
}

/**
 * Gives a CEL value its JSON form. Timestamps become RFC 3339 text. Integers beyond 2^53, infinities, NaN, bytes,
 * durations and types have no JSON form: a {@link ValueError} says which.
 */
export function fromCel(value: unknown, budget: SizeBudget): JsonValue {
  spend(budget, typeof value === "string" ? value.length : 8);
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "bigint":
      if (value >= -safeMax && value <= safeMax) return Number(value);
      throw new ValueError("its integer is beyond 2^53 and would not be exact in JSON");
    case "number":
      if (Number.isFinite(value)) return value;
      throw new ValueError(`its value is ${String(value)}, which JSON cannot say`);
    case "object":
      return fromCelObject(value, budget);
    default:
      throw new ValueError("its value has no JSON form");
  }
}

export function spend(budget: SizeBudget, size: number): void {
  budget.remaining -= size;
  if (budget.remaining < 0) throw new ValueError(`its value is larger than ${bounds.bodyBytesMax} characters`);
}

const safeMax = BigInt(Number.MAX_SAFE_INTEGER);
const converted = new WeakMap<object, CelValue>();
const weights = new WeakMap<object, number>();

function convert(value: JsonValue, depth: number): { value: CelValue; weight: number } {
  if (typeof value === "number") return { value: Number.isSafeInteger(value) ? BigInt(value) : value, weight: 1 };
  if (typeof value !== "object" || value === null) return { value, weight: deepWeight(value) };
  const known = converted.get(value);
  if (known !== undefined) return { value: known, weight: weights.get(known as object) ?? 1 };
  if (depth > bounds.jsonDepthMax)
    throw new ValueError(`a value that it reads nests deeper than ${bounds.jsonDepthMax}`);
  let weight = 1;
  const member = (each: JsonValue): CelValue => {
    const inner = convert(each, depth + 1);
    weight += inner.weight;
    return inner.value;
  };
  const result: CelValue = Array.isArray(value)
    ? value.map(member)
    : new Map(Object.entries(value).map(([name, each]) => [name, member(each)]));
  converted.set(value, result);
  weights.set(result, weight);
  return { value: result, weight };
}

function fromCelObject(value: object | null, budget: SizeBudget): JsonValue {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((each) => fromCel(each, budget));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return fromEntries([...value], budget);
  if (Object.getPrototypeOf(value) === Object.prototype) return fromEntries(Object.entries(value), budget);
  throw new ValueError("its value (bytes, a duration or a type) has no JSON form");
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[], budget: SizeBudget): JsonValue {
  return Object.fromEntries(
    entries.map(([name, each]) => {
      spend(budget, String(name).length);
      return [String(name), fromCel(each, budget)];
    }),
  );
}
