import { isMultiple } from "./decimal.ts";
import { stringFormat } from "./formats.ts";
import type { Forms } from "./forms.ts";
import { isEqual, isScalar, lengthOf, typeOf } from "./json-value.ts";
import { hasName } from "./name-set.ts";
import { isTyped, type Literal, type Node, type TypedNode, typeBits, typeOfKind } from "./node.ts";
import { matches } from "./pattern.ts";

/** Whether a value is as a literal says; undefined where that rests on what is opaque. */
export function evaluate(literal: Literal, value: unknown, forms: Forms): boolean | undefined {
  const holds = holdsFor(forms.node(literal), value, forms);
  return literal > 0 || holds === undefined ? holds : !holds;
}

function holdsFor(node: Node, value: unknown, forms: Forms): boolean | undefined {
  if (isTyped(node)) return typeOf(value) !== typeOfKind[node.kind] || typedHolds(node, value, forms);
  switch (node.kind) {
    case "true":
      return true;
    case "and":
      return every(node.all, (literal) => evaluate(literal, value, forms));
    case "one":
      return exactlyOne(node.of.map((literal) => evaluate(literal, value, forms)));
    case "types":
      return (typeBits[typeOf(value)] & node.mask) !== 0;
    case "scalars":
      return isScalar(value) && node.values.includes(value);
    case "reference":
      return evaluate(forms.bodies.get(node.key)!, value, forms);
    case "opaque":
      return node.keyword === "format" && typeof value !== "string" ? true : undefined;
  }
}

function typedHolds(node: TypedNode, value: unknown, forms: Forms): boolean | undefined {
  switch (node.kind) {
    case "minimum":
      return node.exclusive ? (value as number) > node.bound : (value as number) >= node.bound;
    case "maximum":
      return node.exclusive ? (value as number) < node.bound : (value as number) <= node.bound;
    case "multipleOf":
      return isMultiple(value as number, node.step);
    case "minLength":
      return lengthOf(value as string) >= node.count;
    case "maxLength":
      return lengthOf(value as string) <= node.count;
    case "pattern":
      return matches(node.pattern, value as string);
    case "format": {
      const format = stringFormat(node.format);
      return typeof format === "object" ? format.accepts(value as string) : undefined;
    }
    case "property":
      return every(
        Object.keys(value as object).filter((name) => hasName(node.names, name)),
        (name) => evaluate(node.value, (value as Record<string, unknown>)[name], forms),
      );
    case "required":
      return Object.hasOwn(value as object, node.name);
    case "propertyNames":
      return every(Object.keys(value as object), (name) => evaluate(node.name, name, forms));
    case "minProperties":
      return Object.keys(value as object).length >= node.count;
    case "maxProperties":
      return Object.keys(value as object).length <= node.count;
    case "items":
      return every((value as unknown[]).slice(node.from, node.to), (item) => evaluate(node.item, item, forms));
    case "contains":
      return isWithin(
        (value as unknown[]).map((item) => evaluate(node.item, item, forms)),
        node.min,
        node.max,
      );
    case "minItems":
      return (value as unknown[]).length >= node.count;
    case "maxItems":
      return (value as unknown[]).length <= node.count;
    case "uniqueItems":
      return isUnique(value as unknown[]);
  }
}

function every<Item>(items: readonly Item[], holds: (item: Item) => boolean | undefined): boolean | undefined {
  let all: boolean | undefined = true;
  for (const item of items) {
    const one = holds(item);
    if (one === false) return false;
    if (one === undefined) all = undefined;
  }
  return all;
}

function exactlyOne(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  const held = verdicts.filter((verdict) => verdict === true).length;
  if (held > 1) return false;
  return verdicts.includes(undefined) ? undefined : held === 1;
}

function isWithin(verdicts: readonly (boolean | undefined)[], min: number, max: number): boolean | undefined {
  const held = verdicts.filter((verdict) => verdict === true).length;
  const open = verdicts.filter((verdict) => verdict === undefined).length;
  if (held > max || held + open < min) return false;
  return held >= min && held + open <= max ? true : undefined;
}

export function isUnique(items: readonly unknown[]): boolean {
  const scalars = new Set<unknown>();
  const others: unknown[] = [];
  for (const item of items) {
    if (isScalar(item)) {
      if (scalars.has(item)) return false;
      scalars.add(item);
    } else if (others.some((other) => isEqual(other, item))) return false;
    else others.push(item);
  }
  return true;
}
