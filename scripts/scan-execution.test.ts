import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { findLandmarks, landmarkFiles } from "./execution-rules/landmarks.ts";
import { outcomeAsState } from "./execution-rules/outcome-as-state.ts";
import type { Violation } from "./execution-rules/rule.ts";
import { rules } from "./execution-rules/rules.ts";
import { openRuntimeProgram, type RuntimeProgram } from "./execution-rules/runtime-program.ts";
import { reportText, scan, violationText } from "./execution-rules/scan.ts";
import { unknownState } from "./execution-rules/unknown-state.ts";
import { unvalidatedRun } from "./execution-rules/unvalidated-run.ts";
import { unwrappedError } from "./execution-rules/unwrapped-error.ts";
import { readSamples } from "./execution-samples/read-samples.ts";
import { toolRunnerMutants } from "./execution-samples/tool-runner-mutants.ts";

const root = resolve(import.meta.dirname, "..");
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const samples = rules.flatMap(({ id }) => readSamples(id));
const mutants = toolRunnerMutants(textOf(landmarkFiles.toolRunner)).map((mutant, index) => ({
  ...mutant,
  path: `packages/plugins/src/mutant-${index}-tool-runner.ts`,
}));

/** Weaker versions of what the rules trust. */
const weakenings = [
  {
    title: "an output of which nobody hears what is wrong",
    file: landmarkFiles.checkPayload,
    text: textOf(landmarkFiles.checkPayload).replace(/^.*throw refused\("output", capability, issues\).*\n/m, ""),
    rule: unvalidatedRun,
    message: "checkOutput() can return what the capability's schema did not pass.",
  },
  {
    title: "an input that is not held against its schema",
    file: landmarkFiles.checkPayload,
    text: textOf(landmarkFiles.checkPayload).replace("capability.checkInput(copied.value)", "[] as ValidationIssue[]"),
    rule: unvalidatedRun,
    message: "checkInput() can return what the capability's schema did not pass.",
  },
  {
    title: "a failure with the message of a raw exception",
    file: landmarkFiles.attemptFailure,
    text: textOf(landmarkFiles.attemptFailure).replace(
      "`The plugin failed with ${thrownClass}.`",
      "(thrown as Error).message",
    ),
    rule: unwrappedError,
    message: "It reads the message of a raw exception.",
  },
  {
    title: "a sixth state",
    file: landmarkFiles.protocolTypes,
    text: `export type PluginState = "LOADED" | "INITIALIZED" | "RUNNING" | "FAILED" | "UNAVAILABLE" | "PAUSED";
      export type PluginErrorEnvelope = { error: object };`,
    rule: unknownState,
    message: 'It takes "PAUSED" as a plugin\'s lifecycle state.',
  },
  {
    title: "an outcome among the states",
    file: landmarkFiles.protocolTypes,
    text: `export type PluginState = "LOADED" | "INITIALIZED" | "SUCCESS" | "FAILED" | "UNAVAILABLE";
      export type PluginErrorEnvelope = { error: object };`,
    rule: outcomeAsState,
    message: 'It takes "SUCCESS", which is a metric, as a plugin\'s lifecycle state.',
  },
].map((weakening, index) => ({ ...weakening, path: `packages/plugins/src/weakened-${index}.ts` }));

/** Samples and mutants are thought to stand in the repository, so that all are scanned at once, with the real types. */
const imagined = new Map([...samples, ...mutants, ...weakenings].map(({ path, text }) => [path, text]));
let runtime: RuntimeProgram;
let violations: readonly Violation[];

beforeAll(() => {
  const toolRunners = [...imagined.keys()].filter((path) => path.endsWith("tool-runner.ts"));
  runtime = openRuntimeProgram(root, { texts: imagined, toolRunners });
  violations = scan(runtime, rules);
});

const violationsIn = (path: string): readonly string[] =>
  violations
    .filter((one) => one.path === path)
    .map(({ line, rule }) => `${line} ${rule.id}`)
    .sort();

describe("the repository", () => {
  it("breaks no rule of execution governance", () => {
    expect(violations.filter(({ path }) => !imagined.has(path)).map(violationText)).toEqual([]);
  });

  it("is scanned where plugins can be reached: every layer, from the gateway down, and the tests", () => {
    const paths = runtime.files.map(({ path }) => path);
    for (const path of [
      "packages/server/src/handlers.ts",
      "packages/engine/src/execution-service.ts",
      "packages/engine/src/job-service.ts",
      "packages/engine/src/drivers/embedded.ts",
      "packages/plugins/src/plugin-service.ts",
      "packages/plugins/src/tool-runner.ts",
      "packages/plugins/src/tool-runner.test.ts",
    ]) {
      expect(paths).toContain(path);
    }
  });
});

describe("samples", () => {
  it.each(samples.filter(({ violates }) => violates))("$rule catches $title", ({ path, expected }) => {
    expect(violationsIn(path)).toEqual([...expected].sort());
  });

  it.each(samples.filter(({ violates }) => !violates))("$rule lets pass: $title", ({ path, expected }) => {
    expect(expected).toEqual([]);
    expect(violationsIn(path)).toEqual([]);
  });

  it("has for each rule several that break it and several that do not", () => {
    for (const { id } of rules) {
      const own = samples.filter(({ rule }) => rule === id);
      expect(own.filter(({ violates, expected }) => violates && expected.length > 0).length).toBeGreaterThanOrEqual(3);
      expect(own.filter(({ violates }) => !violates).length).toBeGreaterThanOrEqual(3);
    }
    expect(new Set(samples.map(({ path }) => path)).size).toBe(samples.length);
    const files = readdirSync(join(import.meta.dirname, "execution-samples")).filter((file) => file.endsWith(".txt"));
    expect(files.sort()).toEqual(rules.map(({ id }) => `${id}.ts.txt`).sort());
  });

  it("compiles, but for those that say that they do not, so that the types in them are real", () => {
    const wrong = samples.flatMap(({ path, isIllTyped, title }) => {
      const source = runtime.program.getSourceFile(join(root, path));
      const syntax = runtime.program.getSyntacticDiagnostics(source);
      const types = runtime.program.getSemanticDiagnostics(source);
      if (isIllTyped && types.length === 0) return [`${title} compiles`];
      return [...syntax, ...(isIllTyped ? [] : types)].map(
        ({ messageText, start = 0 }) =>
          `${path}:${(source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1} ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe("tool-runner.ts", () => {
  it.each(mutants.filter(({ breaks }) => breaks.length > 0))("may not be $title", ({ path, breaks }) => {
    const broken = new Set(violations.filter((one) => one.path === path).map(({ rule }) => rule.id));
    expect([...broken]).toEqual(expect.arrayContaining([...breaks]));
  });

  it.each(mutants.filter(({ breaks }) => breaks.length === 0))("may be $title", ({ path }) => {
    expect(violationsIn(path)).toEqual([]);
  });
});

describe("what ToolRunner relies on", () => {
  it.each(weakenings)("may not be weakened: $title", ({ file, path, rule, message }) => {
    const at = (wanted: string) => join(root, wanted === file ? path : wanted);
    const landmarks = findLandmarks((wanted) => runtime.program.getSourceFile(at(wanted)));
    const found = scan({ ...runtime, landmarks, files: [] }, [rule]);
    expect(found.map((one) => [one.path, one.message])).toEqual([[path, message]]);
    expect(scan({ ...runtime, files: [] }, [rule])).toEqual([]);
  });

  it("may not go unseen: the scan breaks where it does not find what it looks for", () => {
    expect(() => findLandmarks(() => undefined)).toThrow("does not find it");
  });
});

describe("the report", () => {
  it("says where, which rule, what, why and how many", () => {
    const [first] = violations;
    const text = reportText(violations, 9, rules.length);
    expect(text).toContain(`${first!.path}:${first!.line}:${first!.column} ${first!.rule.id}: ${first!.message}\n`);
    for (const { id, why, mend } of rules) expect(text).toContain(`\n${id}: ${why} ${mend}\n`);
    expect(text).toMatch(new RegExp(`\n${violations.length} violations in 9 files\\.$`));
    expect(reportText([], 9, 8)).toBe("No violation: 9 files, 8 rules.");
  });

  it("cites the execution governance document for each rule", () => {
    for (const { why } of rules) expect(why).toMatch(/^Execution governance, §\d/);
  });
});

describe("the command", () => {
  const run = (...flags: readonly string[]) =>
    spawnSync(process.execPath, ["scripts/scan-execution.ts", ...flags], { cwd: root, encoding: "utf8" });

  it("explains itself and its rules", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: node scripts/scan-execution.ts");
    for (const { id } of rules) expect(stdout).toContain(`  ${id} `);
  });

  it("ends with 2 when a flag is wrong", () => {
    const { status, stderr } = run("--fix");
    expect(status).toBe(2);
    expect(stderr).toContain("'--fix'");
  });
});
