import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Runs a program of this package to its end, as pnpm does. */
function run(program: string, ...flags: readonly string[]) {
  const file = join(import.meta.dirname, `${program}.ts`);
  return spawnSync(process.execPath, ["--conditions=source", file, ...flags], { encoding: "utf8" });
}

describe.each([
  ["pnpm bench", "main", "rounds", 99],
  ["pnpm soak", "soak", "kills", 9_999_999],
])("%s", { timeout: 120_000 }, (command, program, count, most) => {
  it("explains itself", () => {
    const { status, stdout, stderr } = run(program, "--help");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: ${command} `);
  });

  it.each([
    [["nope"], "Unexpected argument 'nope'."],
    [["--nope"], "Unknown option '--nope'."],
    [["--only"], "Option '--only <value>' argument missing."],
    [["--only", "nope"], /^--only takes one of \w+(, \w+)+, and not "nope"\.$/],
    [["--only", "toString"], /^--only takes one of /],
    [[`--${count}`, "many"], `--${count} takes a whole number from 1 to ${most}, and not "many".`],
    [[`--${count}`, "0"], `--${count} takes a whole number from 1 to ${most}, and not "0".`],
    [[`--${count}`, `${most + 1}`], `--${count} takes a whole number from 1 to ${most}, and not "${most + 1}".`],
  ])("ends with 2 and one line at %j", (flags, says) => {
    const { status, stdout, stderr } = run(program, ...flags);
    expect([status, stdout]).toEqual([2, ""]);
    const [, complaint] = /^(?:pnpm \w+): (.*) `--help` lists what there is\.\n$/.exec(stderr) ?? [];
    if (says instanceof RegExp) expect(complaint).toMatch(says);
    else expect(complaint).toBe(says);
  });
});
