import { createColors } from "picocolors";
import { placeText, type Violation } from "../violation.ts";
import { countViolations } from "./count-violations.ts";
import type { LintReport } from "./lint-folder.ts";

export interface TextOptions {
  readonly color: boolean;
  /** Leaves warnings out of the list; they are counted. */
  readonly quiet?: boolean;
}

/** One block a file, one finding a line with its mend below it, and the counts at the end. */
export function textReport({ registry, violations }: LintReport, { color, quiet = false }: TextOptions): string {
  const paint = createColors(color);
  const shown = quiet ? violations.filter(({ level }) => level === "error") : violations;
  const lines = shown.flatMap((violation) => {
    const level = violation.level === "error" ? paint.red("error") : paint.yellow("warning");
    const place = placeText(violation) || registry;
    const mend = violation.edit === undefined ? violation.mend : `${violation.mend} ${paint.green("(--fix does)")}`;
    return [
      `${paint.bold(place)}  ${level}  ${paint.dim(violation.rule)}`,
      `  ${violation.name}: ${violation.message}`,
      `  ${paint.dim("→")} ${mend}`,
      "",
    ];
  });
  return [...lines, summary(violations, registry)].join("\n");
}

function summary(violations: readonly Violation[], registry: string): string {
  const { errors, warnings, fixable } = countViolations(violations);
  if (errors + warnings === 0) return `The contracts of ${registry} keep the house rules.`;
  const fixes = fixable === 0 ? "" : `; --fix mends ${fixable}`;
  return `${counted(errors, "error")}, ${counted(warnings, "warning")}${fixes}. \`oap lint --explain <rule>\` says why.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
