import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { integrityOf, publishList, publishPackages } from "./publish-packages.ts";

/** Stands for npm: writes down how it is called, knows what `known` lists, and fails as often as `failures` says. */
const npm = `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
const [command, what] = process.argv.slice(2);
appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
const state = JSON.parse(readFileSync("registry.json", "utf8"));
if (command === "view") {
  if (!state.known.includes(what)) process.exit(1);
  console.log(what.split("@").at(-1));
} else if (state.failures > 0) {
  const known = state.keeps ? [...state.known, "@oap/contracts@1.0.0"] : state.known;
  writeFileSync("registry.json", JSON.stringify({ ...state, known, failures: state.failures - 1 }));
  console.error("npm error code E500");
  process.exit(1);
}
`;

describe("publishing", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-publish-"));
    writeFileSync(join(folder, "npm.mjs"), npm);
    mkdirSync(join(folder, "tarballs"));
    const packages = ["contracts", "client"].map((stem) => {
      const tarball = `tarballs/oap-${stem}-1.0.0.tgz`;
      writeFileSync(join(folder, tarball), stem);
      return { name: `@oap/${stem}`, version: "1.0.0", tarball, integrity: integrityOf(join(folder, tarball)) };
    });
    writeFileSync(join(folder, publishList), JSON.stringify({ packages }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("goes through the tarballs in order, publicly and with provenance", () => {
    expect(publish()).toEqual(["@oap/contracts@1.0.0", "@oap/client@1.0.0"]);
    expect(calls("publish")).toEqual([
      `publish ${join(folder, "tarballs/oap-contracts-1.0.0.tgz")} --access public --provenance`,
      `publish ${join(folder, "tarballs/oap-client-1.0.0.tgz")} --access public --provenance`,
    ]);
  });

  it("leaves alone what the registry has", () => {
    expect(publish({ known: ["@oap/contracts@1.0.0"] })).toEqual(["@oap/client@1.0.0"]);
    expect(calls("publish")).toHaveLength(1);
  });

  it("publishes nothing when one tarball is another than was proven, or is missing", () => {
    const client = join(folder, "tarballs/oap-client-1.0.0.tgz");
    writeFileSync(client, "tampered");
    expect(() => publish()).toThrow(/^tarballs\/oap-client-1\.0\.0\.tgz: not what was proven\./);
    rmSync(client);
    expect(() => publish()).toThrow(/ENOENT.*oap-client/);
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("");
  });

  it("tries again a few times, and stops at what cannot be published", () => {
    expect(publish({ failures: 2 })).toHaveLength(2);
    expect(() => publish({ failures: 3 })).toThrow(
      /@oap\/contracts@1\.0\.0 could not be published:\nnpm error code E500/,
    );
  });

  it("does not publish again what the registry took before it failed", () => {
    expect(publish({ failures: 1, keeps: true })).toEqual(["@oap/contracts@1.0.0", "@oap/client@1.0.0"]);
    expect(calls("publish")).toHaveLength(2);
  });

  it("publishes nothing when it is only tried", () => {
    publish({}, true);
    expect(calls("publish").every((call) => call.endsWith("--dry-run"))).toBe(true);
  });

  function publish(
    { known = [] as readonly string[], failures = 0, keeps = false } = {},
    dryRun = false,
  ): readonly string[] {
    writeFileSync(join(folder, "registry.json"), JSON.stringify({ known, failures, keeps }));
    writeFileSync(join(folder, "calls"), "");
    return publishPackages({ folder, npm: [process.execPath, "npm.mjs"], dryRun, onPackage: () => {} });
  }

  function calls(command: string): readonly string[] {
    const lines = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    return lines.filter((line) => line.startsWith(`${command} `));
  }
});
