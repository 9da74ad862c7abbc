import type { ExecutionRule, Scan, Violation } from "./rule.ts";

/** Applies the rules; the violations come by file, line, column and rule. */
export function scan(runtime: Scan, rules: readonly ExecutionRule[]): Violation[] {
  const violations = rules.flatMap((rule) =>
    [...rule.check(runtime)].map(({ node, message }): Violation => {
      const source = node.getSourceFile();
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
      return { rule, path: runtime.pathOf(source), line: line + 1, column: character + 1, message };
    }),
  );
  const byText = new Map(violations.map((violation) => [violationText(violation), violation]));
  return [...byText.values()].sort(
    (left, right) =>
      (left.path < right.path ? -1 : left.path > right.path ? 1 : 0) ||
      left.line - right.line ||
      left.column - right.column,
  );
}

/** What the scanner prints: a line for each violation, the reasons of the rules that are broken, and the count. */
export function reportText(violations: readonly Violation[], fileCount: number, ruleCount: number): string {
  if (violations.length === 0) return `No violation: ${fileCount} files, ${ruleCount} rules.`;
  const broken = [...new Set(violations.map(({ rule }) => rule))];
  const count = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
  return [
    ...violations.map(violationText),
    "",
    ...broken.map(({ id, why, mend }) => `${id}: ${why} ${mend}`),
    "",
    `${count} in ${fileCount} files.`,
  ].join("\n");
}

/** `packages/server/src/x.ts:9:5 direct-plugin-run: It calls the `run` of a plugin.` */
export function violationText({ path, line, column, rule, message }: Violation): string {
  return `${path}:${line}:${column} ${rule.id}: ${message}`;
}
