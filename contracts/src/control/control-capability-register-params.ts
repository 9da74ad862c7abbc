import { type Static, Type } from "@sinclair/typebox";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { moduleCapabilitiesMax } from "./bounds.ts";
import { CapabilityDescriptor } from "./capability-descriptor.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

/** A capability for the examples, as its module registers it. */
export const translate = {
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

export const ControlCapabilityRegisterParams = defineType({
  name: "ControlCapabilityRegisterParams",
  title: "Register capabilities: parameters",
  description: "A module, where it is reached, and what it can do.",
  stability,
  since,
  source,
  schema: Type.Object({
    module_id: ref(OrchModuleId, { description: "The module that provides the capabilities." }),
    capabilities: Type.Array(ref(CapabilityDescriptor), {
      minItems: 1,
      maxItems: moduleCapabilitiesMax.value,
      description: "What the module can do, each name and version once.",
    }),
    endpoint: Type.Optional(
      Type.String({
        maxLength: 2048,
        pattern: "^https?://[!-~]+$",
        description:
          "Where the module answers `exec.invoke` envelopes. Its origin must be on the configured list of allowed origins. Without an endpoint the module is known, but UNAVAILABLE until it registers one.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "a remote module",
        value: {
          module_id: "translator",
          capabilities: [translate],
          endpoint: "https://translator.example/orchestrate",
        },
      },
      { title: "not reachable yet", value: { module_id: "translator", capabilities: [translate] } },
    ],
    invalid: [
      {
        title: "no capability",
        value: { module_id: "translator", capabilities: [] },
        pointer: "/capabilities",
        keyword: "minItems",
      },
      {
        title: "an endpoint without a scheme",
        value: { module_id: "translator", capabilities: [translate], endpoint: "translator.example" },
        pointer: "/endpoint",
        keyword: "pattern",
      },
      {
        title: "a version that is not one",
        value: { module_id: "translator", capabilities: [{ ...translate, version: "latest" }] },
        pointer: "/capabilities/0/version",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlCapabilityRegisterParams = Static<typeof ControlCapabilityRegisterParams.schema>;
