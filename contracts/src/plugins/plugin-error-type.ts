import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PluginErrorType = defineType({
  name: "PluginErrorType",
  title: "Plugin error type",
  description:
    "What kind of failure it was. `ValidationError`: the input or the output does not fit. `PluginError`: the plugin says that it failed. `ExecutionError`: it threw something else, or ran out of time.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "6"),
  schema: stringEnum(["ValidationError", "PluginError", "ExecutionError"]),
  examples: {
    valid: [{ title: "wrong input", value: "ValidationError" }],
    invalid: [
      { title: "another class", value: "TypeError", pointer: "", keyword: "enum" },
      { title: "a failure reason", value: "VALIDATION_ERROR", pointer: "", keyword: "enum" },
    ],
  },
});
export type PluginErrorType = Static<typeof PluginErrorType.schema>;
