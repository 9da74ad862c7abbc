import { anything, type Forms, nothing } from "./forms.ts";
import { isScalar } from "./json-value.ts";
import type { NameSet } from "./name-set.ts";
import { type Literal, type Scalar, typeBits } from "./node.ts";

/** The structure of a constant: negated, it says in which ways a value can differ. */
export function constantOf(value: unknown, forms: Forms): Literal {
  if (isScalar(value)) return forms.literal({ kind: "scalars", values: [normal(value)] });
  if (Array.isArray(value)) {
    const items = value.map((item, at) =>
      forms.literal({ kind: "items", from: at, to: at + 1, item: constantOf(item, forms) }),
    );
    return forms.and([
      forms.types(typeBits.array),
      ...(value.length > 0 ? [forms.literal({ kind: "minItems", count: value.length })] : []),
      forms.literal({ kind: "maxItems", count: value.length }),
      ...items,
    ]);
  }
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = entries.map(([name]) => name);
  return forms.and([
    forms.types(typeBits.object),
    ...names.map((name) => forms.literal({ kind: "required", name })),
    ...entries.map(([name, item]) =>
      forms.literal({ kind: "property", names: { kind: "name", name }, value: constantOf(item, forms) }),
    ),
    forms.literal({ kind: "property", names: { kind: "rest", names, patterns: [] }, value: nothing }),
  ]);
}

export function propertyLiteral(forms: Forms, names: NameSet, value: Literal): Literal {
  return value === anything ? anything : forms.literal({ kind: "property", names, value });
}

export function itemsLiteral(forms: Forms, from: number, to: number, item: Literal): Literal {
  return item === anything || from >= to ? anything : forms.literal({ kind: "items", from, to, item });
}

/** An object that has a property of this name. */
export function present(forms: Forms, name: string): Literal {
  return forms.and([forms.types(typeBits.object), forms.literal({ kind: "required", name })]);
}

export function exactlyOne(forms: Forms, literals: readonly Literal[]): Literal {
  const possible = literals.filter((literal) => literal !== nothing);
  if (possible.length === 0) return nothing;
  if (possible.length === 1) return possible[0]!;
  return forms.literal({ kind: "one", of: [...possible].sort((a, b) => a - b) });
}

/** Zero has one form. */
export function normal(value: Scalar): Scalar {
  return value === 0 ? 0 : value;
}
