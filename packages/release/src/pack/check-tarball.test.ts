import { describe, expect, it } from "vitest";
import type { Manifest } from "../workspace.ts";
import { checkTarball } from "./check-tarball.ts";
import type { PackedPackage } from "./packed-package.ts";

const manifest: Manifest = {
  name: "@parcels/client",
  version: "1.0.0",
  description: "Sends parcels.",
  license: "Apache-2.0",
  type: "module",
  sideEffects: false,
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  dependencies: { "left-pad": "1.0.0" },
  engines: { node: ">=20" },
  publishConfig: { access: "public", provenance: true },
};

const files: Readonly<Record<string, string>> = {
  LICENSE: "Apache",
  "README.md": "# @parcels/client",
  "package.json": JSON.stringify(manifest),
  "dist/index.js": `import pad from "left-pad"; import "node:fs"; export * from "./send.js";`,
  "dist/index.d.ts": `export * from "./send.ts";`,
  "dist/send.js": "export {}",
  "dist/send.d.ts": "export {}",
};

interface Change {
  readonly manifest?: Partial<Record<keyof Manifest, unknown>>;
  readonly files?: Readonly<Record<string, string | undefined>>;
}

function packed({ manifest: other, files: changed }: Change): PackedPackage {
  const kept = Object.entries({ ...files, ...changed }).filter(([, text]) => text !== undefined);
  return {
    name: manifest.name,
    version: manifest.version,
    tarball: "",
    manifest: { ...manifest, ...other } as Manifest,
    files: new Map(kept.map(([path, text]) => [path, Buffer.from(text as string)])),
  };
}

describe("the house rules of a tarball", () => {
  it("hold for a good one", () => {
    expect(checkTarball(packed({}))).toEqual([]);
  });

  it.each<[string, Change, string]>([
    ["no licence file", { files: { LICENSE: undefined } }, "is packed without LICENSE"],
    ["an empty front page", { files: { "README.md": "" } }, "is packed without README.md"],
    ["a private package", { manifest: { private: true } }, "is private"],
    ["no licence", { manifest: { license: undefined } }, "names no licence"],
    ["no description", { manifest: { description: undefined } }, "describes itself by nothing"],
    ["no word on side effects", { manifest: { sideEffects: undefined } }, "side effects"],
    ["no engine", { manifest: { engines: {} } }, "which Node it needs"],
    ["no provenance", { manifest: { publishConfig: { access: "public" } } }, "without provenance"],
    ["a workspace range", { manifest: { dependencies: { "left-pad": "workspace:*" } } }, `as "workspace:*"`],
    ["a file range", { manifest: { dependencies: { "left-pad": "file:../pad" } } }, `as "file:../pad"`],
    [
      "development dependencies",
      { manifest: { devDependencies: { vitest: "1.0.0" } } },
      "development dependency vitest",
    ],
    [
      "a source condition",
      { manifest: { exports: { ".": { source: "./src/index.ts", default: "./dist/index.js" } } } },
      "exports . → source leads to sources",
    ],
    [
      "an unbuilt entry",
      { files: { "dist/index.js": undefined } },
      "leads to dist/index.js, which is not in the tarball",
    ],
    ["an unbuilt command", { manifest: { bin: { send: "./dist/bin.js" } } }, "exports bin send leads to dist/bin.js"],
    ["a pattern without files", { manifest: { exports: { "./*": "./schemas/*.json" } } }, "leads to schemas/*.json"],
    ["a test", { files: { "dist/send.test.js": "" } }, "@parcels/client/dist/send.test.js is packed"],
    ["a source", { files: { "src/index.ts": "" } }, "@parcels/client/src/index.ts is packed"],
    [
      "an undeclared import",
      { files: { "dist/send.js": `import "right-pad/x";` } },
      "imports right-pad/x, which is no",
    ],
    [
      "an undeclared import of types",
      { files: { "dist/send.d.ts": `import type { A } from "@a/b/c";` } },
      "add @a/b to",
    ],
    ["an import of a missing file", { files: { "dist/send.js": `export * from "./lost.js"` } }, "imports ./lost.js"],
  ])("refuse %s", (_, change, message) => {
    const lines = checkTarball(packed(change)).map(({ subject, message, mend }) => `${subject} ${message}: ${mend}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(message);
  });
});
