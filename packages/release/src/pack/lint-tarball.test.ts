import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintTarball } from "./lint-tarball.ts";
import { readTarball } from "./packed-package.ts";

const manifest = {
  name: "parcels",
  version: "1.0.0",
  license: "Apache-2.0",
  type: "module",
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
};
const files = { "dist/index.js": "export const send = 1;\n", "dist/index.d.ts": "export declare const send: 1;\n" };

describe("publint and are-the-types-wrong", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "oap-lint-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("find nothing in a good tarball", async () => {
    expect(await lint(manifest, files)).toEqual([]);
  });

  it("find types after the code that they describe, where no compiler reads them", async () => {
    const exports = { ".": { default: "./dist/index.js", types: "./dist/index.d.ts" } };
    expect((await lint({ ...manifest, exports }, files)).join("\n")).toContain("EXPORTS_TYPES_SHOULD_BE_FIRST");
  });

  it("find types of another module system than the code", async () => {
    const exports = { ".": { types: "./dist/index.d.cts", default: "./dist/index.js" } };
    const others = { "dist/index.js": files["dist/index.js"], "dist/index.d.cts": files["dist/index.d.ts"] };
    expect((await lint({ ...manifest, exports }, others)).join("\n")).toContain("are the types wrong: FalseCJS");
  });

  it("find an entry that is not in the tarball", async () => {
    expect((await lint(manifest, { "dist/index.d.ts": "" })).join("\n")).toContain("FILE_DOES_NOT_EXIST");
  });

  async function lint(packedManifest: object, packed: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const all = Object.entries({ "package.json": JSON.stringify(packedManifest), ...packed });
    const entries = all.map(([path, body]) => ({ header: { name: `package/${path}`, size: body.length }, body }));
    const tarball = join(folder, "parcels.tgz");
    await writeFile(tarball, gzipSync(await packTar(entries)));
    return (await lintTarball(await readTarball(tarball))).map(({ message }) => message);
  }
});
