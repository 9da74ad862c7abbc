import type { JsonObject, JsonValue } from "@oap/protocol";
import { readTexts } from "./action-pattern.ts";
import type { ReadEnforcement } from "./enforcement.ts";
import { isIndex, parsePointer } from "./json-pointer.ts";

/** REMOVE_OUTPUT_FIELDS: takes the named members out of the output. One that is not there is no violation. */
export const removeOutputFields: ReadEnforcement = (args) => {
  const pointers = readTexts(args, "pointers");
  if (typeof pointers === "string") return pointers;
  const root: Removal = { here: false, below: new Map() };
  for (const pointer of pointers) {
    const path = parsePointer(pointer);
    if (path === undefined || path.length === 0) {
      return `${JSON.stringify(pointer)} is not a JSON Pointer to a member of the output`;
    }
    let removal = root;
    for (const segment of path) {
      const next = removal.below.get(segment) ?? { here: false, below: new Map() };
      removal.below.set(segment, next);
      removal = next;
    }
    removal.here = true;
  }
  return { changeOutput: (output) => without(output, [root]) as JsonObject };
};

/** What is taken out, as a tree of segments. */
interface Removal {
  here: boolean;
  readonly below: Map<string, Removal>;
}

/** A copy of the changed part; the rest is shared. All removals that apply are taken together, since each shifts an array. */
function without(value: JsonValue, removals: readonly Removal[]): JsonValue {
  if (typeof value !== "object" || value === null || removals.length === 0) return value;
  const below = (segment: string): readonly Removal[] =>
    removals.flatMap((removal) => {
      const named = [removal.below.get(segment)];
      if (Array.isArray(value) && isIndex(segment)) named.push(removal.below.get("*"));
      return named.filter((each) => each !== undefined);
    });
  const kept = <TKey extends string | number>(entries: readonly (readonly [TKey, JsonValue])[]) =>
    entries.flatMap(([key, item]): [TKey, JsonValue][] => {
      const applying = below(String(key));
      return applying.some(({ here }) => here) ? [] : [[key, without(item, applying)]];
    });
  if (Array.isArray(value)) return kept([...value.entries()]).map(([, item]) => item);
  return Object.fromEntries(kept(Object.entries(value)));
}
