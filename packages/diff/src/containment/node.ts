import type { NameSet } from "./name-set.ts";

/** A node's number, or its negative: what the node says, or that it does not hold. Equal schemas have equal literals. */
export type Literal = number;

/** A set of JSON types as bits. Integers are numbers that are a multiple of 1. */
export type TypeMask = number;

export const typeBits = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const;
export type TypeName = keyof typeof typeBits;
export const typeNames = Object.keys(typeBits) as TypeName[];
export const allTypes: TypeMask = 63;

export type Scalar = null | boolean | number | string;

/**
 * What a schema comes down to. Nodes about one type hold for every value of another type, as the keywords do.
 * There is no `or` and no `not`: a disjunction is the negative of an `and` of negatives.
 */
export type Node =
  | { readonly kind: "true" }
  | { readonly kind: "and"; readonly all: readonly Literal[] }
  /** Exactly one of them holds. */
  | { readonly kind: "one"; readonly of: readonly Literal[] }
  | { readonly kind: "types"; readonly mask: TypeMask }
  /** The value is one of these. */
  | { readonly kind: "scalars"; readonly values: readonly Scalar[] }
  /** A schema that is used recursively; what it says is in `Forms.bodies`. */
  | { readonly kind: "reference"; readonly key: string }
  /** Something that is not understood, in whose presence nothing is proven to have a value. `of` tells those apart that may differ. */
  | {
      readonly kind: "opaque";
      readonly keyword: string;
      readonly value?: unknown;
      readonly matter: string;
      readonly of?: string;
    }
  | NumberNode
  | StringNode
  | ObjectNode
  | ArrayNode;

export type NumberNode =
  | { readonly kind: "minimum"; readonly bound: number; readonly exclusive: boolean }
  | { readonly kind: "maximum"; readonly bound: number; readonly exclusive: boolean }
  | { readonly kind: "multipleOf"; readonly step: number };

export type StringNode =
  | { readonly kind: "minLength"; readonly count: number }
  | { readonly kind: "maxLength"; readonly count: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string };

export type ObjectNode =
  /** The value of every property whose name is in the set. */
  | { readonly kind: "property"; readonly names: NameSet; readonly value: Literal }
  | { readonly kind: "required"; readonly name: string }
  | { readonly kind: "propertyNames"; readonly name: Literal }
  | { readonly kind: "minProperties"; readonly count: number }
  | { readonly kind: "maxProperties"; readonly count: number };

export type ArrayNode =
  /** Every item at an index in `[from, to)`. */
  | { readonly kind: "items"; readonly from: number; readonly to: number; readonly item: Literal }
  | { readonly kind: "contains"; readonly item: Literal; readonly min: number; readonly max: number }
  | { readonly kind: "minItems"; readonly count: number }
  | { readonly kind: "maxItems"; readonly count: number }
  | { readonly kind: "uniqueItems" };

/** The type that a node is about; nodes that are about all types are not here. */
export const typeOfKind = {
  minimum: "number",
  maximum: "number",
  multipleOf: "number",
  minLength: "string",
  maxLength: "string",
  pattern: "string",
  format: "string",
  property: "object",
  required: "object",
  propertyNames: "object",
  minProperties: "object",
  maxProperties: "object",
  items: "array",
  contains: "array",
  minItems: "array",
  maxItems: "array",
  uniqueItems: "array",
} as const satisfies Record<(NumberNode | StringNode | ObjectNode | ArrayNode)["kind"], TypeName>;

export type TypedNode = NumberNode | StringNode | ObjectNode | ArrayNode;

export function isTyped(node: Node): node is TypedNode {
  return Object.hasOwn(typeOfKind, node.kind);
}
