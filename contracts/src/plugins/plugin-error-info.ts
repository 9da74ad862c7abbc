import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PluginErrorType } from "./plugin-error-type.ts";

export const PluginErrorInfo = defineType({
  name: "PluginErrorInfo",
  title: "Plugin error",
  description:
    "A plugin's failure in a form that may leave the process. The message is fixed for the kind of failure unless the plugin threw a public one.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "6"),
  schema: Type.Object({
    type: ref(PluginErrorType, { description: "The kind of failure." }),
    message: Type.String({ minLength: 1, description: "What went wrong, for people." }),
    details: ref(JsonObject, { description: "Structured data on the failure; `{}` if there is none." }),
    plugin: ref(OrchModuleId, { description: "The module that failed." }),
    timestamp: ref(Timestamp, { description: "When it failed." }),
  }),
  examples: {
    valid: [
      {
        title: "wrong input",
        value: {
          type: "ValidationError",
          message: "`mime_type` is empty.",
          details: { issues: [{ pointer: "/mime_type", keyword: "minLength", message: "`mime_type` is empty." }] },
          plugin: "image",
          timestamp: "2026-03-01T09:30:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without details",
        value: { type: "PluginError", message: "It failed.", plugin: "image", timestamp: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown kind",
        value: {
          type: "TypeError",
          message: "It failed.",
          details: {},
          plugin: "image",
          timestamp: "2026-03-01T09:30:00.000Z",
        },
        pointer: "/type",
        keyword: "enum",
      },
    ],
  },
});
export type PluginErrorInfo = Static<typeof PluginErrorInfo.schema>;
