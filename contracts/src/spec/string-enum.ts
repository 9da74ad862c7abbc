import { type TUnsafe, Type } from "@sinclair/typebox";

export interface StringEnumOptions {
  readonly description?: string;
}

/**
 * A closed set of strings, published as `{ type: "string", enum: [...] }` rather than as a union of constants, which
 * most generators would turn into a type for each value. The order of the values is the order in the documentation.
 */
export function stringEnum<const TValues extends readonly [string, ...string[]]>(
  values: TValues,
  options: StringEnumOptions = {},
): TUnsafe<TValues[number]> {
  return Type.Unsafe<TValues[number]>({ type: "string", enum: [...values], ...options });
}
