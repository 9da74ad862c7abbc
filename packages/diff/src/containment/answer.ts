import type { Obstacle } from "./obstacle.ts";

/**
 * Whether a value exists. `empty` is a proof that none does; `found` has one; `unknown` says what kept it from an answer, and may have a
 * value of which nobody knows.
 */
export type Answer =
  | { readonly kind: "empty" }
  | { readonly kind: "found"; readonly value: unknown }
  | { readonly kind: "unknown"; readonly obstacle: Obstacle; readonly guess?: { readonly value: unknown } };

export const empty: Answer = { kind: "empty" };
