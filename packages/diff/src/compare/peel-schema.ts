import { assertingKeywords, keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import type { Keywords } from "./edit.ts";
import { referredName } from "./schema-identity.ts";
import { extend, type SchemaPath } from "./schema-step.ts";

/** One version's schema at a value, and the way to it. */
export interface Side {
  readonly schema: JsonSchema;
  readonly path: SchemaPath | undefined;
  /** Whether `null` is accepted beside the schema. */
  readonly isNullable: boolean;
}

/** Takes off what only wraps: an `allOf` of one, and a union whose one other branch is `null`. */
export function peel(side: Side): Side {
  let { schema, path, isNullable } = side;
  for (;;) {
    const keywords = asserted(keywordsOf(schema));
    const [keyword, ...more] = Object.keys(keywords);
    if (more.length > 0 || (keyword !== "allOf" && keyword !== "anyOf" && keyword !== "oneOf"))
      return { schema, path, isNullable };
    const branches = keywords[keyword] as readonly JsonSchema[];
    const index = keyword === "allOf" ? (branches.length === 1 ? 0 : -1) : besideNull(branches);
    if (index < 0) return { schema, path, isNullable };
    schema = branches[index]!;
    path = extend(path, { kind: "branch", keyword, index });
    isNullable ||= keyword !== "allOf";
  }
}

/** The one of two branches whose other is `null` alone; −1 if there is none. */
function besideNull(branches: readonly JsonSchema[]): number {
  if (branches.length !== 2) return -1;
  return branches.findIndex((_, index) => isNullAlone(branches[1 - index]!));
}

function isNullAlone(schema: JsonSchema): boolean {
  const { type, const: only, enum: some } = keywordsOf(schema);
  return type === "null" || only === null || (Array.isArray(some) && some.length === 1 && some[0] === null);
}

/** What asserts something, of a schema's keywords. */
export function asserted(keywords: Keywords): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(keywords).filter(
      ([keyword, value]) => assertingKeywords[keyword] !== undefined && value !== undefined,
    ),
  );
}

export function loneReference(schema: JsonSchema): string | undefined {
  const keywords = asserted(keywordsOf(schema));
  return Object.keys(keywords).length === 1 ? (keywords.$ref as string | undefined) : undefined;
}

/** The named schema; a reference that means none accepts anything, and is told as such where contracts are read. */
export function follow(side: Side, reference: string, { definitions }: Contract): Side {
  const name = referredName(reference);
  const schema = name !== undefined && Object.hasOwn(definitions, name) ? definitions[name]! : true;
  return { ...side, schema, path: extend(side.path, { kind: "ref" }) };
}
