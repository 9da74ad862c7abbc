import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { policyIssuesMax } from "./bounds.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";
import { PolicyIssue } from "./policy-issue.ts";

const { stability, since } = governanceMeta;

const present = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const before = "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

export const PolicyReloadResult = defineType({
  name: "PolicyReloadResult",
  title: "Reload policies: result",
  description:
    "The policies that hold now. That new ones are broken is a result here and not an error: those before it hold on.",
  stability,
  since,
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({
    reloaded: Type.Boolean({ description: "Whether the policies as they are written now are those that hold." }),
    policy_binding_id: ref(PolicyBindingId, { description: "The versioned set of policies that holds now." }),
    previous_policy_binding_id: ref(PolicyBindingId, {
      description: "The one that held before. It is the same where nothing was changed, or where it is kept.",
    }),
    issues: Type.Optional(
      Type.Array(ref(PolicyIssue), {
        minItems: 1,
        maxItems: policyIssuesMax.value,
        description: "Why the policies are not those that hold. Present exactly where `reloaded` is false.",
      }),
    ),
    warnings: Type.Optional(
      Type.Array(ref(PolicyIssue), {
        minItems: 1,
        maxItems: policyIssuesMax.value,
        description:
          "What looks wrong in them and is allowed, such as the name of a module that nobody has registered.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "other policies hold now",
        value: { reloaded: true, policy_binding_id: present, previous_policy_binding_id: before },
      },
      {
        title: "broken ones replace nothing",
        value: {
          reloaded: false,
          policy_binding_id: before,
          previous_policy_binding_id: before,
          issues: [{ file: "risk.cedar", line: 4, column: 1, message: "There is no annotation `@decison`." }],
        },
      },
    ],
    invalid: [
      {
        title: "without a word about success",
        value: { policy_binding_id: present, previous_policy_binding_id: before },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty list of issues",
        value: { reloaded: false, policy_binding_id: before, previous_policy_binding_id: before, issues: [] },
        pointer: "/issues",
        keyword: "minItems",
      },
    ],
  },
});
export type PolicyReloadResult = Static<typeof PolicyReloadResult.schema>;
