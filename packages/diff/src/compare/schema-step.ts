import { escapeToken } from "../containment/asserting-keywords.ts";

/** One step from a schema to a schema in it. `ref` and `branch` stay at the same value, the others go into it. */
export type SchemaStep =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "additional"; readonly keyword: "additionalProperties" | "unevaluatedProperties" }
  | { readonly kind: "item"; readonly index: number; readonly keyword: "prefixItems" | "items" | "contains" }
  | { readonly kind: "branch"; readonly keyword: "allOf" | "anyOf" | "oneOf"; readonly index: number }
  | { readonly kind: "ref" }
  /** To where a value cannot be put: a condition, or what depends on one. */
  | { readonly kind: "aside"; readonly keyword: string };

/** The way from a subject's schema to a position in it, the last step first, so that many positions share one way. */
export interface SchemaPath {
  readonly before: SchemaPath | undefined;
  readonly step: SchemaStep;
}

export function stepsOf(path: SchemaPath | undefined): readonly SchemaStep[] {
  const steps: SchemaStep[] = [];
  for (let at = path; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}

export function extend(path: SchemaPath | undefined, ...steps: readonly SchemaStep[]): SchemaPath | undefined {
  return steps.reduce<SchemaPath | undefined>((before, step) => ({ before, step }), path);
}

/** The JSON Pointer of a position in the subject's schema. A reference that was followed counts as written out in its place. */
export function pointerOf(path: SchemaPath | undefined): string {
  return stepsOf(path).map(tokensOf).join("");
}

function tokensOf(step: SchemaStep): string {
  switch (step.kind) {
    case "property":
      return `/properties/${escapeToken(step.name)}`;
    case "pattern":
      return `/patternProperties/${escapeToken(step.pattern)}`;
    case "additional":
    case "aside":
      return `/${step.keyword}`;
    case "item":
      return step.keyword === "prefixItems" ? `/prefixItems/${step.index}` : `/${step.keyword}`;
    case "branch":
      return `/${step.keyword}/${step.index}`;
    case "ref":
      return "";
  }
}
