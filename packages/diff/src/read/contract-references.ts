import type { JsonSchema } from "../contract.ts";
import { pointerTo, tokensOf, valueAt } from "./json-pointer.ts";
import { isObject } from "./openapi-document.ts";
import { subschemasOf } from "./schema-keywords.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

type Definitions = Readonly<Record<string, JsonSchema>>;

/** What says where something is: the input with a line, of a pointer in the definitions. */
export type WhereOf = (pointer: string) => string;

/** Throws for a `$ref` to a definition that is not there, and for schemas that apply themselves to one value for ever. */
export function checkReferences(definitions: Definitions, schemas: readonly JsonSchema[], whereOf: WhereOf): void {
  for (const schema of schemas) checkTargets(schema, "", definitions, whereOf);
  for (const [name, schema] of Object.entries(definitions)) {
    checkTargets(schema, pointerTo("", name), definitions, whereOf);
  }
  checkCycles(definitions, whereOf);
}

function checkTargets(schema: unknown, pointer: string, definitions: Definitions, whereOf: WhereOf): void {
  if (!isObject(schema)) return;
  if (schema.$ref !== undefined && targetOf(schema.$ref, definitions) === undefined) {
    throw new UnreadableContract("UNRESOLVABLE_REFERENCE", {
      where: whereOf(pointer),
      problem: `There is nothing at \`${String(schema.$ref)}\`.`,
      remedy: "Define it under `$defs`, or correct the reference.",
    });
  }
  for (const inner of subschemasOf(schema, pointer)) checkTargets(inner.value, inner.pointer, definitions, whereOf);
}

/** The pointer in the definitions that a `$ref` means. */
function targetOf(reference: unknown, definitions: Definitions): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#/$defs/")) return undefined;
  const pointer = pointerTo("", ...tokensOf(reference.slice("#/$defs".length)));
  return valueAt(definitions, pointer) === undefined ? undefined : pointer;
}

const inPlaceLists = ["allOf", "anyOf", "oneOf"];
const inPlace = ["else", "if", "not", "then"];

/** A schema that is reached again without going into a part of the value says nothing, and no validator comes to an end. */
function checkCycles(definitions: Definitions, whereOf: WhereOf): void {
  const done = new Set<string>();
  for (const name of Object.keys(definitions)) visit(pointerTo("", name), []);

  function visit(pointer: string, path: readonly string[]): void {
    if (done.has(pointer)) return;
    if (path.includes(pointer)) {
      const cycle = [...path.slice(path.indexOf(pointer)), pointer].map((each) => tokensOf(each).join("/"));
      throw new UnreadableContract("CYCLIC_REFERENCE", {
        where: whereOf(pointer),
        problem: `Its $ref leads back to itself: ${cycle.join(" → ")}.`,
        remedy: "Say what the schema is, in one of them.",
      });
    }
    for (const target of appliedInPlace(valueAt(definitions, pointer), definitions)) visit(target, [...path, pointer]);
    done.add(pointer);
  }
}

function appliedInPlace(schema: unknown, definitions: Definitions): readonly string[] {
  if (!isObject(schema)) return [];
  const own = schema.$ref === undefined ? undefined : targetOf(schema.$ref, definitions);
  const inner = [
    ...inPlaceLists.flatMap((keyword) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : [])),
    ...inPlace.map((keyword) => schema[keyword]),
    ...(isObject(schema.dependentSchemas) ? Object.values(schema.dependentSchemas) : []),
  ];
  return [...(own === undefined ? [] : [own]), ...inner.flatMap((each) => appliedInPlace(each, definitions))];
}
