import type { Finding } from "../finding.ts";
import { capabilityChanges } from "./capability-changes.ts";
import { type Change, changeFinding } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { errorCodeChanges } from "./error-code-changes.ts";
import { eventChanges } from "./event-changes.ts";
import { headerChanges } from "./header-changes.ts";
import { operationChanges } from "./operation-changes.ts";
import { publishedValueChanges } from "./published-value-changes.ts";
import { typeChanges } from "./type-changes.ts";

/** Every concern beside schemas. */
const concerns: readonly ((comparing: Comparing) => readonly Change[])[] = [
  operationChanges,
  eventChanges,
  capabilityChanges,
  headerChanges,
  errorCodeChanges,
  publishedValueChanges,
  typeChanges,
];

/** The findings on what there is to call, to read and to rely on. */
export function surfaceFindings(comparing: Comparing): readonly Finding[] {
  return concerns.flatMap((changesOf) => changesOf(comparing)).map((change) => changeFinding(change, comparing));
}
