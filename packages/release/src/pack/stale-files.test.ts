import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { staleFiles } from "./stale-files.ts";

it("finds built files without a source, and no others", () => {
  const root = mkdtempSync(join(tmpdir(), "oap-stale-"));
  try {
    mkdirSync(join(root, "packages/a/src/b"), { recursive: true });
    writeFileSync(join(root, "packages/a/src/b/here.ts"), "");
    const paths = ["dist/b/here.js", "dist/b/here.d.ts", "dist/b/gone.js", "dist/gone.d.ts", "README.md", "data/x.js"];
    const manifest = { name: "@a/a", version: "1.0.0" };
    const packed = { ...manifest, tarball: "", manifest, files: new Map(paths.map((path) => [path, Buffer.from("")])) };
    const found = staleFiles(root, { name: "@a/a", folder: "packages/a", manifest }, packed);
    expect(found.map(({ subject }) => subject)).toEqual(["@a/a/dist/b/gone.js", "@a/a/dist/gone.d.ts"]);
    expect(found[0]?.mend).toBe("remove packages/a/dist, and build anew");
  } finally {
    rmSync(root, { recursive: true });
  }
});
