import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionMode = defineType({
  name: "ExecutionMode",
  title: "Execution mode",
  description:
    "Whether the answer waits for the outcome. `SYNC`, the default: the answer carries the outcome; a caller that disconnects does not cancel the work and can read it by `exec.status.get`. `ASYNC`: the answer comes as soon as the acceptance is on disk, with `PENDING` or a later state. Work that policy holds for a human answers `PENDING` at once in either mode.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "2.1"),
  schema: stringEnum(["SYNC", "ASYNC"]),
  examples: {
    valid: [
      { title: "wait for the outcome", value: "SYNC" },
      { title: "answer at acceptance", value: "ASYNC" },
    ],
    invalid: [
      { title: "lower case", value: "async", pointer: "", keyword: "enum" },
      { title: "an unknown mode", value: "BATCH", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionMode = Static<typeof ExecutionMode.schema>;
