import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { RateLimit } from "./rate-limit.ts";

export const RateLimitPolicy = defineType({
  name: "RateLimitPolicy",
  title: "Rate limit policy",
  description:
    "How many executions may start in a time, of each action and of all together (INV-EXE-6). An execution beyond a limit is denied, not queued. Absent limits are off.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    per_action: Type.Optional(ref(RateLimit, { description: "The limit of each action by itself." })),
    global: Type.Optional(ref(RateLimit, { description: "The limit of all actions together." })),
  }),
  examples: {
    valid: [
      { title: "no limit", value: {} },
      {
        title: "both limits",
        value: {
          per_action: { max_executions: 10, window_ms: 1000 },
          global: { max_executions: 100, window_ms: 1000 },
        },
      },
    ],
    invalid: [
      { title: "a bare number", value: { global: 100 }, pointer: "/global", keyword: "type" },
      {
        title: "a limit without a window",
        value: { per_action: { max_executions: 10 } },
        pointer: "/per_action",
        keyword: "required",
      },
    ],
  },
});
export type RateLimitPolicy = Static<typeof RateLimitPolicy.schema>;
