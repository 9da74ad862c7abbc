import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { moduleCapabilitiesMax } from "./bounds.ts";
import { CapabilityDescriptor } from "./capability-descriptor.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

const translate = {
  name: "translate",
  version: "1.2.0",
  type: "transformation",
  description: "Translates a text into another language.",
  input: {
    type: "object",
    properties: { text: { type: "string" }, language: { type: "string" } },
    required: ["text", "language"],
  },
  output: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  risk: "LOW" as const,
  idempotent: true,
};

export const ControlCapabilityRegisterResult = defineType({
  name: "ControlCapabilityRegisterResult",
  title: "Register capabilities: result",
  description: "The capabilities as the registry holds them now.",
  stability,
  since,
  source,
  schema: Type.Object({
    registered: Type.Array(ref(CapabilityDescriptor), {
      maxItems: moduleCapabilitiesMax.value,
      description: "The capabilities of this registration, with `module_id` and `state`.",
    }),
  }),
  examples: {
    valid: [{ title: "one", value: { registered: [{ ...translate, module_id: "translator", state: "INITIALIZED" }] } }],
    invalid: [
      { title: "without the list", value: {}, pointer: "", keyword: "required" },
      { title: "one for a list", value: { registered: translate }, pointer: "/registered", keyword: "type" },
    ],
  },
});
export type ControlCapabilityRegisterResult = Static<typeof ControlCapabilityRegisterResult.schema>;
