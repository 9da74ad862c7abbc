import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionMarker = defineType({
  name: "ExecutionMarker",
  title: "Execution marker",
  description:
    "Why an execution did not succeed, in place of the text of an exception (INV-EXE-3). Denied: `kill_switch`; `rate_limited` (a rate limit is reached); `overloaded` (too many executions wait already). Skipped: `not_allowed`. Failed: `refused` (the executor said that it failed); `exception` (it threw); `timeout` (its last attempt ran out of time); `total_timeout` (all of it did); `abandoned` (the executor did not stop when its time was over, may still run, and is not tried again); `aborted` (the caller withdrew it); `invalid_input` (the decision, the context or the policy is not what the contract says, or the policy asks for what `execute` was not given); `unrecorded` (the record of executions could not be read or written); `internal` (anything else).",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Fail-Closed Safety"),
  schema: stringEnum([
    "kill_switch",
    "rate_limited",
    "overloaded",
    "not_allowed",
    "refused",
    "exception",
    "timeout",
    "total_timeout",
    "abandoned",
    "aborted",
    "invalid_input",
    "unrecorded",
    "internal",
  ]),
  examples: {
    valid: [
      { title: "the kill switch is on", value: "kill_switch" },
      { title: "the executor threw", value: "exception" },
    ],
    invalid: [
      { title: "the text of an exception", value: "connect ECONNREFUSED 10.0.0.1:5432", pointer: "", keyword: "enum" },
      { title: "upper case", value: "KILL_SWITCH", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionMarker = Static<typeof ExecutionMarker.schema>;
