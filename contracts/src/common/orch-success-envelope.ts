import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { defineType, parameter } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import type { JsonValue } from "./json-value.ts";
import { envelopeMembers, envelopeType } from "./orch-envelope-base.ts";

/** An absent member: a success has no `error`, an error has no `result`. */
export const absent = (description: string) => Type.Optional(Type.Never({ description }));

/** A success envelope for one operation: the base, with `result` and without `error`. */
export const successEnvelope = <TResult extends TSchema>(key: string, result: TResult) =>
  Type.Object({
    ...envelopeMembers,
    envelope_type: envelopeType(key),
    result,
    error: absent("Never present beside `result`."),
  });

const orchSuccessEnvelope = <TResult extends TSchema>(result: TResult) =>
  Type.Object({ ...envelopeMembers, result, error: absent("Never present beside `result`.") });

export const OrchSuccessEnvelope = defineType({
  name: "OrchSuccessEnvelope",
  title: "Success envelope",
  description:
    "The envelope of any answer of an exchange that succeeded, sent with HTTP 200. It has `result` and never `error`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.4.3"),
  parameters: ["TResult"],
  schema: orchSuccessEnvelope(parameter("TResult", { description: "What the operation answers." })),
  examples: {
    valid: [
      {
        title: "a pong",
        value: { jsonrpc: "2.0", id: "req-1", envelope_type: "control.ping", result: { received: true } },
      },
    ],
    invalid: [
      {
        title: "with an error too",
        value: {
          jsonrpc: "2.0",
          id: "req-1",
          envelope_type: "control.ping",
          result: {},
          error: { code: "INTERNAL", message: "It failed." },
        },
        pointer: "/error",
        keyword: "false schema",
      },
      {
        title: "without a result",
        value: { jsonrpc: "2.0", id: "req-1", envelope_type: "control.ping" },
        pointer: "",
        keyword: "required",
      },
    ],
  },
});
export type OrchSuccessEnvelope<TResult = JsonValue> = Static<ReturnType<typeof orchSuccessEnvelope<TUnsafe<TResult>>>>;
