import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Runs the script as `pnpm generate` does, in Node, which strips types by itself. */
const run = (...flags: readonly string[]) =>
  spawnSync(process.execPath, ["--conditions=source", "scripts/generate.ts", ...flags], {
    cwd: root,
    encoding: "utf8",
  });

it("ends with 2 and says what would be right when a flag is wrong", () => {
  const { status, stderr } = run("--chek");
  expect(status).toBe(2);
  expect(stderr).toContain("'--chek'");
  expect(stderr).toContain("Usage: pnpm generate [--check]");
});

it("explains itself", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("--check  change nothing");
});

it("finds that the committed files are those that the contracts yield", () => {
  const { status, stdout, stderr } = run("--check");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^generated\/ is up to date: \d+ files\.\n$/);
  expect(status).toBe(0);
});
