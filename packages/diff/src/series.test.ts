import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import type { Contract, Subject } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { findingPath } from "./finding-path.ts";
import { readContract } from "./read-contract.ts";

/** Edits of our own contracts as somebody would make them, and exactly what a reviewer is to be told of each. */
const seriesFolder = join(import.meta.dirname, "../series");
const repository = join(import.meta.dirname, "../../..");
const today = "2026-11-20";
const expected: Readonly<Record<string, readonly string[]>> = JSON.parse(
  await readFile(join(seriesFolder, "expected.json"), "utf8"),
);
const patches = (await readdir(seriesFolder)).filter((name) => name.endsWith(".patch")).sort();

let folder: string;
let base: Contract;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "oap-series-"));
  const program = join(import.meta.dirname, "testing/generate-series.ts");
  const paths = patches.map((name) => join(seriesFolder, name));
  const command = ["--conditions=source", program, repository, folder, ...paths];
  await promisify(execFile)(process.execPath, command).catch((error: { stderr: string }) => {
    throw new Error(error.stderr);
  });
  base = await readContract("base/generated/contract.json", { folder });
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a series of edits of our contracts", () => {
  it("has an expectation for each patch, and a patch for each expectation", () => {
    expect(Object.keys(expected).map((name) => `${name}.patch`)).toEqual(patches);
    expect(patches.length).toBeGreaterThanOrEqual(20);
  });

  it.each(patches)("is judged exactly as expected: %s", async (patch) => {
    const name = patch.replace(/\.patch$/, "");
    const head = await readContract(`${name}/generated/contract.json`, { folder });
    const { findings } = compare(base, head, { today });
    expect(findings.map(lineOf)).toEqual(expected[name]);
    for (const finding of findings) expectProof(finding, { base, head });
  });
});

/** `BREAKING error WIRE maximum-lowered for request at type TextStatisticsInput#/properties/top`. */
function lineOf(finding: Finding): string {
  const { verdict, level, axis, rule, breaks } = finding;
  const side = breaks.length === 0 ? "" : ` for ${breaks.join(" and ")}`;
  return `${verdict} ${level} ${axis} ${rule}${side} at ${findingPath(finding)}`;
}

/** The witness is asked again, here by a validator of its own; and the place in the contract's source is there. */
function expectProof(
  { witness, location, rule }: Finding,
  versions: Readonly<Record<"base" | "head", Contract>>,
): void {
  expect.soft(location?.file, `where ${rule} is written`).toMatch(/^contracts\/src\/.+\.ts$/);
  if (witness === undefined) return;
  const accepts = (version: Contract) => {
    const ajv = new Ajv2020({ strict: false });
    ajvFormats.default(ajv);
    const schema = schemaOf(version, witness.subject);
    if (schema === undefined) throw new Error(`${witness.subject.part} ${witness.subject.name} has no schema.`);
    return ajv.validate({ $defs: version.definitions, allOf: [schema] }, witness.payload);
  };
  expect(accepts(versions[witness.acceptedBy])).toBe(true);
  expect(accepts(versions[witness.rejectedBy])).toBe(false);
}

function schemaOf(
  { operations, events, capabilities, headers, definitions }: Contract,
  { part, name, payload }: Subject,
): unknown {
  if (part === "operation") return operations.get(name)?.payloads.find((one) => one.name === payload)?.schema;
  if (part === "header") return headers.get(name)?.schema;
  if (part === "event") return events.get(name)?.payload;
  if (part === "capability") return capabilities.get(name)?.[payload === "output" ? "output" : "input"];
  return definitions[name];
}
