import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parcelsFolder, teamFolder } from "../testing/team-folder.ts";
import { placeText } from "../violation.ts";
import { editFiles, editsPatch, writeEdits } from "./apply-edits.ts";
import { lintFolder } from "./lint-folder.ts";

const today = "2026-06-30";
const found = async (folder: string) =>
  (await lintFolder(folder, { today })).violations.map(
    (violation) => `${placeText(violation)} ${violation.rule}: ${violation.message}`,
  );
const replaced = (from: string, to: string) => (text: string) => text.replace(from, to);

describe("a folder of another team's contracts", () => {
  it("is clean where nothing is wrong, inside and outside of this repository", async () => {
    expect(await found(parcelsFolder)).toEqual([]);
    expect(await found(await teamFolder())).toEqual([]);
  });

  it("tells file, line and column of the part that is wrong, and the line of the spec where the part is absent", async () => {
    const folder = await teamFolder({
      "src/parcel-find-params.ts": (text) =>
        text
          .replace("minLength: 1, maxLength: 128", "minLength: 9, maxLength: 8")
          .replace('description: "The number on the label."', 'description: "the number on the label"'),
      "src/parcel-find.ts": replaced('pii: ["/params/recipient"]', "pii: []"),
      "src/parcel-meta.ts": replaced('since: "1.0.0"', 'since: "1.0"'),
      "src/parcel-id.ts": replaced('  title: "Parcel number",\n', ""),
    });
    expect((await found(folder)).filter((text) => !text.includes("semantic-versions"))).toEqual([
      'src/parcel-find-params.ts:11:29 sentences: Its description begins without a capital letter and ends without a full stop: "the number on the label".',
      "src/parcel-find-params.ts:12:44 satisfiable-bounds: Its minLength, 9, is greater than its maxLength, 8: no value fits.",
      "src/parcel-find.ts:21:27 sensitive-data: /params/recipient has a sensitive name, and no path of `pii` covers it.",
      "src/parcel-id.ts:4 described: It has no `title`.",
    ]);
    const versions = (await found(folder)).filter((text) => text.includes("semantic-versions"));
    expect(new Set(versions.map((text) => text.split(" ")[0]))).toEqual(new Set(["src/parcel-meta.ts:6:3"]));
  });

  it("keeps its own configuration, and reports what is in it for nothing", async () => {
    const folder = await teamFolder({
      "oap-lint.json": () =>
        JSON.stringify(
          {
            rules: { "payload-names": "off" },
            ignore: [
              { rule: "payload-names", name: "parcel.find", reason: "Nothing is found by what is off." },
              { rule: "sentences", name: "ParcelId", reason: "Somebody said so once." },
            ],
          },
          undefined,
          2,
        ),
    });
    expect(await found(folder)).toEqual([
      "oap-lint.json:6 lint-configuration: It ignores payload-names of parcel.find, and there is no such finding.",
      "oap-lint.json:11 lint-configuration: It ignores sentences of ParcelId, and there is no such finding.",
    ]);
  });

  it("may be compiled, or have its entry elsewhere", async () => {
    const folder = await teamFolder({
      "src/main.js": () => 'export { registry } from "./registry.ts";\n',
    });
    expect((await lintFolder(folder, { today, entry: "src/main.js" })).registry).toBe("parcels");
  });
});

describe("what cannot be linted", () => {
  it.each([
    ["an empty folder", "/", /^\/ is no folder of contracts: it has none of src\/registry\.ts, .*--entry\.$/],
    ["a folder that is not there", "/nowhere", /^There is no folder \/nowhere\.$/],
  ])("%s", async (_title, folder, message) => {
    await expect(lintFolder(folder, { today })).rejects.toThrow(message);
  });

  it.each([
    ["a module without a registry", "export const contracts = {};\n", /exports no `registry`; it exports contracts\./],
    [
      "a registry of another make",
      "export const registry = { name: 'x' };\n",
      /it has no version, no schemaIdBase, no chapters, no errorCodes, no headers, no errors\.$/,
    ],
    ["a module that throws", "throw new Error('It is broken.');\n", /cannot be loaded: It is broken\.$/],
    ["an import of what is not there", "import './nothing.ts';\n", /cannot be loaded: .*nothing\.ts/],
    [
      "specs of another make",
      "export const registry = { name: 'x', version: '1.0.0', schemaIdBase: 'urn:x:y', chapters: [{ specs: [{ kind: 'type' }] }], errorCodes: {}, headers: { request: [], response: [] }, errors: {} };\n",
      /^The contracts of .* cannot be read: /,
    ],
  ])("%s", async (_title, text, message) => {
    const folder = await teamFolder({ "src/registry.ts": () => text });
    await expect(lintFolder(folder, { today })).rejects.toThrow(message);
  });

  it("a configuration that was asked for by name and is not there", async () => {
    await expect(lintFolder(parcelsFolder, { today, configuration: "/nowhere/oap-lint.json" })).rejects.toThrow(
      /^\/nowhere\/oap-lint\.json cannot be read/,
    );
  });
});

describe("mending", () => {
  const spoiled = () =>
    teamFolder({
      "src/parcel-find-params.ts": (text) =>
        text
          .replace("minLength: 1, maxLength: 128", "minLength: 0, maxLength: 128")
          .replace('"The number on the label."', '"the number\\ton the \\"label\\""')
          .replace('"Which parcel to look up, and for whom."', "`Which parcel to look up`")
          .replace('"Find a parcel: params"', "'Find a parcel.'"),
      "src/parcel-find-result.ts": (text) =>
        text
          .replace('["waiting", "moving", "delivered"]', '["waiting", "moving", "delivered", "waiting"]')
          .replace('"Where the parcel is now."', '\n    // Said by the depot.\n    "where the parcel is now "')
          .replace("maxLength: 64,", "minLength: 0,"),
      "src/parcel-meta.ts": replaced('since: "1.0.0"', "since: '1.0'"),
    });
  const mend = async (folder: string) => {
    const report = await lintFolder(folder, { today });
    return { report, ...(await editFiles(report.root, report.violations)) };
  };

  it("rewrites what is wrong and nothing around it, in the quotes and escapes that are there", async () => {
    const folder = await spoiled();
    const { files, report, mended } = await mend(folder);
    const text = (name: string) => files.find(({ path }) => path === `src/${name}.ts`)?.after ?? "";
    expect(text("parcel-find-params")).toContain("{ maxLength: 128,");
    expect(text("parcel-find-params")).toContain("`Which parcel to look up.`");
    expect(text("parcel-find-params")).toContain("'Find a parcel'");
    // The first letter of a text with escapes is not where it seems to be: it is left to a person, as a whole.
    expect(text("parcel-find-params")).toContain('"the number\\ton the \\"label\\""');
    expect(text("parcel-find-result")).toContain('stringEnum(["waiting", "moving", "delivered"], {');
    expect(text("parcel-find-result")).toContain('// Said by the depot.\n    "Where the parcel is now."');
    expect(text("parcel-find-result")).toContain('Type.String({ description: "Where it was seen last." })');
    expect(text("parcel-meta")).toContain("since: '1.0.0'");
    expect(report.violations.filter((violation) => !mended.has(violation)).map(({ rule }) => rule)).toEqual([
      "sentences",
    ]);
  });

  it("is done once: what was mended is not found again, and a second time changes nothing", async () => {
    const folder = await spoiled();
    const { files } = await mend(folder);
    await writeEdits(folder, files);
    // A process of its own reads what is written now, not what this one has loaded.
    const again = await teamFolder(Object.fromEntries(files.map(({ path, after }) => [path, () => after])));
    const { report, files: nothing } = await mend(again);
    expect(report.violations.map(({ rule }) => rule)).toEqual(["sentences"]);
    expect(nothing).toEqual([]);
  });

  it("prints a patch that git applies, to the very same files", async () => {
    const folder = await spoiled();
    const { files } = await mend(folder);
    expect(files.length).toBe(3);
    execFileSync("git", ["apply", "--whitespace=error-all", "-"], { cwd: folder, input: editsPatch(files) });
    for (const { path, after } of files) expect(await readFile(join(folder, path), "utf8")).toBe(after);
  });
});
