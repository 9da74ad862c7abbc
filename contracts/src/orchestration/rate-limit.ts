import { type Static, Type } from "@sinclair/typebox";
import { timeoutMsMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { rateLimitExecutionsMax } from "./bounds.ts";

export const RateLimit = defineType({
  name: "RateLimit",
  title: "Rate limit",
  description: "At most so many executions within a sliding window.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    max_executions: Type.Integer({
      minimum: 1,
      maximum: rateLimitExecutionsMax.value,
      description: "How many executions may start within the window, up to a million.",
    }),
    window_ms: Type.Integer({
      minimum: 1,
      maximum: timeoutMsMax.value,
      description: "How long the window is, in milliseconds, at most a day.",
    }),
  }),
  examples: {
    valid: [{ title: "ten a second", value: { max_executions: 10, window_ms: 1000 } }],
    invalid: [
      { title: "without a window", value: { max_executions: 10 }, pointer: "", keyword: "required" },
      {
        title: "none at all",
        value: { max_executions: 0, window_ms: 1000 },
        pointer: "/max_executions",
        keyword: "minimum",
      },
    ],
  },
});
export type RateLimit = Static<typeof RateLimit.schema>;
