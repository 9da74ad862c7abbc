import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import type { JsonValue } from "../common/json-value.ts";
import type { SpecMeta } from "./spec-meta.ts";

export interface ValidExample<TValue = unknown> {
  readonly title: string;
  readonly value: TValue;
}

/** An instance that must be refused, and why: the first failing keyword and the JSON Pointer of the instance it fails at. */
export interface InvalidExample {
  readonly title: string;
  readonly value: unknown;
  /** JSON Pointer into the instance (RFC 6901); `""` is the whole of it. */
  readonly pointer: string;
  /** The JSON Schema keyword that fails there. A forbidden member fails with `false schema`. */
  readonly keyword: string;
}

/** One named type of the protocol, published as one JSON Schema. */
export interface TypeSpec<TType extends TSchema = TSchema> extends SpecMeta {
  readonly kind: "type";
  /** The name in every language, in PascalCase. */
  readonly name: string;
  /** The version of the schema's content; it ends the published `$id`. */
  readonly version: string;
  readonly schema: TType;
  /** Names of its type parameters, such as `TInput`; each marks its places with {@link parameter}. */
  readonly parameters: readonly string[];
  /** Why an object union has no tag. Every other object union needs `discriminator`. */
  readonly untagged?: string;
  /** The property whose `const` tells the branches of an object union apart. */
  readonly discriminator?: string;
  /** The TypeScript to publish instead of what the schema yields; for the JSON types alone. */
  readonly typescript?: string;
  /** Why no invalid example can exist, as for a schema that accepts everything. */
  readonly withoutInvalidExamples?: string;
  readonly examples: {
    readonly valid: readonly ValidExample[];
    readonly invalid: readonly InvalidExample[];
  };
}

export type TypeDefinition<TType extends TSchema> = Omit<
  TypeSpec<TType>,
  "kind" | "version" | "parameters" | "examples"
> & {
  /** Defaults to `1.0.0`. */
  readonly version?: string;
  readonly parameters?: readonly string[];
  readonly examples: {
    readonly valid: readonly ValidExample<Static<TType>>[];
    readonly invalid: readonly InvalidExample[];
  };
};

export function defineType<TType extends TSchema>(definition: TypeDefinition<TType>): TypeSpec<TType> {
  return Object.freeze({ version: "1.0.0", parameters: [], ...definition, kind: "type" as const });
}

export interface RefOptions {
  readonly description?: string;
  /** Whether the property should no longer be used; its description says since when, and what to use instead. */
  readonly deprecated?: boolean;
}

/** Refers to another named type, which keeps its name on every surface. */
export function ref<TType extends TSchema>(spec: TypeSpec<TType>, options: RefOptions = {}): TUnsafe<Static<TType>> {
  return Type.Unsafe<Static<TType>>({ $ref: spec.name, ...options });
}

/**
 * Refers to a generic type and fills its parameters with the referrer's own, by name: the result of
 * `refGeneric<ExecInvokeResultSync<T>>(ExecInvokeResultSync, ["TOutput"])` is `ExecInvokeResultSync<TOutput>`.
 */
export function refGeneric<TStatic>(
  spec: TypeSpec,
  typeArguments: readonly string[],
  options: RefOptions = {},
): TUnsafe<TStatic> {
  return Type.Unsafe<TStatic>({ $ref: spec.name, typeArguments, ...options });
}

/** The place of a type parameter. Where no argument is given it is `unbound`, or any JSON value. */
export function parameter(name: string, options?: RefOptions): TUnsafe<JsonValue>;
export function parameter<TType extends TSchema>(
  name: string,
  options: RefOptions & { readonly unbound: TypeSpec<TType> },
): TUnsafe<Static<TType>>;
export function parameter(name: string, options: RefOptions & { readonly unbound?: TypeSpec } = {}): TUnsafe<unknown> {
  const { unbound, ...annotations } = options;
  return Type.Unsafe({ $ref: unbound?.name ?? "JsonValue", typeParameter: name, ...annotations });
}
