import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";

const { stability, since, source } = governanceMeta;

export const PolicyExplainParams = defineType({
  name: "PolicyExplainParams",
  title: "Explain policy: parameters",
  description: "The versioned set of policies to explain, as results and headers name it.",
  stability,
  since,
  source,
  schema: Type.Object({
    policy_binding_id: ref(PolicyBindingId, { description: "The versioned set of policies to explain." }),
  }),
  examples: {
    valid: [{ title: "the binding of a result", value: { policy_binding_id: "development-allow" } }],
    invalid: [
      { title: "without a binding", value: {}, pointer: "", keyword: "required" },
      {
        title: "an empty binding",
        value: { policy_binding_id: "" },
        pointer: "/policy_binding_id",
        keyword: "pattern",
      },
    ],
  },
});
export type PolicyExplainParams = Static<typeof PolicyExplainParams.schema>;
