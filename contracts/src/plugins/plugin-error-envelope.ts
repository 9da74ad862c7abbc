import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PluginErrorInfo } from "./plugin-error-info.ts";

export const PluginErrorEnvelope = defineType({
  name: "PluginErrorEnvelope",
  title: "Plugin error envelope",
  description:
    "A plugin's failure as it is kept inside the process: every exception is wrapped in one. `_internal` never leaves the process; `PublicPluginErrorEnvelope` is what does.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "6"),
  schema: Type.Object({
    error: ref(PluginErrorInfo, { description: "What may be shown." }),
    _internal: Type.Object(
      { traceback: Type.String({ description: "The stack of the exception, as text." }) },
      { description: "What may not be shown." },
    ),
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
          _internal: { traceback: "ValidationError: `mime_type` is empty." },
        },
      },
    ],
    invalid: [
      {
        title: "without the inside",
        value: {
          error: {
            type: "ValidationError",
            message: "`mime_type` is empty.",
            details: { issues: [{ pointer: "/mime_type", keyword: "minLength", message: "`mime_type` is empty." }] },
            plugin: "image",
            timestamp: "2026-03-01T09:30:00.000Z",
          },
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an error that is text",
        value: { error: "It failed.", _internal: { traceback: "" } },
        pointer: "/error",
        keyword: "type",
      },
    ],
  },
});
export type PluginErrorEnvelope = Static<typeof PluginErrorEnvelope.schema>;
