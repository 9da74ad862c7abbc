import { createColors } from "picocolors";
import type { Finding, Witness } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { payloadLines } from "./payload-lines.ts";
import { codeSpans, printable, printableLine } from "./printable.ts";
import { type GroupName, groupNames, type Report } from "./report.ts";
import {
  bumpSentence,
  capitalised,
  count,
  effectOn,
  forWhom,
  groupCounts,
  groupTitles,
  headline,
  isProvenAbove,
  provenAbove,
  unknownHint,
  versionsText,
  witnessFailure,
  witnessTitle,
} from "./wording.ts";

export interface TextOptions {
  readonly colour?: boolean;
  /** Lists compatible changes one by one, and every finding however many there are. */
  readonly all?: boolean;
}

/** How many findings of a group are shown, unless all are asked for. */
const shownMax = 50;

type Colours = ReturnType<typeof createColors>;

/** For a terminal: what breaks first and in full, what is compatible folded to counts. */
export function renderText(report: Report, { colour = false, all = false }: TextOptions = {}): string {
  const colours = createColors(colour);
  const lines = [
    ...summary(report, colours),
    ...groupNames.flatMap((name) => group(report, name, all, colours)),
    ...suppressionTrouble(report, colours),
  ];
  return `${lines
    .filter((line, index) => line !== "" || lines[index - 1] !== "")
    .join("\n")
    .trimEnd()}\n`;
}

function summary(report: Report, colours: Colours): readonly string[] {
  const { passed, head, outcome } = report;
  const mark = !passed ? colours.red("✗") : outcome === "unknown" ? colours.yellow("!") : colours.green("✓");
  const counts = groupCounts(report, groupNames);
  return [
    `${mark} ${colours.bold(headline(report))}  ${colours.dim(printableLine(`${head.name}: ${versionsText(report)}`))}`,
    ...(counts.length === 0 ? [] : [`  ${counts.join(", ")}. ${bumpSentence(report)}`]),
  ];
}

function group(report: Report, name: GroupName, all: boolean, colours: Colours): readonly string[] {
  const findings = report.groups[name];
  if (findings.length === 0) return [];
  const title = ["", colours.bold(colours.underline(groupTitles[name]))];
  if (name === "compatible" && !all) return [...title, ...folded(findings, colours)];
  const shown = all ? findings : findings.slice(0, shownMax);
  const left = findings.length - shown.length;
  return [
    ...title,
    ...(name === "unknown" ? wrapped(unknownHint, "  ") : []),
    ...shown.flatMap((finding, index) =>
      describe(finding, name, { report, colours, again: isProvenAbove(shown, index) }),
    ),
    ...(left > 0 ? [colours.dim(`  … and ${left} more; --all lists them.`)] : []),
  ];
}

/** `3 × property-added`: how often which rule. */
function folded(findings: readonly Finding[], colours: Colours): readonly string[] {
  const amounts = new Map<string, number>();
  for (const { rule } of findings) amounts.set(rule, (amounts.get(rule) ?? 0) + 1);
  const parts = [...amounts].sort(([, a], [, b]) => b - a).map(([rule, amount]) => `${amount} × ${rule}`);
  return [...wrapped(parts.join(", "), "  "), colours.dim("  --all lists them.")];
}

const paints: Readonly<Record<GroupName, "red" | "yellow" | "cyan" | "green" | "magenta">> = {
  breaking: "red",
  unknown: "magenta",
  warnings: "yellow",
  acknowledged: "cyan",
  compatible: "green",
};

interface Described {
  readonly report: Report;
  readonly colours: Colours;
  /** Whether the finding before it showed its payload. */
  readonly again: boolean;
}

function describe(finding: Finding, name: GroupName, { report, colours, again }: Described): readonly string[] {
  const { rule, axis, message, location, witness, reason, compilerError, migration, suppressed } = finding;
  const sentence = (text: string) => wrapped(printableLine(text), "    ").map((line) => painted(line, colours));
  const head = `  ${colours[paints[name]](rule)}  ${colours.bold(printableLine(findingPath(finding)))}  ${colours.dim(axis)}`;
  const place = location === undefined ? [] : [colours.dim(`    ${printableLine(location.file)}:${location.line}`)];
  if (name === "compatible" || name === "acknowledged") {
    return [head, ...sentence(suppressed === undefined ? message : `${message} Acknowledged: ${suppressed}`)];
  }
  return [
    head,
    ...place,
    ...sentence(message),
    ...sentence(`${effectOn(finding)} ${forWhom(finding)}.`),
    ...(reason === undefined ? [] : sentence(`Not proven: ${reason}`)),
    ...(again ? sentence(provenAbove) : witness === undefined ? [] : witnessText(witness, report, colours)),
    ...(compilerError === undefined ? [] : ["    The compiler says:", ...indented(compilerError, colours.red)]),
    ...(migration === undefined ? [] : sentence(`What to do: ${migration}`)),
    "",
  ];
}

function witnessText(witness: Witness, report: Report, colours: Colours): readonly string[] {
  const lines = payloadLines(witness.payload, witness.pointer).map(({ text, marked }) =>
    marked ? colours.red(`    ▶ ${printable(text)}`) : `      ${printable(text)}`,
  );
  return [
    ...wrapped(printableLine(witnessTitle(witness, report)), "    ").map((line) => painted(line, colours)),
    ...lines,
    ...wrapped(printableLine(witnessFailure(witness, report)), "    ").map((line) => painted(line, colours)),
  ];
}

function suppressionTrouble({ suppressionIssues }: Report, colours: Colours): readonly string[] {
  if (suppressionIssues.length === 0) return [];
  return [
    "",
    colours.bold(colours.underline(capitalised(count(suppressionIssues.length, "faulty suppression")))),
    ...suppressionIssues.map(
      ({ location, message }) =>
        `  ${colours.red(printableLine(`${location.file}:${location.line}`))} ${printableLine(message)}`,
    ),
  ];
}

function indented(text: string, paint: (text: string) => string): readonly string[] {
  return printable(text.trimEnd())
    .split("\n")
    .map((line) => `      ${paint(line)}`);
}

function painted(line: string, colours: Colours): string {
  if (!colours.isColorSupported) return line;
  return codeSpans(line)
    .map(({ code, text }) => (code ? colours.cyan(text) : text))
    .join("");
}

/** The widest line of prose. */
const widthMax = 110;

function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > widthMax) {
      lines.push(`${indent}${line}`);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, `${indent}${line}`];
}
