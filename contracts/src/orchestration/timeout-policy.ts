import { type Static, Type } from "@sinclair/typebox";
import { timeoutMsMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const TimeoutPolicy = defineType({
  name: "TimeoutPolicy",
  title: "Timeout policy",
  description:
    "How long an action may take, and all of it together. At the end of either the running attempt is aborted; waits between attempts count towards the total.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    timeout_per_action_ms: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: timeoutMsMax.value,
        default: 5000,
        description: "How many milliseconds one attempt may take, at most a day. The default is 5000.",
      }),
    ),
    max_total_time_ms: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: timeoutMsMax.value,
        default: 30_000,
        description:
          "How many milliseconds all attempts and waits together may take, at most a day. The default is 30000.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "the defaults", value: {} },
      { title: "in full", value: { timeout_per_action_ms: 5000, max_total_time_ms: 30000 } },
    ],
    invalid: [
      {
        title: "no time at all",
        value: { timeout_per_action_ms: 0 },
        pointer: "/timeout_per_action_ms",
        keyword: "minimum",
      },
      { title: "without a bound", value: { max_total_time_ms: null }, pointer: "/max_total_time_ms", keyword: "type" },
    ],
  },
});
export type TimeoutPolicy = Static<typeof TimeoutPolicy.schema>;
