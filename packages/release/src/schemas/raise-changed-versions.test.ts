import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compareDocuments } from "../compare-contracts.ts";
import { recordRelease } from "../record-release.ts";
import { raiseChangedVersions } from "./raise-changed-versions.ts";

type Schema = Record<string, unknown> & { $defs?: Record<string, Schema> };

const date = "2026-03-01";
const repository = new URL("../../../../", import.meta.url).pathname;
const sources = ["contracts/src/execution/step-id.ts", "contracts/src/execution/plan-step.ts"];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oap-versions-"));
  const documents = ["contract", "openapi", "openrpc", "asyncapi", "source-map"].map((name) => `${name}.json`);
  const files = [...documents, "json-schema/StepId.json", "json-schema/PlanStep.json"];
  for (const path of ["LICENSE", ...sources, ...files.map((file) => `generated/${file}`)]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(join(repository, path), join(root, path));
  }
  const { version } = await read("generated/contract.json");
  await recordRelease({ root, date, plannedVersion: String(version), compare: compareDocuments });
});
afterEach(() => rm(root, { recursive: true }));

it("finds nothing where nothing changed", async () => {
  expect(await raise()).toEqual([]);
});

it("raises what breaks by a major version, and what contains it too, in the sources", async () => {
  await change("StepId", (schema) => ({ ...schema, maxLength: 3 }));
  const raised = [
    { id: "urn:oap:schema:PlanStep:1.0.0", next: "urn:oap:schema:PlanStep:2.0.0", file: sources[1] },
    { id: "urn:oap:schema:StepId:1.0.0", next: "urn:oap:schema:StepId:2.0.0", file: sources[0] },
  ];
  expect(await raise(false)).toEqual(raised);
  for (const path of sources) expect(await text(path)).toBe(await readFile(join(repository, path), "utf8"));
  expect(await raise(true)).toEqual(raised);
  for (const path of sources) expect(await text(path)).toMatch(/\n {2}name: "\w+",\n {2}version: "2\.0\.0",\n/);
});

it("raises what is new by a minor one, and what is only written in another way by a patch", async () => {
  await change("PlanStep", ({ properties, ...schema }) => ({
    ...schema,
    properties: { ...(properties as object), note: { type: "string" } },
  }));
  expect(await raise()).toMatchObject([{ next: "urn:oap:schema:PlanStep:1.1.0" }]);
  await change("StepId", (schema) => ({ ...schema, minLength: 0 }));
  expect(await raise()).toMatchObject([
    { next: "urn:oap:schema:PlanStep:1.1.0" },
    { next: "urn:oap:schema:StepId:1.0.1" },
  ]);
});

function raise(write = false) {
  return raiseChangedVersions({ root, write, compare: (base, head) => compareDocuments(base, head, date) });
}

/** Changes a type in the contract document, and in the files that have it. */
async function change(name: string, edit: (schema: Schema) => Schema): Promise<void> {
  for (const path of ["contract", "json-schema/StepId", "json-schema/PlanStep"].map((it) => `generated/${it}.json`)) {
    const { $defs, ...document } = await read(path);
    const own = path.endsWith(`/${name}.json`) ? edit(document) : document;
    const inside = $defs?.[name] === undefined ? $defs : { ...$defs, [name]: edit($defs[name]) };
    await writeFile(join(root, path), JSON.stringify({ ...own, ...(inside === undefined ? {} : { $defs: inside }) }));
  }
}

async function read(path: string): Promise<Schema> {
  return JSON.parse(await text(path));
}

function text(path: string): Promise<string> {
  return readFile(join(root, path), "utf8");
}
