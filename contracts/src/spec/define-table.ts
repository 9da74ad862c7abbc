import type { SpecMeta } from "./spec-meta.ts";

/** A fixed table that both people and programs read, such as the mapping between two vocabularies. */
export interface TableSpec extends SpecMeta {
  readonly kind: "table";
  /** In camelCase, such as `jobStateOfExecutionState`. */
  readonly name: string;
  /** Any JSON value, published as a constant. */
  readonly value: unknown;
}

export function defineTable<const TValue>(
  definition: Omit<TableSpec, "kind" | "value"> & { readonly value: TValue },
): TableSpec & { readonly value: TValue } {
  return Object.freeze({ ...definition, kind: "table" as const });
}
