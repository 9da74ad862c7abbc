import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PacketV2External } from "./packet-v2-external.ts";

export const PacketV2 = defineType({
  name: "PacketV2",
  title: "Packet",
  description:
    "One step of a decision system's run: what came in, what was proposed and decided, and what came of it. `addExecutionTrace` adds the outcome of execution to `external`.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Trace"),
  schema: Type.Object({
    run_id: Type.String({ minLength: 1, maxLength: 256, description: "The run that the packet belongs to." }),
    step: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "The step's number within the run.",
    }),
    input: ref(JsonObject, { description: "The state that the decision was made from, redacted." }),
    external: ref(PacketV2External, { description: "What other parts know, by trace key, redacted." }),
    mdm: ref(JsonObject, { description: "The proposal, before modulation." }),
    final_action: ref(JsonObject, { description: "The decision, after modulation." }),
    latency_ms: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many milliseconds the step took.",
    }),
    mismatch: Type.Optional(ref(JsonObject, { description: "Which guards objected, and to what." })),
    schema_version: Type.String({
      minLength: 1,
      maxLength: 64,
      description: "The version of the packet's schema, such as `0.2.0`.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "a step that acted",
        value: {
          run_id: "run-1",
          step: 0,
          input: { queue_length: 4 },
          external: { "exec.attempt_count": 1 },
          mdm: { action: "ACT" },
          final_action: { action: "ACT", allowed: true },
          latency_ms: 14,
          schema_version: "0.2.0",
        },
      },
    ],
    invalid: [
      {
        title: "without a version",
        value: { run_id: "run-1", step: 0, input: {}, external: {}, mdm: {}, final_action: {}, latency_ms: 14 },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a step by name",
        value: {
          run_id: "run-1",
          step: "first",
          input: {},
          external: {},
          mdm: {},
          final_action: {},
          latency_ms: 14,
          schema_version: "0.2.0",
        },
        pointer: "/step",
        keyword: "type",
      },
    ],
  },
});
export type PacketV2 = Static<typeof PacketV2.schema>;
