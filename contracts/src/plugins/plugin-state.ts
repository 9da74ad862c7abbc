import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PluginState = defineType({
  name: "PluginState",
  title: "Plugin state",
  description:
    "The lifecycle of a plugin or a remote module. `LOADED`: registered and not run yet. `RUNNING`: at least one run is open. `INITIALIZED`: no run is open and the last one succeeded. `FAILED`: no run is open and the last one failed. `UNAVAILABLE`: it does not answer. There are no other states: success and error are counted in metrics.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "3"),
  schema: stringEnum(["LOADED", "INITIALIZED", "RUNNING", "FAILED", "UNAVAILABLE"]),
  examples: {
    valid: [
      { title: "after a success", value: "INITIALIZED" },
      { title: "while it runs", value: "RUNNING" },
    ],
    invalid: [
      { title: "an outcome, which is a metric", value: "SUCCESS", pointer: "", keyword: "enum" },
      { title: "lower case", value: "running", pointer: "", keyword: "enum" },
    ],
  },
});
export type PluginState = Static<typeof PluginState.schema>;
