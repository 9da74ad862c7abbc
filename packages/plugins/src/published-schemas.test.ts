import { readdir, readFile } from "node:fs/promises";
import type { JsonObject, JsonValue } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { checkSchema } from "./check-schema.ts";
import { compileSchema } from "./compile-schema.ts";

interface Fixtures {
  readonly cases: readonly {
    readonly name: string;
    readonly verdict: "valid" | "invalid";
    readonly instance: JsonValue;
    readonly pointer?: string;
    readonly keyword?: string;
  }[];
}

const generated = new URL("../../../generated/", import.meta.url);
const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, generated), "utf8"));

/** Says where the interpreter and a fixture disagree. Alternatives are one issue here, and one for each branch elsewhere. */
function disagreement(
  fixture: Fixtures["cases"][number],
  issues: ReturnType<ReturnType<typeof compileSchema>>,
): boolean {
  if ((fixture.verdict === "valid") !== (issues.length === 0)) return true;
  if (fixture.verdict === "valid" || issues.some(({ keyword }) => keyword === "anyOf" || keyword === "oneOf"))
    return false;
  return !issues.some(({ pointer, keyword }) => pointer === fixture.pointer && keyword === fixture.keyword);
}

describe("the interpreter of schemas that arrive at run time", () => {
  it("accepts every published schema, and agrees with every conformance fixture in verdict, pointer and keyword", async () => {
    const wrong: string[] = [];
    let judged = 0;
    for (const file of await readdir(new URL("fixtures/types/", generated))) {
      const schema = (await read(`json-schema/${file}`)) as JsonObject;
      const refusals = checkSchema(schema);
      if (refusals.length > 0) wrong.push(`${file}: ${JSON.stringify(refusals)}`);
      const check = compileSchema(schema);
      for (const fixture of ((await read(`fixtures/types/${file}`)) as Fixtures).cases) {
        const issues = check(fixture.instance);
        if (disagreement(fixture, issues)) wrong.push(`${file}, ${fixture.name}: ${JSON.stringify(issues)}`);
        judged++;
      }
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(500);
  });
});
