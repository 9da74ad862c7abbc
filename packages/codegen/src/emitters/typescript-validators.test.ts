import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { registry } from "@oap/contracts";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import type { Model } from "../model.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { issuesMax } from "./typescript-bounded-errors.ts";
import { emitTypescriptValidators } from "./typescript-validators.ts";

interface Issue {
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
  readonly expected?: unknown;
}
type Validators = Readonly<Record<string, (value: unknown) => readonly Issue[]>>;

async function compiled(model: Model): Promise<{ source: string; validators: Validators }> {
  const [file] = await emitTypescriptValidators(model);
  const source = file?.content ?? "";
  const folder = await mkdtemp(join(tmpdir(), "validators-"));
  try {
    const path = join(folder, "validators.mjs");
    await writeFile(path, source);
    const module = (await import(pathToFileURL(path).href)) as { readonly validators: Validators };
    return { source, validators: module.validators };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.each([
  ["the protocol's registry", registry],
  ["a team's own registry", parcelRegistry],
])("the validators of %s", (_, contracts) => {
  const model = buildModel(contracts);
  let source: string;
  let validators: Validators;
  beforeAll(async () => {
    ({ source, validators } = await compiled(model));
  });

  it("accept every valid example", () => {
    for (const { name, spec } of model.types) {
      for (const { title, value } of spec.examples.valid)
        expect(validators[name]?.(value), `${name}: ${title}`).toEqual([]);
    }
  });

  it("refuse every invalid example, at the place and by the keyword that it names", () => {
    for (const { name, spec } of model.types) {
      for (const { title, value, pointer, keyword } of spec.examples.invalid) {
        const places = validators[name]?.(value).map((issue) => ({ pointer: issue.pointer, keyword: issue.keyword }));
        expect(places, `${name}: ${title}`).toContainEqual({ pointer, keyword });
      }
    }
  });

  it("agree with Ajv's own verdict on examples that were changed at random", () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "bundle", $defs: Object.fromEntries(model.types.map(({ name, schema }) => [name, schema])) });
    const samples = model.types.flatMap(({ name, spec }) => spec.examples.valid.map(({ value }) => ({ name, value })));
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.infiniteStream(fc.nat()),
        fc.jsonValue({ maxDepth: 2 }),
        (sample, choices, put) => {
          const value = changed(sample.value, choices, put);
          const expected = ajv.getSchema(`bundle#/$defs/${sample.name}`)?.(value);
          expect(validators[sample.name]?.(value).length === 0).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("say what would be right in every issue", () => {
    for (const { name, spec } of model.types) {
      for (const { title, value } of spec.examples.invalid) {
        for (const { message } of validators[name]?.(value) ?? []) {
          expect(message, `${name}: ${title}`).toMatch(/^(It|`|Its|The|There|No) ?.*\.$/s);
          expect(message, `${name}: ${title}`).not.toMatch(/undefined|breaks the rule/);
        }
      }
    }
  });

  it("generate no code at run time and import nothing", () => {
    expect(source).not.toMatch(/\beval\b|new Function|\bFunction\(/);
    expect(source).not.toMatch(/^import\b|\bimport\(/m);
  });
});

describe("items that must differ", () => {
  it("are compared up to the bound of their number and no further", async () => {
    const { validators } = await compiled(buildModel(registry));
    const [example] = registry.chapters
      .flatMap(({ specs }) => specs)
      .flatMap((spec) =>
        "name" in spec && spec.name === "ControlApiKeyCreateParams" && spec.kind === "type" ? [spec] : [],
      )
      .flatMap((spec) => spec.examples.valid.map(({ value }) => value as Record<string, unknown>));
    const keywords = (roles: readonly unknown[]) =>
      validators.ControlApiKeyCreateParams?.({ ...example, roles }).map(({ keyword }) => keyword);
    expect(keywords(["user", "user"])).toEqual(["uniqueItems"]);
    expect(keywords(Array.from({ length: 300_000 }, (_, index) => index))).toContain("maxItems");
  });
});

describe("the issues", () => {
  let validators: Validators;
  beforeAll(async () => {
    ({ validators } = await compiled(buildModel(parcelRegistry)));
  });

  it("are those of the branch that the tag chooses", () => {
    expect(validators.ParcelEvent?.({ kind: "scanned", at: "2026-03-01T09:30:00.000Z" })).toEqual([
      { pointer: "", keyword: "required", message: "`depot` is missing.", expected: "depot" },
    ]);
  });

  it.each([
    [
      "an unknown tag",
      { kind: "lost" },
      'It must be an object whose `kind` is one of "scanned", "delivered", not "lost".',
    ],
    ["no tag", {}, 'It must be an object whose `kind` is one of "scanned", "delivered".'],
    ["no object", "scanned", 'It must be an object whose `kind` is one of "scanned", "delivered".'],
    ["null", null, 'It must be an object whose `kind` is one of "scanned", "delivered".'],
  ])("name the tags for %s", (_, value, message) => {
    expect(validators.ParcelEvent?.(value)).toEqual([
      { pointer: "", keyword: "oneOf", message, expected: ["scanned", "delivered"] },
    ]);
  });

  it("list several faults at once", () => {
    const issues = validators.ParcelTrackResult?.({ parcel: 1, labels: { fragile: true } });
    expect(issues?.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual([
      " required",
      "/parcel type",
      "/labels/fragile type",
    ]);
  });

  it("escape names in pointers", () => {
    const issues = validators.ParcelTrackResult?.({ parcel: "P00012345", events: [], labels: { "a/b~c": 1 } });
    expect(issues?.map(({ pointer }) => pointer)).toEqual(["/labels/a~1b~0c"]);
  });

  it(`are at most ${issuesMax}, and come quickly for a value that is wrong in a million places`, () => {
    const events = Array.from({ length: 1_000_000 }, () => null);
    expect(validators.ParcelTrackResult?.({ parcel: "P00012345", events })).toHaveLength(issuesMax);
  });

  it("do not make a later branch pass when an earlier one had more faults than are kept", () => {
    const faults = Object.fromEntries(Array.from({ length: 3 * issuesMax }, (_, index) => [`label-${index}`, index]));
    const issues = validators.ParcelTrackResult?.({ parcel: "P00012345", events: [], labels: faults });
    expect(issues).toHaveLength(issuesMax);
    expect(issues?.every(({ pointer }) => pointer === "/labels" || pointer.startsWith("/labels/"))).toBe(true);
  });
});

/** The value with one place in it, chosen step by step, replaced, removed or added to. */
function changed(value: unknown, choices: Iterator<number>, put: unknown): unknown {
  const choice = choices.next().value ?? 0;
  if (typeof value !== "object" || value === null || choice % 8 === 0) return put;
  if (Array.isArray(value)) {
    if (value.length === 0 || choice % 8 === 1) return [...value, put];
    const at = choice % value.length;
    return value.map((item, index) => (index === at ? changed(item, choices, put) : item));
  }
  const names = Object.keys(value);
  const at = names[choice % Math.max(names.length, 1)];
  if (at === undefined || choice % 8 === 1) return { ...value, added: put };
  if (choice % 8 === 2) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== at));
  return { ...value, [at]: changed((value as Record<string, unknown>)[at], choices, put) };
}
