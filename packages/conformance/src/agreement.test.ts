import { validators } from "@oap/protocol/validators";
import { describe, expect, test } from "vitest";
import { readFixtures } from "./fixtures.ts";
import { judgeBySchemas, readSchemas } from "./judge-by-schemas.ts";
import { judgeByValidators } from "./judge-by-validators.ts";
import { compareWithKnown, readKnownFailures } from "./known-failures.ts";

const generated = new URL("../../../generated/", import.meta.url);
const fixtures = await readFixtures(new URL("fixtures/", generated));
const known = await readKnownFailures(new URL("../known-failures.json", import.meta.url));
const cases = fixtures.types.flatMap((type) => type.cases).length;

describe("the generated fixtures", () => {
  test("have valid cases for every type, and invalid ones for all but the type that accepts everything", () => {
    const without = (verdict: string) =>
      fixtures.types.filter((type) => type.cases.every((one) => one.verdict !== verdict)).map(({ type }) => type);
    expect(without("valid")).toEqual([]);
    expect(without("invalid")).toEqual(["JsonValue"]);
  });

  test("agree with the generated validators, in verdict, pointer and keyword", () => {
    const { judged, failures, stale } = compareWithKnown(judgeByValidators(fixtures, validators), known);
    expect({ failures, stale }).toEqual({ failures: [], stale: [] });
    expect(judged).toBe(cases);
  });

  test("agree with an engine of its own on the published schemas, in verdict, pointer and keyword", async () => {
    const schemas = await readSchemas(new URL("json-schema/", generated), fixtures);
    const { judged, failures, stale } = compareWithKnown(judgeBySchemas(fixtures, schemas), known);
    expect({ failures, stale }).toEqual({ failures: [], stale: [] });
    expect(judged).toBe(cases);
  });
});
