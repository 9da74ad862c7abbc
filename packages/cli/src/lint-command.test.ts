import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { oap, temporaryFolder } from "./testing/oap-process.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const parcels = join(repository, "packages/codegen/src/testing/parcels");

/** Another team's contracts with three slips: a bound that nothing fits, two sentences without an end. */
async function parcelsWithSlips(): Promise<string> {
  const folder = join(await temporaryFolder(), "contracts");
  await cp(parcels, folder, { recursive: true });
  await mkdir(join(folder, "node_modules/@oap"), { recursive: true });
  await symlink(join(repository, "contracts"), join(folder, "node_modules/@oap/contracts"));
  const file = join(folder, "src/parcel-find-params.ts");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text
      .replace("minLength: 1, maxLength: 128", "minLength: 9, maxLength: 8")
      .replace("Who waits for it.", "Who waits for it")
      .replace("and for whom.", "and for whom"),
  );
  return folder;
}

describe("oap lint", { timeout: 60_000 }, () => {
  it("ends with 0 on clean contracts, those of the protocol and those of another team", async () => {
    const [ours, theirs] = await Promise.all([
      oap(["lint", join(repository, "contracts"), "--max-warnings", "0"]),
      oap(["lint", parcels]),
    ]);
    expect(ours).toEqual({ code: 0, stdout: "The contracts of oap keep the house rules.\n", stderr: "" });
    expect(theirs).toEqual({ code: 0, stdout: "The contracts of parcels keep the house rules.\n", stderr: "" });
  });

  it("ends with 1 on errors, shows a patch, mends what is safe, and leaves the rest to people", async () => {
    const folder = await parcelsWithSlips();
    const file = join(folder, "src/parcel-find-params.ts");
    const before = await readFile(file, "utf8");
    const [plain, dryRun] = await Promise.all([oap(["lint", folder]), oap(["lint", folder, "--fix-dry-run"])]);
    expect(plain.code).toBe(1);
    expect(plain.stdout).toContain("parcel-find-params.ts:12:44  error  satisfiable-bounds");
    expect(plain.stdout).toContain("1 error, 2 warnings; --fix mends 2.");
    expect(dryRun.code).toBe(1);
    expect(dryRun.stdout).toContain('-  description: "Which parcel to look up, and for whom",');
    expect(dryRun.stdout).toContain('+  description: "Which parcel to look up, and for whom.",');
    expect(await readFile(file, "utf8")).toBe(before);

    const fixed = await oap(["lint", folder, "--fix"]);
    expect(fixed.code).toBe(1);
    expect(fixed.stderr).toMatch(/^Mended 2 in \S*parcel-find-params\.ts\.\n$/);
    expect(fixed.stdout).toContain("1 error, 0 warnings.");
    expect(await readFile(file, "utf8")).toBe(
      before.replace("Who waits for it", "Who waits for it.").replace("and for whom", "and for whom."),
    );
    const again = await oap(["lint", folder, "--fix", "--format", "github"]);
    expect(again.stdout).toMatch(/^::error file=\S+,line=12,col=44,title=satisfiable-bounds::[^\n]+\n$/);
    expect(again.stderr).toBe("");
  });

  it("counts warnings where they are limited", async () => {
    const folder = await parcelsWithSlips();
    execFileSync("sed", [
      "-i",
      "s/minLength: 9, maxLength: 8/maxLength: 8/",
      join(folder, "src/parcel-find-params.ts"),
    ]);
    const runs = await Promise.all(
      [
        ["--max-warnings", "2"],
        ["--max-warnings", "1"],
      ].map((flags) => oap(["lint", folder, "--quiet", ...flags])),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 1]);
    expect(runs[1]?.stdout).toMatch(/^0 errors, 2 warnings/);
  });

  it("ends with 2 where it cannot look, and says what would be right", async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [["/"], /^oap lint: \/ is no folder of contracts/],
      [["--explain", "sentence"], /^oap lint: There is no rule sentence\. Did you mean sentences\?/],
      [[parcels, "--max-warnings", "few"], /Write a whole number/],
    ];
    const ended = await Promise.all(wrong.map(async ([args]) => oap(["lint", ...args])));
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect.soft([code, stdout], wrong[index]?.[0].join(" ")).toEqual([2, ""]);
      expect.soft(stderr).toMatch(wrong[index]?.[1] ?? /never/);
      expect.soft(stderr).not.toContain("    at ");
    }
  });

  it("lists its rules and explains each", async () => {
    const [list, one] = await Promise.all([oap(["lint", "--rules"]), oap(["lint", "--explain", "sentences"])]);
    expect(list.stdout.trimEnd().split("\n").length).toBeGreaterThan(50);
    expect(list.stdout).toMatch(
      /^sentences +warning +Descriptions are whole sentences, titles are names\. \(--fix\)$/m,
    );
    expect(one.stdout).toContain("Wrong:\n  defineType(");
  });
});
