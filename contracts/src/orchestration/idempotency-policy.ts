import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const IdempotencyPolicy = defineType({
  name: "IdempotencyPolicy",
  title: "Idempotency policy",
  description:
    "Whether attempts carry an idempotency key, and how it is derived. With the key on, executing the same decision in the same context again returns the recorded report and does not run the action again.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    idempotency_enabled: Type.Optional(
      Type.Boolean({
        default: false,
        description: "Whether keys are derived, set on every attempt, and used. The default is false.",
      }),
    ),
    key_generator: Type.Optional(
      stringEnum(["action+context_hash"], {
        description:
          "How the key is derived: SHA-256 over the canonical JSON (RFC 8785) of the action with its parameters and the context, without the context's `ops_deny_actions` and `now_ms`.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "off, the default", value: {} },
      { title: "on", value: { idempotency_enabled: true, key_generator: "action+context_hash" } },
    ],
    invalid: [
      { title: "an unknown generator", value: { key_generator: "random" }, pointer: "/key_generator", keyword: "enum" },
      {
        title: "a switch that is a number",
        value: { idempotency_enabled: 1 },
        pointer: "/idempotency_enabled",
        keyword: "type",
      },
    ],
  },
});
export type IdempotencyPolicy = Static<typeof IdempotencyPolicy.schema>;
