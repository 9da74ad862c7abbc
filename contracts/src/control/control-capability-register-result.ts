import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { moduleCapabilitiesMax } from "./bounds.ts";
import { CapabilityDescriptor } from "./capability-descriptor.ts";
import { translate } from "./control-capability-register-params.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

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
    valid: [{ title: "one", value: { registered: [{ ...translate, module_id: "translator", state: "LOADED" }] } }],
    invalid: [
      { title: "without the list", value: {}, pointer: "", keyword: "required" },
      { title: "one for a list", value: { registered: translate }, pointer: "/registered", keyword: "type" },
    ],
  },
});
export type ControlCapabilityRegisterResult = Static<typeof ControlCapabilityRegisterResult.schema>;
