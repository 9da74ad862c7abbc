import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compareGenerated, writeGenerated } from "./generated-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "generated-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

const files = [
  { path: "openapi.json", content: "{}\n" },
  { path: "typescript/src/types.ts", content: "export {};\n" },
];

it("writes into a folder that is not there yet, and then finds nothing to do", async () => {
  const fresh = join(folder, "generated");
  expect(await writeGenerated(files, { folder: fresh })).toMatchObject({ missing: files.map(({ path }) => path) });
  expect(await readFile(join(fresh, "typescript/src/types.ts"), "utf8")).toBe("export {};\n");
  expect(await writeGenerated(files, { folder: fresh })).toEqual({ missing: [], stale: [], orphaned: [] });
});

it("leaves files that are up to date untouched", async () => {
  await writeGenerated(files, { folder });
  const before = await stat(join(folder, "openapi.json"), { bigint: true });
  await writeFile(join(folder, "typescript/src/types.ts"), "old");
  expect(await writeGenerated(files, { folder })).toEqual({
    missing: [],
    stale: ["typescript/src/types.ts"],
    orphaned: [],
  });
  expect((await stat(join(folder, "openapi.json"), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
});

it("leaves a folder alone that is somebody's work", async () => {
  await mkdir(join(folder, "contracts"));
  await writeFile(join(folder, "contracts/registry.ts"), "export {};");
  await writeFile(join(folder, "openapi.json"), "mine");
  const more = [...files, { path: "README.md", content: "# Generated" }];
  await expect(writeGenerated(more, { folder })).rejects.toThrow(
    "holds other files, such as contracts/registry.ts, and most of the generated ones are not in it",
  );
  expect((await readdir(folder)).sort()).toEqual(["contracts", "openapi.json"]);
  expect(await readFile(join(folder, "openapi.json"), "utf8")).toBe("mine");
});

it("removes orphans, but not what is kept or what tools leave there", async () => {
  await writeGenerated(files, { folder });
  for (const path of ["node_modules/x", "typescript/dist", "typescript/.turbo", "docs"]) {
    await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, path, "file.md"), "");
  }
  await writeFile(join(folder, "typescript/package.json"), "{}");
  await writeFile(join(folder, "typescript/a.tsbuildinfo"), "{}");
  const options = { folder, keep: ["typescript/package.json"] };
  expect((await writeGenerated(files, options)).orphaned).toEqual(["docs/file.md"]);
  const left = await readdir(folder, { recursive: true });
  expect(left).toEqual(
    expect.arrayContaining([
      "node_modules/x/file.md",
      "typescript/dist/file.md",
      "typescript/.turbo/file.md",
      "typescript/package.json",
      "typescript/a.tsbuildinfo",
    ]),
  );
  expect(left).not.toContain("docs/file.md");
});

it("compares without changing anything", async () => {
  await writeFile(join(folder, "old.json"), "{}");
  expect(await compareGenerated(files, { folder })).toEqual({
    missing: ["openapi.json", "typescript/src/types.ts"],
    stale: [],
    orphaned: ["old.json"],
  });
  expect(await readdir(folder)).toEqual(["old.json"]);
});

it("compares a kept file too once it is generated", async () => {
  await writeFile(join(folder, "openapi.json"), "old");
  const { stale } = await compareGenerated(files, { folder, keep: ["openapi.json"] });
  expect(stale).toEqual(["openapi.json"]);
});
