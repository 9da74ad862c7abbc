import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ActionName } from "./action-name.ts";
import { ApprovalId } from "./approval-id.ts";
import { ApprovalState } from "./approval-state.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";
import { RiskLevel } from "./risk-level.ts";

/** The members by which a human decision is asked for; `hitl.request` and the record share them. */
export const approvalMembers = {
  reason: Type.String({ minLength: 1, maxLength: 2048, description: "Why a human must decide, in whole sentences." }),
  required_role: Type.String({
    pattern: "^[A-Za-z][A-Za-z0-9._-]{0,63}$",
    description: "The role that whoever decides must have, such as `admin`.",
  }),
  proposed_action: ref(ActionName, { description: "The action that is done if it is approved." }),
  risk: Type.Optional(ref(RiskLevel, { description: "How much harm the action can do." })),
};

/** A request that nobody has decided yet, for the examples. */
export const pendingApproval = {
  request_id: "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
  state: "pending" as const,
  reason: "The address is not on the list of known hosts.",
  required_role: "admin",
  proposed_action: "http.fetch",
  requested_by: "user:ada",
  requested_at: "2026-03-01T09:30:00.000Z",
};
const { state: _state, ...withoutState } = pendingApproval;

export const ApprovalRequest = defineType({
  name: "ApprovalRequest",
  title: "Approval request",
  description:
    "The record of one request for a human decision, from the question to the answer. An approval counts only for the run, step, policy binding and input that it names: when one of them changes, it must be asked for again. It satisfies HITL_REQUIRED and ESCALATE, never DENY.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "The request's identifier." }),
    state: ref(ApprovalState, { description: "Where the request stands." }),
    ...approvalMembers,
    requested_by: ref(OrchCaller, { description: "Who asked, or on whose behalf the control plane asked." }),
    requested_at: ref(Timestamp, { description: "When it was asked." }),
    expires_at: Type.Optional(ref(Timestamp, { description: "When it expires if nobody decides." })),
    invocation_id: Type.Optional(ref(InvocationId, { description: "The run that waits for it." })),
    step_id: Type.Optional(ref(StepId, { description: "The step of that run." })),
    plan_id: Type.Optional(ref(PlanId, { description: "The plan that waits for it before it has a run." })),
    policy_binding_id: Type.Optional(
      ref(PolicyBindingId, { description: "The versioned set of policies that asked for a human." }),
    ),
    input_hash: Type.Optional(ref(Sha256Hash, { description: "Hash of the canonical input that would be run." })),
    reviewer: Type.Optional(ref(OrchCaller, { description: "Who decided." })),
    decided_at: Type.Optional(ref(Timestamp, { description: "When it was decided." })),
    approved: Type.Optional(
      Type.Boolean({
        description:
          "Whether the proposed action may be done. Absent while nobody has decided, and once it has expired.",
      }),
    ),
    comments: Type.Optional(Type.String({ maxLength: 4096, description: "What the reviewer wrote." })),
    overridden_by: Type.Optional(ref(OrchCaller, { description: "Who set the decision aside." })),
    overridden_at: Type.Optional(ref(Timestamp, { description: "When the decision was set aside." })),
    override_reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description: "Why the decision, or a warning of policy, was set aside.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "still open", value: pendingApproval },
      {
        title: "approved",
        value: {
          ...pendingApproval,
          state: "approved",
          risk: "HIGH",
          expires_at: "2026-03-01T10:30:00.000Z",
          invocation_id: "inv_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
          step_id: "fetch",
          policy_binding_id: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          input_hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
          reviewer: "user:grace",
          decided_at: "2026-03-01T09:42:10.500Z",
          approved: true,
          comments: "The host belongs to us.",
        },
      },
    ],
    invalid: [
      { title: "without a state", value: withoutState, pointer: "", keyword: "required" },
      { title: "an unknown state", value: { ...pendingApproval, state: "open" }, pointer: "/state", keyword: "enum" },
      {
        title: "without a reason",
        value: { ...pendingApproval, reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ApprovalRequest = Static<typeof ApprovalRequest.schema>;
