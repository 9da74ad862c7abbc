import { OapError } from "@oap/protocol/errors";
import type { ValidationIssue } from "@oap/protocol/types";

/** One thing that is wrong with the params; the pointer is into the envelope. */
export function invalidParam(pointer: string, keyword: string, message: string, cause?: unknown): OapError {
  return invalidParams([{ pointer, keyword, message }], cause);
}

/** Refuses params that do not fit their contract, whoever gives them: a command line has no gateway before it. */
export function checkParams(issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) {
    throw invalidParams(issues.map((issue) => ({ ...issue, pointer: `/params${issue.pointer}` })));
  }
}

function invalidParams(issues: readonly ValidationIssue[], cause?: unknown): OapError {
  const message = issues.map(({ pointer, message }) => `\`${pointer}\`: ${message}`).join(" ");
  return new OapError("INVALID_PARAMS", { message, details: { issues: issues as never }, cause });
}
