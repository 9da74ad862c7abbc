import type { JsonSchema } from "../contract.ts";
import { areTagged } from "./are-tagged.ts";
import type { Keywords } from "./asserting-keywords.ts";
import { resolveReference } from "./definitions.ts";
import { exactlyOne, itemsLiteral, present, propertyLiteral } from "./literals.ts";
import type { Literal } from "./node.ts";
import type { SchemaReader } from "./read-schema.ts";

/** One way in which a place can be valid, and what of the value is evaluated then. */
interface Way {
  /** All of them hold. */
  readonly literals: readonly Literal[];
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  readonly allProperties: boolean;
  /** Items below this index are evaluated. */
  readonly items: number;
  /** Items that one of these accepts are evaluated. */
  readonly contained: ReadonlySet<Literal>;
}

const waysMax = 256;
const subsetsBranchesMax = 6;
const depthMax = 32;

/**
 * `unevaluatedProperties` and `unevaluatedItems` depend on which branches hold. So the branches are told apart: for each way in which the
 * schema can be valid, what is left unevaluated is known. Where there are too many ways, the keyword is opaque.
 */
export function readUnevaluated(schema: Keywords, reader: SchemaReader): Literal {
  const { unevaluatedProperties = true, unevaluatedItems = true, ...rest } = schema;
  const { forms } = reader;
  const keyword = schema.unevaluatedProperties === undefined ? "unevaluatedItems" : "unevaluatedProperties";
  const ways = waysOf(rest, reader, 0);
  const property = reader.read(unevaluatedProperties as JsonSchema);
  if (ways === undefined) {
    const matter = "depends on too many ways to be valid";
    const opaque = forms.literal({ kind: "opaque", keyword, matter, of: reader.textOf(schema) });
    return forms.and([reader.readKeywords(rest), ...neverEvaluated(rest, property, reader), opaque]);
  }
  const item = reader.read(unevaluatedItems as JsonSchema);
  return forms.or(
    ways.map((way) => {
      const parts = [...way.literals];
      if (!way.allProperties) {
        const names = [...way.names].sort();
        parts.push(propertyLiteral(forms, { kind: "rest", names, patterns: [...way.patterns].sort() }, property));
      }
      parts.push(itemsLiteral(forms, way.items, Number.POSITIVE_INFINITY, forms.or([...way.contained, item])));
      return forms.and(parts);
    }),
  );
}

/** What holds whichever branches do: properties that no branch speaks of are not evaluated by any. */
function neverEvaluated(schema: JsonSchema, property: Literal, reader: SchemaReader): Literal[] {
  const names = new Set<string>();
  const patterns = new Set<string>();
  let isBounded = true;
  const visit = (part: JsonSchema, depth: number): void => {
    if (typeof part === "boolean") return;
    const {
      properties = {},
      patternProperties = {},
      additionalProperties,
      unevaluatedProperties,
      $ref,
    } = part as Keywords;
    if (additionalProperties !== undefined || unevaluatedProperties !== undefined || depth > depthMax)
      isBounded = false;
    for (const name of Object.keys(properties as object)) names.add(name);
    for (const pattern of Object.keys(patternProperties as object)) patterns.add(pattern);
    if (!isBounded) return;
    if ($ref !== undefined) visit(resolveReference($ref, reader.definitions), depth + 1);
    for (const list of [part.allOf, part.anyOf, part.oneOf, Object.values((part.dependentSchemas as object) ?? {})]) {
      for (const item of (list as JsonSchema[]) ?? []) visit(item, depth + 1);
    }
    for (const item of [part.if, part.then, part.else]) if (item !== undefined) visit(item as JsonSchema, depth + 1);
  };
  visit(schema, 0);
  if (!isBounded) return [];
  return [
    propertyLiteral(reader.forms, { kind: "rest", names: [...names].sort(), patterns: [...patterns].sort() }, property),
  ];
}

function waysOf(schema: JsonSchema, reader: SchemaReader, depth: number): readonly Way[] | undefined {
  if (depth > depthMax) return undefined;
  const none: Way = {
    literals: [],
    names: new Set(),
    patterns: new Set(),
    allProperties: false,
    items: 0,
    contained: new Set(),
  };
  if (typeof schema === "boolean") return schema ? [none] : [];
  const { unevaluatedProperties, unevaluatedItems, ...evaluated } = schema as Keywords;
  if (unevaluatedProperties !== undefined || unevaluatedItems !== undefined) {
    const all: Way = {
      ...none,
      literals: [reader.read(schema)],
      allProperties: unevaluatedProperties !== undefined,
      items: unevaluatedItems === undefined ? 0 : Number.POSITIVE_INFINITY,
    };
    return product([[all], waysOf(evaluated, reader, depth + 1)]);
  }
  const {
    $ref,
    allOf,
    anyOf,
    oneOf,
    if: condition,
    then: consequence,
    else: alternative,
    dependentSchemas,
    ...plain
  } = schema as Keywords;
  const factors: (readonly Way[] | undefined)[] = [[ownWay(plain, reader)]];
  const ways = (part: unknown) => waysOf(part as JsonSchema, reader, depth + 1);
  const apart = (literal: Literal): Way => ({ ...none, literals: [literal] });
  if ($ref !== undefined) factors.push(ways(resolveReference($ref, reader.definitions)));
  for (const part of (allOf as unknown[]) ?? []) factors.push(ways(part));
  if (anyOf !== undefined) factors.push(waysOfAny(anyOf as JsonSchema[], reader, ways));
  if (oneOf !== undefined) {
    const branches = oneOf as JsonSchema[];
    factors.push([
      apart(
        exactlyOne(
          reader.forms,
          branches.map((part) => reader.read(part)),
        ),
      ),
    ]);
    factors.push(union(branches.map(ways)));
  }
  if (condition !== undefined) {
    const held = product([ways(condition), consequence === undefined ? [none] : ways(consequence)]);
    const not = product([
      [apart(-reader.read(condition as JsonSchema))],
      alternative === undefined ? [none] : ways(alternative),
    ]);
    factors.push(union([held, not]));
  }
  for (const [name, part] of Object.entries((dependentSchemas as Record<string, JsonSchema>) ?? {})) {
    const there = present(reader.forms, name);
    factors.push(union([[apart(-there)], product([[apart(there)], ways(part)])]));
  }
  return product(factors);
}

/** Several branches can hold at once, and then all of them evaluate. Branches that are apart cannot. */
function waysOfAny(
  branches: readonly JsonSchema[],
  reader: SchemaReader,
  ways: (part: JsonSchema) => readonly Way[] | undefined,
): readonly Way[] | undefined {
  const single = branches.map(ways);
  if (areTagged(branches, reader.definitions)) return union(single);
  if (branches.length > subsetsBranchesMax) return undefined;
  const subsets: (readonly Way[] | undefined)[] = [];
  for (let bits = 1; bits < 1 << branches.length; bits += 1) {
    subsets.push(product(single.filter((_, at) => (bits & (1 << at)) !== 0)));
  }
  return union(subsets);
}

function ownWay(schema: Keywords, reader: SchemaReader): Way {
  const { properties = {}, patternProperties = {}, prefixItems = [], items, contains } = schema;
  return {
    literals: [reader.read(schema)],
    names: new Set(Object.keys(properties as object)),
    patterns: new Set(Object.keys(patternProperties as object)),
    allProperties: schema.additionalProperties !== undefined,
    items: items !== undefined ? Number.POSITIVE_INFINITY : (prefixItems as unknown[]).length,
    contained: new Set(contains === undefined ? [] : [reader.read(contains as JsonSchema)]),
  };
}

function union(lists: readonly (readonly Way[] | undefined)[]): readonly Way[] | undefined {
  const all: Way[] = [];
  for (const list of lists) {
    if (list === undefined) return undefined;
    all.push(...list);
  }
  return bounded(all);
}

function product(lists: readonly (readonly Way[] | undefined)[]): readonly Way[] | undefined {
  let all: readonly Way[] | undefined;
  for (const list of lists) {
    if (list === undefined) return undefined;
    all = all === undefined ? list : bounded(all.flatMap((left) => list.map((right) => both(left, right))));
    if (all === undefined) return undefined;
  }
  return all;
}

function bounded(ways: readonly Way[]): readonly Way[] | undefined {
  return ways.length > waysMax ? undefined : ways;
}

function both(left: Way, right: Way): Way {
  return {
    literals: [...left.literals, ...right.literals],
    names: new Set([...left.names, ...right.names]),
    patterns: new Set([...left.patterns, ...right.patterns]),
    allProperties: left.allProperties || right.allProperties,
    items: Math.max(left.items, right.items),
    contained: new Set([...left.contained, ...right.contained]),
  };
}
