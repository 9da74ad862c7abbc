import { rules } from "../rules.ts";
import type { Violation } from "../violation.ts";
import { configurationRule } from "./apply-ignores.ts";
import type { LintReport } from "./lint-folder.ts";

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), as code scanning reads it. */
export function sarifReport({ violations }: LintReport): string {
  const told = [
    ...rules.map(({ name, title, explanation, level }) => ({
      id: name,
      shortDescription: { text: title },
      fullDescription: { text: explanation },
      defaultConfiguration: { enabled: level !== "off", level: level === "off" ? "none" : level },
    })),
    {
      id: configurationRule,
      shortDescription: { text: "Ignored findings are there, and not for longer than was said." },
      fullDescription: { text: "An entry that ignores nothing hides the next finding of its name." },
      defaultConfiguration: { enabled: true, level: "error" },
    },
  ];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "oap lint", rules: told } },
        columnKind: "utf16CodeUnits",
        results: violations.map((violation) => ({
          ruleId: violation.rule,
          ruleIndex: told.findIndex(({ id }) => id === violation.rule),
          level: violation.level,
          message: { text: `${violation.name}: ${violation.message} ${violation.mend}` },
          ...(violation.file === undefined ? {} : { locations: [locationOf(violation)] }),
          partialFingerprints: { "contractRule/v1": `${violation.rule} ${violation.name} ${violation.message}` },
        })),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function locationOf({ file, line, column }: Violation) {
  return {
    physicalLocation: {
      artifactLocation: { uri: file?.split("/").map(encodeURIComponent).join("/") },
      region: { startLine: line ?? 1, ...(column === undefined ? {} : { startColumn: column }) },
    },
  };
}
