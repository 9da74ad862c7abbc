import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { defineType, parameter } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { envelopeMembers } from "./orch-envelope-base.ts";
import { OrchError } from "./orch-error.ts";
import { absent } from "./orch-success-envelope.ts";

/** An error envelope with this error: the base, with `error` and without `result`. */
export const orchErrorEnvelope = <TError extends TSchema>(error: TError) =>
  Type.Object({ ...envelopeMembers, error, result: absent("Never present beside `error`.") });

export const OrchErrorEnvelope = defineType({
  name: "OrchErrorEnvelope",
  title: "Error envelope",
  description:
    "The envelope of any answer of an exchange that failed, sent with the HTTP status of the error's code. It has `error` and never `result`. It repeats the request's `id` and `envelope_type`; where the request could not be read, `id` is that of a valid `Orch-Id` header or made by the server, and `envelope_type` is `oap.error`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.4.4"),
  parameters: ["TError"],
  schema: orchErrorEnvelope(parameter("TError", { unbound: OrchError, description: "Why the exchange failed." })),
  examples: {
    valid: [
      {
        title: "an unknown module",
        value: {
          jsonrpc: "2.0",
          id: "req-1",
          envelope_type: "exec.invoke",
          error: { code: "MODULE_NOT_FOUND", message: "No module `imgae` is registered.", retryable: false },
        },
      },
      {
        title: "a request that could not be read",
        value: {
          jsonrpc: "2.0",
          id: "req_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
          envelope_type: "oap.error",
          error: { code: "PARSE_ERROR", message: "The body is not JSON.", retryable: false },
        },
      },
    ],
    invalid: [
      {
        title: "with a result too",
        value: {
          jsonrpc: "2.0",
          id: "req-1",
          envelope_type: "exec.invoke",
          error: { code: "INTERNAL", message: "It failed." },
          result: {},
        },
        pointer: "/result",
        keyword: "false schema",
      },
      {
        title: "without an error",
        value: { jsonrpc: "2.0", id: "req-1", envelope_type: "exec.invoke" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an error that is text",
        value: { jsonrpc: "2.0", id: "req-1", envelope_type: "exec.invoke", error: "It failed." },
        pointer: "/error",
        keyword: "type",
      },
    ],
  },
});
export type OrchErrorEnvelope<TError = OrchError> = Static<ReturnType<typeof orchErrorEnvelope<TUnsafe<TError>>>>;
