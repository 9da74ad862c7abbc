import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ActionName } from "./action-name.ts";
import { governedActionsMax } from "./bounds.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";

const actions = (description: string) =>
  Type.Array(ref(ActionName), { maxItems: governedActionsMax.value, description });

export const ExecutionGovernanceState = defineType({
  name: "ExecutionGovernanceState",
  title: "Governance state of an execution",
  description:
    "What governance decided for an invocation or a plan, attached to its results. In a request it can only narrow what policy allows, never grant more.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Object({
    policy_binding_id: ref(PolicyBindingId, { description: "The versioned set of policies that decided." }),
    allowed_actions: actions(
      "The actions that may be carried out. In a request, an action that is not named here is not carried out.",
    ),
    removed_actions: Type.Optional(actions("The actions that were asked for and that policy took away.")),
    requires_hitl_for: Type.Optional(
      actions(
        "The actions that wait for a human. While there are any, the execution stays PENDING until they are decided or expire.",
      ),
    ),
  }),
  examples: {
    valid: [
      {
        title: "one action allowed",
        value: { policy_binding_id: "development-allow", allowed_actions: ["image.analyze"] },
      },
      {
        title: "one removed, one waiting for a human",
        value: {
          policy_binding_id: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          allowed_actions: ["image.analyze"],
          removed_actions: ["http.fetch"],
          requires_hitl_for: ["image.analyze"],
        },
      },
    ],
    invalid: [
      { title: "without a binding", value: { allowed_actions: [] }, pointer: "", keyword: "required" },
      {
        title: "actions as one text",
        value: { policy_binding_id: "development-allow", allowed_actions: "image.analyze" },
        pointer: "/allowed_actions",
        keyword: "type",
      },
      {
        title: "an action without a name",
        value: { policy_binding_id: "development-allow", allowed_actions: [""] },
        pointer: "/allowed_actions/0",
        keyword: "pattern",
      },
    ],
  },
});
export type ExecutionGovernanceState = Static<typeof ExecutionGovernanceState.schema>;
