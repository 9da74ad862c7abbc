import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Runs a script as pnpm does, in Node, which strips types by itself. */
const run = (script: string, ...flags: readonly string[]) =>
  spawnSync(process.execPath, ["--conditions=source", `scripts/${script}.ts`, ...flags], {
    cwd: root,
    encoding: "utf8",
  });

describe.each([
  ["release-dry", "pnpm release:dry"],
  ["release-version", "pnpm release:version"],
  ["release-publish", "node scripts/release-publish.ts"],
  ["check-changesets", "pnpm check:changesets"],
  ["contracts-versions", "pnpm contracts:versions"],
])("%s", { timeout: 120_000 }, (script, command) => {
  it("explains itself, and ends with 2 when a flag is wrong", () => {
    const help = run(script, "--help");
    expect([help.status, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain(`Usage: ${command}`);
    expect(help.stdout).toContain("Exit codes: 0 ");
    const wrong = run(script, "--wrong");
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("'--wrong'");
    expect(wrong.stderr).toContain(`Usage: ${command}`);
  });
});

it("needs no package where it publishes", { timeout: 120_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, [resolve(root, "scripts/release-publish.ts")], { cwd: "/" });
  expect(status).toBe(2);
  expect(String(stderr)).toContain("--from is missing.");
});

it("ends with 2 where there is no such revision to compare with", { timeout: 120_000 }, () => {
  const { status, stderr } = run("check-changesets", "--base", "nowhere");
  expect(status).toBe(2);
  expect(stderr).toBe("There is no revision nowhere here. Fetch it, or name another with --base.\n");
});

describe("a packed manifest", () => {
  const pack = async (manifest: object, repository?: string) => {
    vi.stubEnv("OAP_REPOSITORY", repository);
    const { hooks } = await import(resolve(root, ".pnpmfile.mjs"));
    return hooks.beforePacking(manifest);
  };
  afterEach(() => vi.unstubAllEnvs());

  it("has neither sources nor scripts nor development dependencies", async () => {
    const types = "./dist/index.d.ts";
    expect(
      await pack({
        name: "a",
        scripts: { build: "tsc" },
        devDependencies: { vitest: "1.0.0" },
        exports: {
          ".": { source: "./src/index.ts", types },
          "./for-tests": { source: "./src/for-tests.ts" },
          "./data/*": "./data/*",
        },
      }),
    ).toEqual({ name: "a", exports: { ".": { types }, "./data/*": "./data/*" } });
  });

  it("names the repository where one is given", async () => {
    const url = "git+https://example.org/oap.git";
    expect(await pack({ name: "a" }, url)).toEqual({ name: "a", repository: { type: "git", url } });
    expect(await pack({ name: "a" }, "")).toEqual({ name: "a" });
  });
});
