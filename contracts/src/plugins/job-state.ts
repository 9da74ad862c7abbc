import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const JobState = defineType({
  name: "JobState",
  title: "Job state",
  description:
    "Where a job stands: `PENDING`, then `RUNNING`, then `SUCCESS` or `FAILED`. The table `jobStateOfExecutionState` maps it from and to `ExecutionState`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "4"),
  schema: stringEnum(["PENDING", "RUNNING", "SUCCESS", "FAILED"]),
  examples: {
    valid: [
      { title: "created", value: "PENDING" },
      { title: "done", value: "SUCCESS" },
    ],
    invalid: [
      { title: "an execution state", value: "COMPLETED", pointer: "", keyword: "enum" },
      { title: "lower case", value: "failed", pointer: "", keyword: "enum" },
    ],
  },
});
export type JobState = Static<typeof JobState.schema>;
