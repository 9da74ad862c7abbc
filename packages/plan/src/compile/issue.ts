import type { JsonValue, ValidationIssue } from "@oap/protocol";

/** One thing that is wrong with a plan; `pointer` is a JSON Pointer into the plan. */
export function issue(pointer: string, keyword: string, message: string, expected?: JsonValue): ValidationIssue {
  return expected === undefined ? { pointer, keyword, message } : { pointer, keyword, message, expected };
}
