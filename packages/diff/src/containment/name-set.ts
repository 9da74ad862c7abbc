import { matches } from "./pattern.ts";

/** A set of property names: one name, those in which a pattern is found, or all but some. */
export type NameSet =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "matching"; readonly pattern: string }
  | { readonly kind: "rest"; readonly names: readonly string[]; readonly patterns: readonly string[] };

export function hasName(set: NameSet, name: string): boolean {
  if (set.kind === "name") return set.name === name;
  if (set.kind === "matching") return matches(set.pattern, name);
  return !set.names.includes(name) && !set.patterns.some((pattern) => matches(pattern, name));
}

export const anyName: NameSet = { kind: "rest", names: [], patterns: [] };
