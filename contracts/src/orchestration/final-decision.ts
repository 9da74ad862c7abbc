import { type Static, Type } from "@sinclair/typebox";
import { labelsMax, timeoutMsMax } from "../common/bounds.ts";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { FinalAction } from "./final-action.ts";

export const FinalDecision = defineType({
  name: "FinalDecision",
  title: "Final decision",
  description:
    "What was decided after all modulation: the action, and whether it may be executed. A decision that is not allowed is skipped, never executed.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Integration Points"),
  schema: Type.Object({
    action: ref(FinalAction, { description: "What to do." }),
    allowed: Type.Boolean({ description: "Whether it may be executed." }),
    reasons: Type.Array(Type.String({ maxLength: 1024, description: "One reason." }), {
      maxItems: labelsMax.value,
      description: "Why it was decided so; may be empty.",
    }),
    mismatch: Type.Optional(ref(JsonObject, { description: "Which guards objected, and to what." })),
    throttle_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: timeoutMsMax.value,
        description: "How many milliseconds to slow down by, at most a day.",
      }),
    ),
    cooldown_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: timeoutMsMax.value,
        description: "How many milliseconds to rest afterwards, at most a day.",
      }),
    ),
    params: Type.Optional(
      ref(JsonObject, { description: "What the executor needs; keys of a domain are written `domain:key`." }),
    ),
  }),
  examples: {
    valid: [
      { title: "go ahead", value: { action: "ACT", allowed: true, reasons: [], params: { "imaging:quality": 0.8 } } },
      { title: "held back", value: { action: "HOLD", allowed: false, reasons: ["stale_input"], cooldown_ms: 5000 } },
    ],
    invalid: [
      { title: "without reasons", value: { action: "ACT", allowed: true }, pointer: "", keyword: "required" },
      {
        title: "an unknown action",
        value: { action: "GO", allowed: true, reasons: [] },
        pointer: "/action",
        keyword: "enum",
      },
      {
        title: "a negative cooldown",
        value: { action: "HOLD", allowed: false, reasons: [], cooldown_ms: -1 },
        pointer: "/cooldown_ms",
        keyword: "minimum",
      },
    ],
  },
});
export type FinalDecision = Static<typeof FinalDecision.schema>;
