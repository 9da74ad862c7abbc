import type { Comparison, Finding } from "@oap/diff";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryRepository, temporaryRepository } from "../testing/temporary-repository.ts";
import { ChangesetFailure } from "./changesets.ts";
import { type CheckChangesetsOptions, checkChangesets, plannedVersion } from "./check-changesets.ts";
import { GitFailure } from "./git.ts";

const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
const manifest = (name: string, more: object = {}) => json({ name, version: "1.2.3", files: ["dist"], ...more });
const changeset = (...lines: readonly string[]) => `---\n${lines.join("\n")}\n---\n\nSome words.\n`;

const workspace: Readonly<Record<string, string>> = {
  "package.json": json({ name: "parcels", private: true }),
  "pnpm-workspace.yaml": "packages:\n  - contracts\n  - packages/*\n",
  ".changeset/config.json": json({
    changelog: false,
    commit: false,
    fixed: [["@parcels/contracts", "@parcels/client"]],
    linked: [],
    access: "public",
    baseBranch: "main",
    updateInternalDependencies: "patch",
    ignore: [],
    privatePackages: { version: false, tag: false },
  }),
  "contracts/package.json": manifest("@parcels/contracts"),
  "contracts/src/parcel.ts": "export {};\n",
  "packages/client/package.json": manifest("@parcels/client", {
    dependencies: { "@parcels/contracts": "workspace:*" },
  }),
  "packages/client/src/index.ts": "export {};\n",
  "packages/server/package.json": manifest("@parcels/server", { dependencies: { "@parcels/client": "workspace:*" } }),
  "packages/server/tsconfig.json": json({ exclude: ["src/**/*.test.ts", "src/testing"] }),
  "packages/server/src/index.ts": "export {};\n",
  "packages/bench/package.json": manifest("@parcels/bench", { private: true }),
  "packages/bench/src/index.ts": "export {};\n",
};

describe("the check of changesets", { timeout: 120_000 }, () => {
  let repository: TemporaryRepository;
  beforeEach(() => {
    repository = temporaryRepository();
    repository.write(workspace);
    repository.commit("Begin");
    repository.git("switch", "--quiet", "--create", "work");
  });
  afterEach(() => repository.remove());

  it("passes where nothing changed, and where only tests, front pages and private packages did", async () => {
    expect(await missing()).toEqual([]);
    repository.write({
      "packages/server/src/index.test.ts": "",
      "packages/server/src/testing/parcels.ts": "",
      "packages/server/README.md": "# Server",
      "packages/bench/src/index.ts": "export const changed = 1;\n",
      "notes.md": "",
    });
    expect(await missing()).toEqual([]);
  });

  it("knows the version of the next release, of what is released together too", async () => {
    const { root } = repository;
    expect(await plannedVersion(root, "@parcels/client")).toBe("1.2.3");
    repository.write({ ".changeset/a.md": changeset('"@parcels/contracts": major') });
    expect(await plannedVersion(root, "@parcels/client")).toBe("2.0.0");
    expect(await plannedVersion(root, "@parcels/nothing")).toBeUndefined();
  });

  it("asks for a patch of a package whose code changed, committed or not, and drafts it of the commits", async () => {
    repository.write({ "packages/server/src/index.ts": "export const answer = 42;\n" });
    const check = await run();
    expect(check.missing).toEqual([
      { name: "@parcels/server", required: "patch", declared: "none", because: "packages/server/src/index.ts" },
    ]);
    expect(check.changeset?.text).toContain("Say here in one to three sentences");
    repository.commit("Answer the question");
    expect((await run()).changeset).toEqual({
      path: ".changeset/changes-of-server.md",
      text: '---\n"@parcels/server": patch\n---\n\nAnswer the question.\n',
    });
  });

  it("passes with the changeset that it asked for, or with one that says that users need not know", async () => {
    repository.write({ "packages/server/src/index.ts": "export const answer = 42;\n" });
    const { path, text } = (await run()).changeset ?? { path: "", text: "" };
    repository.write({ [path]: text });
    expect(await missing()).toEqual([]);
    repository.write({ [path]: changeset('"@parcels/server": none') });
    expect(await missing()).toEqual([]);
  });

  it("counts changesets of this work alone, not those that wait on the base", async () => {
    repository.git("switch", "--quiet", "main");
    repository.write({ ".changeset/earlier.md": changeset('"@parcels/server": major') });
    repository.commit("Declare another change");
    repository.git("switch", "--quiet", "--create", "later");
    repository.write({ "packages/server/src/index.ts": "export const answer = 42;\n" });
    expect(await missing()).toEqual(["@parcels/server: patch, not none"]);
    repository.write({ ".changeset/earlier.md": changeset('"@parcels/server": major', '"@parcels/client": patch') });
    expect(await missing()).toEqual([]);
  });

  it("compares with where the work went off, not with what the base became since", async () => {
    repository.commit("Work");
    repository.git("switch", "--quiet", "main");
    repository.write({ "packages/server/src/index.ts": "export const elsewhere = 1;\n" });
    repository.commit("Change on the base");
    repository.git("switch", "--quiet", "work");
    expect(await missing()).toEqual([]);
  });

  it("says how to get the history where it is cut off", async () => {
    repository.git("switch", "--quiet", "--orphan", "elsewhere");
    repository.write(workspace);
    repository.commit("Begin elsewhere");
    await expect(run({ base: "main" })).rejects.toThrow(
      new GitFailure(
        "main and HEAD have no commit in common here. Fetch the whole history, as by git fetch --unshallow.",
      ),
    );
  });

  it("asks for what the contract's comparison needs, of all that is released together", async () => {
    repository.write({ "contracts/src/parcel.ts": "export const parcel = 1;\n" });
    const check = await run({ compare: async () => comparison("BREAKING") });
    expect(check.missing.map(({ name, required, declared }) => [name, required, declared])).toEqual([
      ["@parcels/contracts", "major", "none"],
      ["@parcels/client", "major", "none"],
    ]);
    expect(check.missing[0]?.because).toBe("1 change of the contract, 1 of them breaking");
    expect(check.changeset?.text).toMatch(/^---\n"@parcels\/contracts": major\n"@parcels\/client": major\n---\n/);
    expect(check.changeset?.text).toContain("`size` must now be there.");
  });

  it("refuses a bump that is too small, and counts the group's greatest", async () => {
    repository.write({
      "contracts/src/parcel.ts": "export const parcel = 1;\n",
      ".changeset/small.md": changeset('"@parcels/contracts": minor'),
    });
    const compare = async () => comparison("BREAKING");
    expect(await missing({ compare })).toEqual([
      "@parcels/contracts: major, not minor",
      "@parcels/client: major, not minor",
    ]);
    repository.write({ ".changeset/small.md": changeset('"@parcels/client": major') });
    expect(await missing({ compare, contractVersion: "2.0.0" })).toEqual([]);
    repository.write({ ".changeset/small.md": changeset('"@parcels/contracts": none') });
    expect(await missing({ compare })).toHaveLength(2);
  });

  it("asks for a minor of a contract that grew", async () => {
    repository.write({ "contracts/src/parcel.ts": "export const parcel = 1;\n" });
    expect(await missing({ compare: async () => comparison("COMPATIBLE") })).toEqual([
      "@parcels/contracts: minor, not none",
      "@parcels/client: minor, not none",
    ]);
  });

  it("takes dependents along, as a release does", async () => {
    repository.write({
      "packages/server/src/index.ts": "export const answer = 42;\n",
      "packages/client/src/index.ts": "export const answer = 42;\n",
      ".changeset/client.md": changeset('"@parcels/client": patch'),
    });
    expect(await missing()).toEqual([]);
  });

  it("leaves the release itself alone: versions, changelogs and changesets that are used up", async () => {
    repository.git("switch", "--quiet", "main");
    repository.write({ ".changeset/earlier.md": changeset('"@parcels/server": minor') });
    repository.commit("Declare");
    repository.git("switch", "--quiet", "--create", "release");
    repository.write({
      ".changeset/earlier.md": undefined,
      "packages/server/package.json": workspace["packages/server/package.json"]!.replace("1.2.3", "1.3.0"),
      "packages/server/CHANGELOG.md": "# 1.3.0",
    });
    expect(await missing()).toEqual([]);
    const dependency = workspace["packages/server/package.json"]!.replace('"workspace:*"', '"workspace:^"');
    repository.write({ "packages/server/package.json": dependency });
    expect(await missing()).toEqual(["@parcels/server: patch, not none"]);
  });

  it("says when the contracts name another version than the next release has", async () => {
    expect((await run()).version).toBeUndefined();
    expect((await run({ contractVersion: "1.3.0" })).version).toEqual({ said: "1.3.0", planned: "1.2.3" });
    repository.write({ ".changeset/grown.md": changeset('"@parcels/client": minor') });
    expect((await run()).version).toEqual({ said: "1.2.3", planned: "1.3.0" });
    expect((await run({ contractVersion: "1.3.0" })).version).toBeUndefined();
  });

  it("cannot check against a revision that is not there, or with a changeset that is none", async () => {
    await expect(run({ base: "nowhere" })).rejects.toThrow(/There is no revision nowhere here/);
    await expect(run({ base: "nowhere" })).rejects.toBeInstanceOf(GitFailure);
    await expect(run({ base: "--output=x" })).rejects.toBeInstanceOf(GitFailure);
    repository.write({ ".changeset/bad.md": changeset('"@parcels/nobody": patch') });
    await expect(run()).rejects.toThrow(/@parcels\/nobody/);
    repository.write({ ".changeset/bad.md": "no changeset" });
    await expect(run()).rejects.toBeInstanceOf(ChangesetFailure);
  });

  function run(options: Partial<CheckChangesetsOptions> = {}) {
    const { root } = repository;
    const compare = async () => undefined;
    const always = { root, base: "main", contracts: "@parcels/contracts", contractVersion: "1.2.3", compare };
    return checkChangesets({ ...always, ...options });
  }

  async function missing(options: Partial<CheckChangesetsOptions> = {}): Promise<readonly string[]> {
    const check = await run(options);
    return check.missing.map(({ name, required, declared }) => `${name}: ${required}, not ${declared}`);
  }
});

function comparison(verdict: "BREAKING" | "COMPATIBLE"): Comparison {
  const finding: Finding = {
    rule: "required-added",
    axis: "SOURCE",
    verdict,
    level: verdict === "BREAKING" ? "error" : "info",
    effect: verdict === "BREAKING" ? "narrow" : "widen",
    directions: ["request"],
    breaks: verdict === "BREAKING" ? ["request"] : [],
    subject: { part: "type", name: "Parcel" },
    pointer: "/required",
    message: "`size` must now be there.",
    affected: [],
  };
  const version = { form: "contract" as const, label: "main", name: "parcels", version: "1.2.3" };
  return { base: version, head: version, findings: [finding] };
}
