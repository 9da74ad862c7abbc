import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { policyConstraintsMax, policyReasonsMax } from "./bounds.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyConstraint } from "./policy-constraint.ts";

const { stability, since, source } = governanceMeta;

export const PolicyExplainResult = defineType({
  name: "PolicyExplainResult",
  title: "Explain policy: result",
  description: "What a set of policies says, for people, with the rules and constraints that bear it out.",
  stability,
  since,
  source,
  schema: Type.Object({
    explanation: Type.String({ minLength: 1, maxLength: 65_536, description: "The explanation, in whole sentences." }),
    rules_fired: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
        maxItems: policyReasonsMax.value,
        description: "The names (`@id`) of the policies of this set that decide.",
      }),
    ),
    constraints: Type.Optional(
      Type.Array(ref(PolicyConstraint), {
        maxItems: policyConstraintsMax.value,
        description: "The constraints that these policies set.",
      }),
    ),
    evidence: Type.Optional(
      Type.Array(ref(JsonObject), {
        maxItems: policyReasonsMax.value,
        description: "What the explanation rests on, such as a policy's source text and its annotations.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "before there are policies",
        value: { explanation: "No policies are loaded. On loopback, every action is allowed." },
      },
      {
        title: "a rule with a constraint",
        value: {
          explanation: "Pictures may be analysed. What comes out is limited to 64 KiB.",
          rules_fired: ["allow-image-analysis"],
          constraints: [{ code: "MAX_OUTPUT_BYTES", scope: "output", args: { bytes: 65536 } }],
          evidence: [{ policy: "allow-image-analysis", decision: "PARTIAL_ALLOW" }],
        },
      },
    ],
    invalid: [
      { title: "without an explanation", value: { rules_fired: [] }, pointer: "", keyword: "required" },
      {
        title: "a rule that is a number",
        value: { explanation: "Pictures may be analysed.", rules_fired: [7] },
        pointer: "/rules_fired/0",
        keyword: "type",
      },
    ],
  },
});
export type PolicyExplainResult = Static<typeof PolicyExplainResult.schema>;
