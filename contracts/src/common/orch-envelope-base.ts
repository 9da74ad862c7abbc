import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchId } from "./orch-id.ts";
import { OrchMeta } from "./orch-meta.ts";

/** The members that every envelope has. `envelopeType` narrows `envelope_type` to one operation's key. */
export const envelopeMembers = {
  jsonrpc: Type.Literal("2.0", { description: "The version of the base format." }),
  id: ref(OrchId, { description: "The exchange's identifier; a response repeats its request's." }),
  envelope_type: Type.String({
    minLength: 1,
    maxLength: 128,
    description:
      "Which operation this is, such as `exec.invoke`; it determines what `params`, `result` and `error` hold.",
  }),
  _meta: Type.Optional(ref(OrchMeta, { description: "Cross-cutting metadata." })),
};

/** The `envelope_type` of one operation. */
export const envelopeType = (key: string) => Type.Literal(key, { description: `Always \`${key}\`.` });

export const OrchEnvelopeBase = defineType({
  name: "OrchEnvelopeBase",
  title: "Envelope base",
  description:
    "What every request and response envelope has. Envelopes are open: unknown members are kept or ignored, never an error.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.4.1"),
  schema: Type.Object(envelopeMembers),
  examples: {
    valid: [{ title: "the least there is", value: { jsonrpc: "2.0", id: "req-1", envelope_type: "control.ping" } }],
    invalid: [
      {
        title: "another JSON-RPC version",
        value: { jsonrpc: "1.0", id: "req-1", envelope_type: "control.ping" },
        pointer: "/jsonrpc",
        keyword: "const",
      },
      {
        title: "without an id",
        value: { jsonrpc: "2.0", envelope_type: "control.ping" },
        pointer: "",
        keyword: "required",
      },
    ],
  },
});
export type OrchEnvelopeBase = Static<typeof OrchEnvelopeBase.schema>;
