import type { Violation } from "../violation.ts";
import { configurationFileName, type IgnoreEntry } from "./lint-configuration.ts";

/** The rule under which the configuration's own mistakes are reported. It has no level of its own: it is an error. */
export const configurationRule = "lint-configuration";

/** Takes out what is ignored for a reason, and reports entries that ignore nothing or have expired. */
export function applyIgnores(
  violations: readonly Violation[],
  entries: readonly IgnoreEntry[],
  {
    today,
    configurationFile = configurationFileName,
  }: { readonly today?: string; readonly configurationFile?: string },
): readonly Violation[] {
  const isExpired = ({ until }: IgnoreEntry) => until !== undefined && today !== undefined && until < today;
  const matches = ({ rule, name }: IgnoreEntry, violation: Violation) =>
    rule === violation.rule && (name === violation.name || name === violation.contract);
  const living = entries.filter((entry) => !isExpired(entry));
  const complaint = (entry: IgnoreEntry, message: string, mend: string): Violation => ({
    rule: configurationRule,
    level: "error",
    file: configurationFile,
    name: `/ignore/${entries.indexOf(entry)}`,
    contract: entry.name,
    message,
    mend,
  });
  return [
    ...violations.filter((violation) => !living.some((entry) => matches(entry, violation))),
    ...entries
      .filter((entry) => !violations.some((violation) => matches(entry, violation)))
      .map((entry) =>
        complaint(
          entry,
          `It ignores ${entry.rule} of ${entry.name}, and there is no such finding.`,
          "Remove the entry.",
        ),
      ),
    ...entries
      .filter((entry) => isExpired(entry) && violations.some((violation) => matches(entry, violation)))
      .map((entry) =>
        complaint(
          entry,
          `It ignored ${entry.rule} of ${entry.name} until ${entry.until}.`,
          "Mend the contract, or decide anew how long it may wait.",
        ),
      ),
  ];
}
