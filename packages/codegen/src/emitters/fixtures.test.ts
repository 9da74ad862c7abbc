import { registry } from "@oap/contracts";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { buildModel } from "../build-model.ts";
import type { Model } from "../model.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { emitFixtures } from "./fixtures.ts";

interface Case {
  readonly name: string;
  readonly verdict: "valid" | "invalid";
  readonly instance: unknown;
  readonly pointer?: string;
  readonly keyword?: string;
}

describe.each([
  ["the protocol", buildModel(registry)],
  ["a team's own contracts", buildModel(parcelRegistry)],
])("fixtures of %s", (_, model) => {
  const files = emitFixtures(model);
  const documents = new Map(
    files
      .filter(({ path }) => path.startsWith("fixtures/types/"))
      .map(
        ({ content }) =>
          JSON.parse(content) as { type: string; schema: string; protocol_version: string; cases: Case[] },
      )
      .map((document) => [document.type, document]),
  );

  test("hold a document for each named type, with its schema and version", () => {
    expect([...documents.keys()]).toEqual(model.types.map(({ name }) => name));
    for (const { name, id } of model.types) {
      expect(documents.get(name)).toMatchObject({ schema: id, protocol_version: model.registry.version });
    }
  });

  test("reach the verdicts that they claim", () => {
    const validators = validatorsOf(model);
    const wrong = [...documents.values()].flatMap(({ type, cases }) =>
      cases.flatMap((one) => complaint(one, validators.get(type)).map((text) => `${type}, ${one.name}: ${text}`)),
    );
    expect(wrong).toEqual([]);
  });

  test("name each case once within its type, and have no instance twice", () => {
    for (const { type, cases } of documents.values()) {
      expect(new Set(cases.map(({ name }) => name)).size, type).toBe(cases.length);
      expect(new Set(cases.map(({ instance }) => JSON.stringify(instance))).size, type).toBe(cases.length);
    }
  });

  test("say of each invalid case, and of no valid one, where it fails", () => {
    for (const { verdict, pointer, keyword } of [...documents.values()].flatMap(({ cases }) => cases)) {
      const told = verdict === "invalid";
      expect([pointer !== undefined, keyword !== undefined]).toEqual([told, told]);
    }
  });

  test("hold every example of the contracts", () => {
    for (const { name, spec } of model.types) {
      const instances = new Set(documents.get(name)?.cases.map(({ instance }) => JSON.stringify(instance)));
      for (const { value } of [...spec.examples.valid, ...spec.examples.invalid]) {
        expect(instances, name).toContain(JSON.stringify(value));
      }
    }
  });

  test("are counted in the index", () => {
    const index = JSON.parse(files.find(({ path }) => path === "fixtures/index.json")?.content ?? "");
    const paths = new Set(files.map(({ path }) => path));
    for (const { type, file, valid, invalid } of index.types) {
      const cases = documents.get(type)?.cases ?? [];
      expect(paths).toContain(`fixtures/${file}`);
      expect([valid, invalid]).toEqual(
        ["valid", "invalid"].map((verdict) => cases.filter((one) => one.verdict === verdict).length),
      );
    }
    expect(index.types.length).toBe(model.types.length);
  });

  test("are the same each time", () => {
    expect(emitFixtures(model)).toEqual(files);
  });
});

describe("derived cases", () => {
  const cases = (type: string) => {
    const file = emitFixtures(buildModel(parcelRegistry)).find(({ path }) => path === `fixtures/types/${type}.json`);
    return (JSON.parse(file?.content ?? "{}") as { cases: Case[] }).cases;
  };
  const named = (type: string, name: string) => cases(type).find((one) => one.name === name);

  test("leave out each required member", () => {
    const missing = cases("ParcelScanned").filter(({ keyword }) => keyword === "required");
    expect(missing.map(({ instance }) => Object.keys(instance as object).sort())).toEqual([
      ["at", "kind"],
      ["at", "depot"],
      ["depot", "kind"],
    ]);
  });

  test("put another kind of value and null into each typed member", () => {
    expect(named("ParcelScanned", "a number at /depot")).toMatchObject({
      verdict: "invalid",
      pointer: "/depot",
      keyword: "type",
    });
    expect(named("ParcelScanned", "null at /at")).toMatchObject({
      verdict: "invalid",
      pointer: "/at",
      keyword: "type",
    });
  });

  test("stand on both sides of a bound", () => {
    expect(named("ParcelScanned", "the longest text at /depot")).toMatchObject({ verdict: "valid" });
    expect(named("ParcelScanned", "text that is too long at /depot")).toMatchObject({
      verdict: "invalid",
      keyword: "maxLength",
    });
  });

  test("add an unknown member to an open object", () => {
    expect(named("ParcelScanned", "an unknown member")).toMatchObject({
      verdict: "valid",
      instance: { "x-unknown": {} },
    });
  });

  test("give a tagged union a tag that it does not have", () => {
    expect(named("ParcelEvent", "another tag")).toMatchObject({ verdict: "invalid", pointer: "", keyword: "oneOf" });
  });

  test("reach into the params of a request", () => {
    expect(named("ParcelTrackRequest", "text that does not match at /params/parcel")).toMatchObject({
      verdict: "invalid",
      pointer: "/params/parcel",
      keyword: "pattern",
    });
  });
});

function validatorsOf(model: Model): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "bundle", $defs: Object.fromEntries(model.types.map(({ name, schema }) => [name, schema])) });
  return new Map(model.types.map(({ name }) => [name, ajv.getSchema(`bundle#/$defs/${name}`) as ValidateFunction]));
}

function complaint(one: Case, validate: ValidateFunction | undefined): string[] {
  if (validate === undefined) return ["there is no schema"];
  const verdict = validate(one.instance) ? "valid" : "invalid";
  if (verdict !== one.verdict) return [`it is ${verdict}`];
  const issues = (validate.errors ?? []).map(({ instancePath, keyword }) => `${keyword} at "${instancePath}"`);
  const claimed = `${one.keyword} at "${one.pointer}"`;
  return verdict === "valid" || issues.includes(claimed) ? [] : [`not ${claimed}, but ${issues.join(", ")}`];
}
