import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { queriedCapabilitiesMax } from "./bounds.ts";
import { CapabilityDescriptor } from "./capability-descriptor.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlCapabilityQueryResult = defineType({
  name: "ControlCapabilityQueryResult",
  title: "Query capabilities: result",
  description: "The capabilities that match, each with `module_id` and `state`.",
  stability,
  since,
  source,
  schema: Type.Object({
    capabilities: Type.Array(ref(CapabilityDescriptor), {
      maxItems: queriedCapabilitiesMax.value,
      description: "Sorted by module, name and version, the highest version first.",
    }),
  }),
  examples: {
    valid: [
      { title: "none", value: { capabilities: [] } },
      {
        title: "one",
        value: {
          capabilities: [
            {
              name: "analyze",
              version: "1.0.0",
              type: "analysis",
              description: "Decodes a picture and measures its size and colours.",
              input: { type: "object" },
              output: { type: "object" },
              risk: "LOW",
              idempotent: true,
              module_id: "image",
              state: "INITIALIZED",
            },
          ],
        },
      },
    ],
    invalid: [
      { title: "without the list", value: {}, pointer: "", keyword: "required" },
      { title: "names only", value: { capabilities: ["analyze"] }, pointer: "/capabilities/0", keyword: "type" },
    ],
  },
});
export type ControlCapabilityQueryResult = Static<typeof ControlCapabilityQueryResult.schema>;
