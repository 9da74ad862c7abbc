import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionStatus = defineType({
  name: "ExecutionStatus",
  title: "Execution status",
  description:
    "How an attempt ended. `success`: the executor returned. `failed`: it threw, refused, or ran out of time. `skipped`: the decision is not allowed. `denied`: the kill switch is on, or a limit is reached.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Models"),
  schema: stringEnum(["success", "failed", "skipped", "denied"]),
  examples: {
    valid: [
      { title: "it worked", value: "success" },
      { title: "the kill switch is on", value: "denied" },
    ],
    invalid: [
      { title: "upper case", value: "SUCCESS", pointer: "", keyword: "enum" },
      { title: "an execution state", value: "COMPLETED", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionStatus = Static<typeof ExecutionStatus.schema>;
