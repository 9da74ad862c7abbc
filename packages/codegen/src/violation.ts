import type { Location } from "./model.ts";

/** A contract that breaks a house rule. */
export interface Violation {
  /** The rule's name, which is its file's name in `rules/`. */
  readonly rule: string;
  /** From the repository's root; absent when the sources were not given or the spec was not found in them. */
  readonly file?: string;
  readonly line?: number;
  /** The contract, and within it the JSON Pointer where that helps. */
  readonly name: string;
  readonly message: string;
  /** What would be right. */
  readonly mend: string;
}

/** A violation without what the lint adds to it: the rule and the place. */
export interface Finding {
  readonly name: string;
  /** Names the spec whose source is shown, where that is not `name`. */
  readonly writtenAs?: string;
  readonly message: string;
  readonly mend: string;
}

/** Thrown by `generate`: the contracts break house rules, and nothing was rendered. */
export class ContractViolations extends Error {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    const count = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
    super(`The contracts break the house rules: ${count}.\n${violations.map(violationText).join("\n")}`);
    this.name = "ContractViolations";
    this.violations = violations;
  }
}

/** `contracts/src/common/orch-id.ts:9 OrchId: has no description. Say what it means. (description)` */
export function violationText({ rule, file, line, name, message, mend }: Violation): string {
  const place = file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`} `;
  return `${place}${name}: ${message} ${mend} (${rule})`;
}

export function location(place: Location | undefined): Partial<Location> {
  return place === undefined ? {} : { file: place.file, line: place.line };
}
