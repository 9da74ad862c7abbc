import type { SpecMeta } from "./spec-meta.ts";

/** A named limit. Everything that can grow has one. */
export interface BoundSpec extends SpecMeta {
  readonly kind: "bound";
  /** In camelCase with the qualifier last, such as `planStepsMax`. */
  readonly name: string;
  readonly value: number;
  /** What is counted: `bytes`, `milliseconds`, `steps`. */
  readonly unit: string;
}

export function defineBound(definition: Omit<BoundSpec, "kind">): BoundSpec {
  return Object.freeze({ ...definition, kind: "bound" as const });
}
