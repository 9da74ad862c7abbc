import type { LintReport } from "./lint-folder.ts";

/** Workflow commands of GitHub Actions: each finding is shown at its line in the pull request. */
export function annotationsReport({ violations }: LintReport): string {
  return violations
    .map(({ rule, level, file, line, column, name, message, mend }) => {
      const properties = Object.entries({ file, line, col: column, title: rule })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
      return `::${level} ${properties.join(",")}::${escaped(`${name}: ${message} ${mend}`)}`;
    })
    .join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
