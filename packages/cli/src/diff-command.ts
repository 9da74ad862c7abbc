import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";

/** What the user said, as commander reads it. */
export interface DiffOptions {
  readonly contract: string;
  readonly format: string;
  readonly output: readonly OutputFile[];
  readonly all: boolean;
  readonly source: boolean;
  readonly programs?: string;
  readonly failOn: "breaking" | "unknown" | "warning";
  readonly enumAdditions: "breaking" | "compatible";
  readonly suppressions?: string;
  readonly released?: string;
  readonly acrossMajors: boolean;
  readonly marker?: string;
  readonly changeset: boolean;
  readonly packages?: readonly string[];
  readonly today?: string;
  readonly explain?: string;
  readonly rules: boolean;
}

/** A format that is written to a file besides what is printed. */
export interface OutputFile {
  readonly format: string;
  readonly file: string;
}

/** How a report can be said; the library's own list is held to be the same by a test. */
export const diffFormats = ["text", "markdown", "json", "github", "sarif", "junit", "html"] as const;

const examples = `
Base and head are each a contract.json, a bundle of schemas, an OpenAPI 3.0 or 3.1 document in JSON or YAML, a git
revision (then --contract says which file), <revision>:<file>, or - for standard input.

Examples:
  oap diff main                                      what the working tree changes against main
  oap diff v1.4.0 v1.5.0                             two tags
  oap diff main:api/openapi.yaml api/openapi.yaml    anybody's OpenAPI document
  oap diff main api/openapi.yaml                     the same
  oap diff main --contract api/openapi.yaml          the same
  oap diff main --format github --output markdown=comment.md --output sarif=contract.sarif
  oap diff --explain required-added                  what a rule means, with an example

Exit codes: 0 compatible, warnings included; 1 something breaks, was not proven and not acknowledged, or a suppression
is of no use; 2 the two could not be compared.`;

/** Whether it names a file below the working folder, and so perhaps what a revision has under the same path. */
function isFileHere(path: string): boolean {
  return !isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** `oap diff` */
export function addDiffCommand(program: Command): void {
  program
    .command("diff")
    .description("compare two versions of a contract, and prove what breaks by a payload")
    .argument("[base]", "the version that clients know, such as main")
    .argument("[head]", "the version to come; without it, the contract's file in the working tree")
    .addOption(
      new Option("--contract <file>", "what a git revision alone means, and the head where none is named").default(
        "generated/contract.json",
      ),
    )
    .addOption(new Option("--format <format>", "what is printed").choices(diffFormats).default("text"))
    .addOption(
      new Option("--output <format=file>", "write a format to a file as well; may be repeated")
        .argParser(readOutput)
        .default([], "none"),
    )
    .option("--all", "list compatible changes one by one, and everything else however many there are", false)
    .addOption(
      new Option("--fail-on <what>", "the least grave finding that ends with exit code 1")
        .choices(["breaking", "unknown", "warning"])
        .default("unknown"),
    )
    .addOption(
      new Option("--enum-additions <verdict>", "a value added to what clients read breaks them, or is a warning")
        .choices(["breaking", "compatible"])
        .default("breaking"),
    )
    .option("--no-source", "do not ask the compiler about programs written against the generated TypeScript")
    .option(
      "--programs <folder>",
      "programs of clients (*.ts, *.ts.txt) that the base's types took and the head's must, by the path from the contract's folder; they import the generated package by its name",
    )
    .option("--suppressions <file>", "what was agreed to; without it, .oap-diff.json where there is one")
    .option(
      "--released <file>",
      'the ledger of released ids, { "schemas": { "<$id>": … } }: content may change under any other $id; without it, contracts/released/schemas.json where there is one, else every $id of the base is released',
    )
    .option("--across-majors", "compare two major versions too, of which the later breaks by intent", false)
    .option("--marker <name>", "tells comments on one pull request apart; without it, the contract's name")
    .option("--changeset", "write a changeset with the bump that the packages need, into .changeset/", false)
    .addOption(
      new Option("--packages <names>", "whom the changeset is for, a,b; without it, the first fixed group").argParser(
        (names: string) => names.split(","),
      ),
    )
    .addOption(
      new Option(
        "--today <date>",
        "the day that sunsets and suppressions are held against; without it, today in UTC",
      ).argParser(readDay),
    )
    .option("--explain <rule>", "say what a rule means, and compare nothing")
    .option("--rules", "list all rules, and compare nothing", false)
    .addHelpText("after", examples)
    // Imported here, because the comparison needs a compiler, for which no other command should wait.
    .action(async (base: string | undefined, head: string | undefined, options: DiffOptions, command: Command) => {
      const { runDiff, runExplain, runRules } = await import("./run-diff.ts");
      if (options.rules) return runRules();
      if (options.explain !== undefined) return runExplain(options.explain);
      if (base === undefined) command.error("error: missing required argument 'base', such as main");
      const isFileChosen = command.getOptionValueSource("contract") !== "default";
      const contract = !isFileChosen && head !== undefined && isFileHere(head) ? head : options.contract;
      await runDiff(base, head ?? contract, { ...options, contract });
    });
}

function readOutput(value: string, before: readonly OutputFile[]): readonly OutputFile[] {
  const equals = value.indexOf("=");
  const [format, file] = [value.slice(0, equals), value.slice(equals + 1)];
  if (equals < 0 || file === "" || !diffFormats.some((one) => one === format)) {
    throw new InvalidArgumentError(`It must be <format>=<file>, with a format of ${diffFormats.join(", ")}.`);
  }
  return [...before, { format, file }];
}

function readDay(value: string): string {
  const day = new Date(`${value}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value)) {
    throw new InvalidArgumentError("It must be a day, such as 2027-01-31.");
  }
  return value;
}
