import type { Violation } from "../violation.ts";

export interface ViolationCounts {
  readonly errors: number;
  readonly warnings: number;
  /** Those of both that `--fix` mends. */
  readonly fixable: number;
}

export function countViolations(violations: readonly Violation[]): ViolationCounts {
  return {
    errors: violations.filter(({ level }) => level === "error").length,
    warnings: violations.filter(({ level }) => level === "warning").length,
    fixable: violations.filter(({ edit }) => edit !== undefined).length,
  };
}
