import type { Level } from "./rule.ts";

/** A contract that breaks a house rule. */
export interface Violation {
  /** The rule's name, which is its file's name in `rules/`; `lint-configuration` for what the configuration itself has wrong. */
  readonly rule: string;
  readonly level: Exclude<Level, "off">;
  /** From the repository's root; absent when the sources were not given or the spec was not found in them. */
  readonly file?: string;
  readonly line?: number;
  /** From 1. Absent where only the spec was found, not the part of it. */
  readonly column?: number;
  /** The contract, and within it the JSON Pointer where that helps. */
  readonly name: string;
  /** The contract alone, as the sources name it. */
  readonly contract: string;
  readonly message: string;
  /** What would be right. */
  readonly mend: string;
  /** What `--fix` does about it. Absent where nothing is both safe and exact. */
  readonly edit?: SourceEdit;
}

/** Replaces a range of one source file. Offsets count UTF-16 units from 0; `end` is exclusive. */
export interface SourceEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A violation without what the lint adds to it: the rule, the level and the place. */
export interface Finding {
  readonly name: string;
  /** Names the spec whose source is shown, where that is not `name`. */
  readonly writtenAs?: string;
  /** JSON Pointer into the definition, such as `/schema/properties/depot/maxLength`; absent for the whole of it. */
  readonly at?: string;
  readonly message: string;
  readonly mend: string;
  /** How the source at `at` may be mended without changing what the contract accepts. */
  readonly fix?: Fix;
}

/** A change of source that is safe: nothing accepts or refuses another value by it. */
export type Fix =
  | { readonly kind: "replace-text"; readonly from: string; readonly to: string }
  | { readonly kind: "remove-property" }
  | { readonly kind: "remove-element" };

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

/** `contracts/src/common/orch-id.ts:9:3 OrchId: has no description. Say what it means. (described)` */
export function violationText({ rule, name, message, mend, ...place }: Violation): string {
  const at = placeText(place);
  return `${at === "" ? "" : `${at} `}${name}: ${message} ${mend} (${rule})`;
}

/** `contracts/src/common/orch-id.ts:9:3`, as far as it is known. */
export function placeText({ file, line, column }: Pick<Violation, "file" | "line" | "column">): string {
  if (file === undefined) return "";
  return [file, ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(":");
}
