import type { Subject } from "./contract.ts";
import type { Finding } from "./finding.ts";

/**
 * The place of a change in one line, as reports print it and suppressions name it: the part, its name, its payload and a
 * JSON Pointer within its schema, such as `type ExecutionPlan#/properties/steps`, or `operation exec.invoke` for all of it.
 */
export function findingPath({ subject, pointer }: Pick<Finding, "subject" | "pointer">): string {
  return pointer === "" ? subjectText(subject) : `${subjectText(subject)}#${pointer}`;
}

/** The part of a contract that is meant, in words: `operation exec.invoke request`, or `contract` for all of it. */
export function subjectText({ part, name, payload }: Subject): string {
  return [part, name, payload ?? ""].filter((word) => word !== "").join(" ");
}
