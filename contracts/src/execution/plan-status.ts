import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PlanStatus = defineType({
  name: "PlanStatus",
  title: "Plan status",
  description:
    "What became of a submitted plan. `READY_FOR_EXECUTION`: it can be applied. `PENDING_REVIEW`: policy wants a human to approve it first. `REJECTED`: policy denies it. A plan that is wrong has no status: submitting it is the error `INVALID_PLAN`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "8.2"),
  schema: stringEnum(["PENDING_REVIEW", "REJECTED", "READY_FOR_EXECUTION"]),
  examples: {
    valid: [
      { title: "can be applied", value: "READY_FOR_EXECUTION" },
      { title: "denied", value: "REJECTED" },
    ],
    invalid: [
      { title: "a shorter word", value: "READY", pointer: "", keyword: "enum" },
      { title: "the state of an execution", value: "PENDING", pointer: "", keyword: "enum" },
    ],
  },
});
export type PlanStatus = Static<typeof PlanStatus.schema>;
