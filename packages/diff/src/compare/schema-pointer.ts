import { keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import { resolved } from "./match-branches.ts";
import { extend, pointerOf, type SchemaPath, type SchemaStep } from "./schema-step.ts";
import { type SchemaBelow, schemasBelow } from "./schemas-below.ts";

/** The JSON Pointer of the schema that a pointer into a value leads to, or as far on that way as the schema says something. */
export function schemaPointerTo(pointer: string, schema: JsonSchema, contract: Contract): string {
  let place: Place = { schema, path: undefined };
  for (const token of pointer.split("/").slice(1)) {
    const next = below(place, token.replaceAll("~1", "/").replaceAll("~0", "~"), contract);
    if (next === undefined) break;
    place = next;
  }
  return pointerOf(place.path);
}

interface Place {
  readonly schema: JsonSchema;
  readonly path: SchemaPath | undefined;
}

/** Schemas at one value that are looked through for a member. */
const searchedMax = 200;

/** The first schema of a member or an item, of all that apply at a value. */
function below(place: Place, token: string, contract: Contract): Place | undefined {
  const open = [place];
  for (let at = 0; at < open.length && at < searchedMax; at += 1) {
    const { schema, path } = open[at]!;
    const found = schemasBelow(schema);
    const values = found.filter((each) => each.place === "value");
    const member = values.find(({ steps }) => leadsTo(steps, token)) ?? lone(values);
    if (member !== undefined) return { schema: member.schema, path: extend(path, ...member.steps) };
    for (const branch of found) {
      if (branch.place === "branch") open.push({ schema: branch.schema, path: extend(path, ...branch.steps) });
    }
    const { $ref } = keywordsOf(schema);
    if ($ref !== undefined) open.push({ schema: resolved({ $ref }, contract), path: extend(path, { kind: "ref" }) });
  }
  return undefined;
}

/** The schema of any member, where it is the only one that has no name: a map's. */
function lone(values: readonly SchemaBelow[]): SchemaBelow | undefined {
  const [first, ...others] = values.filter(
    ({ steps }) => steps[0]?.kind === "pattern" || steps[0]?.kind === "additional",
  );
  return others.length === 0 && typeof first?.schema === "object" ? first : undefined;
}

function leadsTo(steps: readonly SchemaStep[], token: string): boolean {
  const [step] = steps;
  if (step?.kind === "property") return step.name === token;
  if (step?.kind !== "item") return false;
  return step.keyword === "prefixItems" ? String(step.index) === token : Number(token) >= step.index;
}
