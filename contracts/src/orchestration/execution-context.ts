import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ExecutionContext = defineType({
  name: "ExecutionContext",
  title: "Execution context",
  description:
    "What `execute` knows about its surroundings when it decides. Other members say what the action is about, such as a run and a step, and are covered by the idempotency key; the members named here say when and whether it runs, and are not.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Integration Points"),
  schema: Type.Object({
    ops_deny_actions: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          "The kill switch: if true, nothing is attempted and the report counts one denial. It is read again before every attempt. The default is false.",
      }),
    ),
    now_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description:
          "The time to take as now for the rate limits, in milliseconds since 1970-01-01T00:00:00Z. Absent: the clock's.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "nothing special", value: {} },
      { title: "with the kill switch on", value: { ops_deny_actions: true, now_ms: 1772357400000 } },
    ],
    invalid: [
      {
        title: "a switch that is text",
        value: { ops_deny_actions: "true" },
        pointer: "/ops_deny_actions",
        keyword: "type",
      },
      { title: "a time in text", value: { now_ms: "2026-03-01T09:30:00.000Z" }, pointer: "/now_ms", keyword: "type" },
    ],
  },
});
export type ExecutionContext = Static<typeof ExecutionContext.schema>;
