import type { Schema } from "@cfworker/json-schema";
import { describe, expect, test } from "vitest";
import type { Fixtures } from "./fixtures.ts";
import { judgeBySchemas } from "./judge-by-schemas.ts";
import { judgeByValidators } from "./judge-by-validators.ts";

const fixtures: Fixtures = {
  protocolVersion: "1.0.0",
  types: [
    {
      type: "Parcel",
      schema: "urn:parcels:schema:Parcel:1.0.0",
      protocol_version: "1.0.0",
      cases: [
        { name: "by air", verdict: "valid", instance: { by: "air", "a/b~c": {} } },
        { name: "by road", verdict: "invalid", instance: { by: "road" }, pointer: "/by", keyword: "enum" },
        {
          name: "with a number",
          verdict: "invalid",
          instance: { by: "air", "a/b~c": 1 },
          pointer: "/a~1b~0c",
          keyword: "type",
        },
        {
          name: "with stamps",
          verdict: "invalid",
          instance: { by: "air", stamps: [] },
          pointer: "/stamps",
          keyword: "false schema",
        },
      ],
    },
  ],
};
const schema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:parcels:schema:Parcel:1.0.0",
  type: "object",
  required: ["by"],
  properties: { by: { $ref: "#/$defs/Way" }, "a/b~c": { type: "object" }, stamps: false },
  $defs: { Way: { type: "string", enum: ["air", "sea"] } },
};

describe("the judge of schemas", () => {
  test("agrees with schemas that mean what the fixtures say", () => {
    const judgements = [...judgeBySchemas(fixtures, new Map([["Parcel", schema]]))];
    expect(judgements.map(({ complaint }) => complaint)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("complains of a schema that accepts too much, and of one that refuses too much", () => {
    const open = { ...schema, properties: {} };
    const closed = { ...schema, properties: { ...schema.properties, by: false } };
    const verdicts = (other: Schema) =>
      [...judgeBySchemas(fixtures, new Map([["Parcel", other]]))].map(({ complaint }) => complaint);
    expect(verdicts(open)[1]).toBe("It was accepted.");
    expect(verdicts(closed)[0]).toMatch(/^It was refused: .*false schema at "\/by"/);
  });

  test("complains of a missing schema, and of one with another identifier", () => {
    const [missing] = [...judgeBySchemas(fixtures, new Map())];
    const [other] = [
      ...judgeBySchemas(fixtures, new Map([["Parcel", { ...schema, $id: "urn:parcels:schema:Parcel:2.0.0" }]])),
    ];
    expect(missing?.complaint).toBe("There is no schema of this type.");
    expect(other?.complaint).toMatch(/^The schema is urn:parcels:schema:Parcel:2\.0\.0/);
  });
});

describe("the judge of validators", () => {
  test("complains of a refusal for another reason", () => {
    const validators = { Parcel: () => [{ pointer: "", keyword: "required" }] };
    const [valid, invalid] = [...judgeByValidators(fixtures, validators)];
    expect(valid?.complaint).toBe('It was refused: required at "".');
    expect(invalid?.complaint).toBe('It was refused for required at "", not for enum at "/by".');
  });

  test("complains of a type without a validator", () => {
    expect([...judgeByValidators(fixtures, {})].map(({ agrees }) => agrees)).toEqual([false, false, false, false]);
  });
});
