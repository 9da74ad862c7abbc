import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import type { Contract } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { findingPath } from "./finding-path.ts";
import { readContract } from "./read-contract.ts";
import { wrongWitness } from "./testing/wrong-witness.ts";

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

/** The witness is there, and is asked again, by a validator of the test's own; and the place in the contract's source is there. */
function expectProof(finding: Finding, { base, head }: Readonly<Record<"base" | "head", Contract>>): void {
  expect.soft(finding.location?.file, `where ${finding.rule} is written`).toMatch(/^contracts\/src\/.+\.ts$/);
  expect.soft(wrongWitness(finding, base, head)).toBeUndefined();
}
