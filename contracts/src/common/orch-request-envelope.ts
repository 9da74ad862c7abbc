import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { defineType, parameter } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import type { JsonValue } from "./json-value.ts";
import { envelopeMembers, envelopeType } from "./orch-envelope-base.ts";

/** A request envelope for one operation: the base, with `params`. */
export const requestEnvelope = <TParams extends TSchema>(key: string, params: TParams) =>
  Type.Object({ ...envelopeMembers, envelope_type: envelopeType(key), params });

const orchRequestEnvelope = <TParams extends TSchema>(params: TParams) => Type.Object({ ...envelopeMembers, params });

export const OrchRequestEnvelope = defineType({
  name: "OrchRequestEnvelope",
  title: "Request envelope",
  description: "The envelope of any request. `params` is required; where an operation needs none it is `{}`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.4.2"),
  parameters: ["TParams"],
  schema: orchRequestEnvelope(
    parameter("TParams", { description: "What the operation is asked for; `{}` where it needs nothing." }),
  ),
  examples: {
    valid: [{ title: "a ping", value: { jsonrpc: "2.0", id: "req-1", envelope_type: "control.ping", params: {} } }],
    invalid: [
      {
        title: "without params",
        value: { jsonrpc: "2.0", id: "req-1", envelope_type: "control.ping" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an id that is a number",
        value: { jsonrpc: "2.0", id: 1, envelope_type: "control.ping", params: {} },
        pointer: "/id",
        keyword: "type",
      },
    ],
  },
});
export type OrchRequestEnvelope<TParams = JsonValue> = Static<ReturnType<typeof orchRequestEnvelope<TUnsafe<TParams>>>>;
