import type { Finding, Level } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { printable } from "./printable.ts";
import { groupNames, type Report } from "./report.ts";
import { capitalised, effectOn, forWhom, witnessFailure } from "./wording.ts";

export interface AnnotationOptions {
  /** Adds notices for what is compatible or acknowledged. */
  readonly all?: boolean;
}

const commands: Readonly<Record<Level, "error" | "warning" | "notice">> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/** For GitHub Actions: workflow commands, which it shows beside the lines of the contract's source. */
export function renderAnnotations(report: Report, { all = false }: AnnotationOptions = {}): string {
  const findings = groupNames
    .filter((name) => all || (name !== "acknowledged" && name !== "compatible"))
    .flatMap((name) => report.groups[name]);
  const lines = [
    ...report.suppressionIssues.map(({ location, message }) =>
      command("error", { file: location.file, line: location.line, title: "Suppression" }, message),
    ),
    ...findings.map((finding) => annotation(finding, report)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function annotation(finding: Finding, report: Report): string {
  const { level, rule, message, location, reason, witness, suppressed, migration } = finding;
  const words = [
    message,
    `${capitalised(effectOn(finding))} ${forWhom(finding)}.`,
    ...(reason === undefined ? [] : [`Not proven: ${reason}`]),
    ...(witness === undefined ? [] : [witnessFailure(witness, report)]),
    ...(migration === undefined ? [] : [migration]),
    ...(suppressed === undefined ? [] : [`Acknowledged: ${suppressed}`]),
    `At ${findingPath(finding)}.`,
  ];
  const place: Readonly<Record<string, string | number>> = location === undefined ? {} : { ...location };
  return command(suppressed === undefined ? commands[level] : "notice", { ...place, title: rule }, words.join(" "));
}

/** Percent signs, line ends and, in properties, colons and commas have meanings of their own in a workflow command. */
function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${list.join(",")}::${data(message)}`;
}

function data(text: string): string {
  return printable(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
