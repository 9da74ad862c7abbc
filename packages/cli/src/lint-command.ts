import { cwd } from "node:process";
import type { LintReport } from "@oap/codegen/lint";
import { type Command, InvalidArgumentError, Option } from "commander";
import { supportsColour } from "./colour-support.ts";

const formats = ["text", "json", "github", "sarif"] as const;

interface LintOptions {
  readonly config?: string;
  readonly entry?: string;
  readonly format: (typeof formats)[number];
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  readonly maxWarnings?: number;
  readonly quiet: boolean;
  readonly rules: boolean;
  readonly explain?: string;
}

/** `oap lint` */
export function addLintCommand(program: Command): void {
  program
    .command("lint")
    .description("check a folder of contracts by the house rules, and mend what can be mended safely")
    .argument("[folder]", "with src/registry.ts, or its compiled twin, exporting `registry`", "contracts")
    .option("--config <file>", "the configuration (default: oap-lint.json in the folder, if there is one)")
    .option("--entry <module>", "the module that exports `registry`, from the folder")
    .addOption(new Option("--format <format>", "how findings are printed").choices(formats).default("text"))
    .option("--fix", "mend what can be mended without changing what a contract accepts", false)
    .option("--fix-dry-run", "print as a patch what --fix would do, and end as it would", false)
    .option("--max-warnings <count>", "end with 1 if there are more warnings than this", wholeNumber)
    .option("--quiet", "leave warnings out of the text", false)
    .option("--rules", "list the rules, and look at no contract", false)
    .option("--explain <rule>", "say what a rule demands and why, with examples")
    .addHelpText(
      "after",
      "\nExit codes: 0 no errors; 1 errors, or more warnings than allowed; 2 the contracts or the configuration cannot be read.",
    )
    .action(lint);
}

async function lint(folder: string, options: LintOptions): Promise<void> {
  // Read here, so that no other command waits for the compiler that finds the places.
  const { explainRule, LintError, ruleNamed, rulesText } = await import("@oap/codegen/lint");
  try {
    if (options.rules) print(rulesText());
    else if (options.explain !== undefined) print(explainRule(ruleNamed(options.explain)));
    else await check(folder, options);
  } catch (error) {
    if (!(error instanceof LintError)) throw error;
    process.stderr.write(`oap lint: ${error.message}\n`);
    process.exitCode = 2;
  }
}

async function check(folder: string, options: LintOptions): Promise<void> {
  const { countViolations, editFiles, editsPatch, lintFolder, writeEdits } = await import("@oap/codegen/lint");
  const { config, entry, fix, fixDryRun, maxWarnings } = options;
  const report = await lintFolder(folder, {
    root: cwd(),
    today: new Date().toISOString().slice(0, 10),
    ...(config === undefined ? {} : { configuration: config }),
    ...(entry === undefined ? {} : { entry }),
  });
  const { files, mended } =
    fix || fixDryRun ? await editFiles(report.root, report.violations) : { files: [], mended: new Set() };
  const violations = report.violations.filter((violation) => !mended.has(violation));
  if (fixDryRun) {
    print(editsPatch(files).trimEnd());
  } else {
    await writeEdits(report.root, files);
    if (mended.size > 0)
      process.stderr.write(`Mended ${mended.size} in ${files.map(({ path }) => path).join(", ")}.\n`);
    print(await formatted({ ...report, violations }, options));
  }
  const { errors, warnings } = countViolations(violations);
  if (errors > 0 || warnings > (maxWarnings ?? Number.POSITIVE_INFINITY)) process.exitCode = 1;
}

async function formatted(report: LintReport, { format, quiet }: LintOptions): Promise<string> {
  const { annotationsReport, jsonReport, sarifReport, textReport } = await import("@oap/codegen/lint");
  switch (format) {
    case "json":
      return jsonReport(report);
    case "github":
      return annotationsReport(report);
    case "sarif":
      return sarifReport(report);
    case "text":
      return textReport(report, { color: supportsColour(process.stdout, process.env), quiet });
  }
}

function print(text: string): void {
  if (text !== "") process.stdout.write(`${text}\n`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Write a whole number, such as 0.");
  return Number(text);
}
