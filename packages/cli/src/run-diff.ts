import { readFile, writeFile } from "node:fs/promises";
import {
  applySuppressions,
  type Comparison,
  type Contract,
  checkComparable,
  compare,
  compareSource,
  explainRule,
  isRuleId,
  listRules,
  makeReport,
  mergeSource,
  type Report,
  type ReportFormat,
  readContract,
  readGenerated,
  readSuppressions,
  renderReport,
  ruleIds,
  type SuppressionIssue,
  suppressionsFile,
  tolerateEnumAdditions,
  UnreadableContract,
} from "@oap/diff";
import { StartError } from "@oap/server";
import { supportsColour } from "./colour-support.ts";
import type { DiffOptions } from "./diff-command.ts";
import { readReleasedIds } from "./released-ids.ts";
import { writeChangeset } from "./write-changeset.ts";

/** The exit code for two versions that could not be compared, whatever kept it from that. */
const notComparedExitCode = 2;

/** Compares, prints and writes what was asked for. The clock is read here and nowhere below. */
export async function runDiff(baseInput: string, headInput: string, options: DiffOptions): Promise<void> {
  try {
    const today = options.today ?? new Date().toISOString().slice(0, "YYYY-MM-DD".length);
    const { comparison, issues } = await compareInputs(baseInput, headInput, options, today);
    const report = makeReport(comparison, { failOn: options.failOn, suppressionIssues: issues });
    for (const { format, file } of options.output) await writeOutput(file, render(report, format, options, false));
    const colour = supportsColour(process.stdout, process.env);
    process.stdout.write(render(report, options.format, options, colour));
    if (options.changeset) await reportChangeset(comparison, options);
    process.exitCode = report.passed ? 0 : 1;
  } catch (error) {
    // A program that stops half-way must not look like one that found something.
    process.exitCode = notComparedExitCode;
    const expected = error instanceof UnreadableContract || error instanceof StartError;
    process.stderr.write(`oap: ${expected || !(error instanceof Error) ? messageOf(error) : error.stack}\n`);
  }
}

interface Compared {
  readonly comparison: Comparison;
  readonly issues: readonly SuppressionIssue[];
}

async function compareInputs(
  baseInput: string,
  headInput: string,
  { contract, source, programs, enumAdditions, suppressions, released, acrossMajors }: DiffOptions,
  today: string,
): Promise<Compared> {
  if (baseInput === "-" && headInput === "-") throw new StartError("Only one of the two can be standard input.");
  const reading = { contractPath: contract };
  const base = await readContract(baseInput, reading);
  const head = await readContract(headInput, reading);
  checkComparable(base, head, { acrossMajors });
  const ids = await readReleasedIds(released);
  const isReleased = ids === undefined ? {} : { isReleased: (id: string) => ids.has(id) };
  const onTheWire = compare(base, head, { today, ...isReleased });
  const compared = source
    ? await withSource(onTheWire, { base, head, today }, [baseInput, headInput], { ...reading, programs })
    : onTheWire;
  const tolerated = enumAdditions === "compatible" ? tolerateEnumAdditions(compared) : compared;
  const agreed = await readAgreed(suppressions);
  const applied = applySuppressions(tolerated, agreed.suppressions, { today });
  return { comparison: applied.comparison, issues: [...agreed.issues, ...applied.issues] };
}

/** Asks the compiler as well, where both versions have generated TypeScript beside them. */
async function withSource(
  comparison: Comparison,
  contracts: { readonly base: Contract; readonly head: Contract; readonly today: string },
  [baseInput, headInput]: readonly [string, string],
  { contractPath, programs: programsFolder }: { readonly contractPath: string; readonly programs: string | undefined },
): Promise<Comparison> {
  const further = programsFolder === undefined ? {} : { programsFolder };
  const base = await readGenerated(baseInput, { contractPath, programs: true, ...further });
  const head = await readGenerated(headInput, { contractPath });
  if (programsFolder !== undefined && !base?.programs.some(({ about }) => about === undefined)) {
    throw new StartError(
      `The base has no programs (*.ts, *.ts.txt) in ${programsFolder}. Name a folder by its path from that of the contract, beside which generated TypeScript must be.`,
    );
  }
  if (base === undefined || head === undefined) return comparison;
  const { programs } = base;
  return mergeSource(comparison, compareSource(base.typescript, head.typescript, { contracts, programs }));
}

/** A file that was named must be there; the one of the usual name may be missing. */
async function readAgreed(named: string | undefined) {
  const file = named ?? suppressionsFile;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && named === undefined) return undefined;
    throw new StartError(`The suppressions in ${file} cannot be read: ${error.message}.`);
  });
  if (text === undefined) return { suppressions: [], issues: [] };
  return readSuppressions(text, { file, rules: new Set(ruleIds) });
}

function render(report: Report, format: string, { all, marker }: DiffOptions, colour: boolean): string {
  return renderReport(report, format as ReportFormat, { all, colour, ...(marker !== undefined && { marker }) });
}

async function writeOutput(file: string, content: string): Promise<void> {
  await writeFile(file, content).catch((error: Error) => {
    throw new StartError(`${file} cannot be written: ${error.message}.`);
  });
}

/** On standard error, because standard output is the report. */
async function reportChangeset(comparison: Comparison, { packages }: DiffOptions): Promise<void> {
  const path = await writeChangeset(comparison, { folder: process.cwd(), ...(packages !== undefined && { packages }) });
  process.stderr.write(
    path === undefined ? "No changeset is needed.\n" : `Wrote ${path}: read it before you commit it.\n`,
  );
}

/** Says what one rule means. */
export function runExplain(rule: string): void {
  if (isRuleId(rule)) {
    process.stdout.write(explainRule(rule));
    return;
  }
  process.stderr.write(`oap: There is no rule ${JSON.stringify(rule)}; \`oap diff --rules\` lists those there are.\n`);
  process.exitCode = notComparedExitCode;
}

/** Lists all rules. */
export function runRules(): void {
  process.stdout.write(listRules());
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isRevisionAlone = error instanceof UnreadableContract && !error.where.includes(":");
  const hint =
    isRevisionAlone && error.code === "NOT_IN_REVISION" ? " --contract says which one a revision means." : "";
  return `${error.message}${hint}`;
}
