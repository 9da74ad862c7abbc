import { type Comparison, type Finding, ruleGroups } from "@oap/diff";

/** What one release did to the contract, as consumers are told. */
export interface ReleasedContract {
  readonly version: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** How many there are of each part. */
  readonly counts: Readonly<Record<string, number>>;
  /** With the release before; absent for the first. */
  readonly comparison?: Comparison;
}

/** The parts of a contract document, in the order in which consumers are told. */
export const contractParts = [
  "operations",
  "events",
  "capabilities",
  "types",
  "headers",
  "errorCodes",
  "bounds",
  "tables",
] as const;

/** Counts the parts of a contract document. */
export function countParts(document: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(contractParts.map((part) => [part, Object.keys(document[part] ?? {}).length]));
}

/** Findings that change words for readers and nothing that programs notice. */
export function isWording({ rule, level, effect }: Finding): boolean {
  return Object.hasOwn(ruleGroups.annotations, rule) && level === "info" && effect === "none";
}

/** A schema that is published under another `$id` than before. */
export function isNewId({ rule }: Finding): boolean {
  return rule === "schema-id-changed";
}
