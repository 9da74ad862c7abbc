import { type Static, Type } from "@sinclair/typebox";
import { CapabilityName } from "../common/capability-name.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlCapabilityQueryParams = defineType({
  name: "ControlCapabilityQueryParams",
  title: "Query capabilities: parameters",
  description: "Which capabilities to list. Filters narrow together; without any, all are listed.",
  stability,
  since,
  source,
  schema: Type.Object({
    module_id: Type.Optional(ref(OrchModuleId, { description: "Only those of this module." })),
    name: Type.Optional(ref(CapabilityName, { description: "Only those with this name." })),
    type: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: "Only those of this type, such as `analysis`." }),
    ),
  }),
  examples: {
    valid: [
      { title: "all", value: {} },
      { title: "the analyses of one module", value: { module_id: "image", type: "analysis" } },
    ],
    invalid: [
      { title: "an empty type", value: { type: "" }, pointer: "/type", keyword: "minLength" },
      { title: "a module with a space", value: { module_id: "two words" }, pointer: "/module_id", keyword: "pattern" },
    ],
  },
});
export type ControlCapabilityQueryParams = Static<typeof ControlCapabilityQueryParams.schema>;
