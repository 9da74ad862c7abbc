import type { RateLimit } from "@oap/identity";
import { type CheckedJson, isJsonObject, readJsonFile } from "./read-json-file.ts";

/** Each exchange is counted under each limit, and each caller has its own count of those that are a caller's. */
const limitsMax = 16;

/** What is asked of each member of a limit, and how that is said. */
const members: { readonly [Name in keyof RateLimit]: readonly [(value: unknown) => boolean, string] } = {
  name: [
    (value) => typeof value === "string" && value.trim() !== "",
    'give what a caller reads who is turned away, such as "daily quota"',
  ],
  scope: [(value) => value === "global" || value === "caller", 'give "global" or "caller"'],
  burst: [(value) => isFiniteNumber(value) && value >= 1, "give a number of at least 1"],
  perSecond: [(value) => isFiniteNumber(value) && value > 0, "give a number above 0"],
};

/** The limits of a file, a JSON list; an empty one limits nothing. @throws StartError where it holds something else */
export async function readLimits(file: string): Promise<readonly RateLimit[]> {
  return readJsonFile({
    title: "The limits",
    file,
    read(value): CheckedJson<readonly RateLimit[]> {
      if (!Array.isArray(value))
        return { ok: false, issues: ["It must be a list of limits; an empty list limits nothing."] };
      if (value.length > limitsMax)
        return { ok: false, issues: [`It must have at most ${limitsMax} limits; ${value.length} are.`] };
      const issues = value.flatMap((limit, index) => issuesOf(limit).map((issue) => `/${index}${issue}`));
      return issues.length > 0 ? { ok: false, issues } : { ok: true, value };
    },
  });
}

function issuesOf(limit: unknown): string[] {
  if (!isJsonObject(limit)) return [`: give an object with ${Object.keys(members).join(", ")}.`];
  const unknown = Object.keys(limit)
    .filter((name) => !Object.hasOwn(members, name))
    .map((name) => `/${name}: there is no such member; there are ${Object.keys(members).join(", ")}.`);
  const wrong = Object.entries(members)
    .filter(([name, [holds]]) => !holds(limit[name]))
    .map(([name, [, right]]) => `/${name}: ${right}${name in limit ? `, not ${JSON.stringify(limit[name])}` : ""}.`);
  return [...unknown, ...wrong];
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
