import { type Static, Type } from "@sinclair/typebox";
import { absent } from "../common/orch-success-envelope.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PluginErrorInfo } from "./plugin-error-info.ts";

export const PublicPluginErrorEnvelope = defineType({
  name: "PublicPluginErrorEnvelope",
  title: "Public plugin error envelope",
  description:
    "A plugin's failure as it leaves the process, in `ExecutionErrorInfo.details`. It never has `_internal`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "6"),
  schema: Type.Object({
    error: ref(PluginErrorInfo, { description: "What went wrong." }),
    _internal: absent("Never present outside the process."),
  }),
  examples: {
    valid: [
      {
        title: "wrong input",
        value: {
          error: {
            type: "ValidationError",
            message: "`mime_type` is empty.",
            details: { issues: [{ pointer: "/mime_type", keyword: "minLength", message: "`mime_type` is empty." }] },
            plugin: "image",
            timestamp: "2026-03-01T09:30:00.000Z",
          },
        },
      },
    ],
    invalid: [
      {
        title: "with the inside",
        value: {
          error: {
            type: "ValidationError",
            message: "`mime_type` is empty.",
            details: { issues: [{ pointer: "/mime_type", keyword: "minLength", message: "`mime_type` is empty." }] },
            plugin: "image",
            timestamp: "2026-03-01T09:30:00.000Z",
          },
          _internal: { traceback: "ValidationError" },
        },
        pointer: "/_internal",
        keyword: "false schema",
      },
      { title: "without an error", value: {}, pointer: "", keyword: "required" },
    ],
  },
});
export type PublicPluginErrorEnvelope = Static<typeof PublicPluginErrorEnvelope.schema>;
