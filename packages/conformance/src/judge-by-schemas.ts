import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { Fixtures } from "./fixtures.ts";
import { complaintAbout, type FoundIssue, type Judgement, judgement } from "./judgement.ts";

/** The published JSON Schemas by type name; each is self-contained. */
export type PublishedSchemas = ReadonlyMap<string, Schema>;

/**
 * Judges the published schemas by an engine that has nothing in common with the one that makes the validators: where
 * both agree with the fixtures, the schemas mean the same to more than one reader.
 */
export function* judgeBySchemas(fixtures: Fixtures, schemas: PublishedSchemas): Generator<Judgement> {
  for (const { type, schema: id, cases } of fixtures.types) {
    const schema = schemas.get(type);
    const missing = schema === undefined ? "There is no schema of this type." : undefined;
    const other =
      schema !== undefined && schema.$id !== id
        ? `The schema is ${schema.$id}, the fixtures are for ${id}.`
        : undefined;
    // The engine writes what it resolved into the schema, so it gets one of its own.
    const validator = schema === undefined ? undefined : new Validator(structuredClone(schema), "2020-12", false);
    for (const one of cases) {
      const found = validator?.validate(one.instance).errors.map(issueOf) ?? [];
      yield judgement("schemas", type, one, missing ?? other ?? complaintAbout(one, found));
    }
  }
}

/** Reads the schemas of all types that the fixtures have from a folder of `<Name>.json`. */
export async function readSchemas(folder: string | URL, fixtures: Fixtures): Promise<PublishedSchemas> {
  const root = typeof folder === "string" ? folder : fileURLToPath(folder);
  const entries = fixtures.types.map(async ({ type }) => {
    const text = await readFile(join(root, `${type}.json`), "utf8");
    return [type, JSON.parse(text) as Schema] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The engine writes a place as a URI fragment, and calls a `false` schema `false`. */
function issueOf({ instanceLocation, keyword }: OutputUnit): FoundIssue {
  return {
    pointer: decodeURIComponent(instanceLocation.slice(1)),
    keyword: keyword === "false" ? "false schema" : keyword,
  };
}
