import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.ts";

const root = new URL("..", import.meta.url).pathname;

interface Count {
  passed: number;
  failed: number;
}

/** `pnpm test`: everything that can fail, in the order in which a failure is cheapest to see. */
function main(): void {
  const total: Count = { passed: 0, failed: 0 };
  for (const [title, check] of checks) {
    console.log(`\n— ${title}`);
    const { passed, failed } = check();
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

const checks: readonly (readonly [string, () => Count])[] = [
  [
    "generated files are those that the contracts yield",
    () => step("tsx/dist/cli.mjs", ["--conditions=source", "scripts/generate.ts", "--check"]),
  ],
  ["every package builds", () => counted(build())],
  ["every file type-checks, tests included", () => step("typescript/bin/tsc", ["-p", "tsconfig.json"])],
  ["lint and format", () => step("@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", "."])],
  ["tests", vitest],
];

function step(tool: string, args: readonly string[]): Count {
  return counted(run(tool, args));
}

function run(tool: string, args: readonly string[]): number {
  return (
    spawnSync(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: root, stdio: "inherit" }).status ??
    1
  );
}

function counted(status: number): Count {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs every test and counts each; a run that breaks outside its tests counts as one failure more. */
function vitest(): Count {
  const folder = mkdtempSync(join(tmpdir(), "oap-test-"));
  const report = join(folder, "report.json");
  try {
    const status = run("vitest/vitest.mjs", [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ]);
    const { numPassedTests, numFailedTests } = readReport(report);
    const broken = status !== 0 && numFailedTests === 0 ? 1 : 0;
    return { passed: numPassedTests, failed: numFailedTests + broken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

main();
