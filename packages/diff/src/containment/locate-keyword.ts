import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { eachSubschema } from "./asserting-keywords.ts";
import { resolveReference } from "./definitions.ts";

const visitsMax = 20_000;

/** The JSON Pointer of a keyword in a schema, through references; undefined where it is not there. Breadth first: the nearest one. */
export function locateKeyword(
  keyword: string,
  value: unknown,
  { schema, definitions }: SchemaInContext,
): string | undefined {
  const seen = new Set<unknown>();
  const queue: { part: JsonSchema; pointer: string }[] = [{ part: schema, pointer: "" }];
  for (let at = 0; at < Math.min(queue.length, visitsMax); at += 1) {
    const { part, pointer } = queue[at]!;
    if (typeof part === "boolean" || seen.has(part)) continue;
    seen.add(part);
    if (Object.hasOwn(part, keyword) && (value === undefined || part[keyword] === value))
      return `${pointer}/${keyword}`;
    if (typeof part.$ref === "string")
      queue.push({ part: resolveReference(part.$ref, definitions), pointer: part.$ref });
    eachSubschema(part, (below, path) => queue.push({ part: below, pointer: pointer + path }));
  }
  return undefined;
}
