import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { traceKeyPattern } from "./trace-key.ts";

export const PacketV2External = defineType({
  name: "PacketV2External",
  title: "Packet: external context",
  description:
    "What the parts of a decision system tell each other beside a packet's own fields, by trace key. The members here are those of execution; other parts add theirs under their own namespaces, and every key matches `TraceKey`.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Trace"),
  schema: Type.Object(
    {
      "exec.total_latency_ms": Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: "How many milliseconds execution took.",
        }),
      ),
      "exec.success_count": Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many actions succeeded." }),
      ),
      "exec.failed_count": Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many actions failed." }),
      ),
      "exec.skipped_count": Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many actions were skipped." }),
      ),
      "exec.denied_count": Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many actions were denied." }),
      ),
      "exec.fail_closed": Type.Optional(Type.Boolean({ description: "Whether execution failed closed." })),
      "exec.attempt_count": Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many attempts there were." }),
      ),
    },
    { propertyNames: { type: "string", pattern: traceKeyPattern } },
  ),
  examples: {
    valid: [
      { title: "before execution", value: {} },
      {
        title: "after execution",
        value: {
          "exec.total_latency_ms": 12,
          "exec.success_count": 1,
          "exec.failed_count": 0,
          "exec.skipped_count": 0,
          "exec.denied_count": 0,
          "exec.fail_closed": false,
          "exec.attempt_count": 1,
        },
      },
    ],
    invalid: [
      {
        title: "a count in text",
        value: { "exec.attempt_count": "1" },
        pointer: "/exec.attempt_count",
        keyword: "type",
      },
      {
        title: "a negative count",
        value: { "exec.denied_count": -1 },
        pointer: "/exec.denied_count",
        keyword: "minimum",
      },
    ],
  },
});
export type PacketV2External = Static<typeof PacketV2External.schema>;
