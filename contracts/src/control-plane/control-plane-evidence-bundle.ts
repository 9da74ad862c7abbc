import { type Static, Type } from "@sinclair/typebox";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { ExecutionPlan } from "../execution/execution-plan.ts";
import { ExecutionState } from "../execution/execution-state.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { ApprovalRequest } from "../governance/approval-request.ts";
import { LedgerEntry } from "../provenance/ledger-entry.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { evidenceEntriesMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneEvidenceAttempt } from "./control-plane-evidence-attempt.ts";
import { ControlPlaneEvidenceDecision } from "./control-plane-evidence-decision.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneEvidenceBundle = defineType({
  name: "ControlPlaneEvidenceBundle",
  title: "Evidence bundle",
  description:
    "All that shows what a run did and why it was allowed to: the plan, every attempt, every decision, every approval, and the ledger's entries about it. Exporting the same ended run again gives the same bundle, byte for byte in canonical form. Members that contracts mark as personal are redacted.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run." }),
    executionId: Type.Optional(
      ref(ExecutionId, { description: "The execution that the run belongs to, where there is one." }),
    ),
    state: ref(ExecutionState, { description: "The run's state." }),
    plan: ref(ExecutionPlan, {
      description: "The plan as it was submitted, with inputs redacted where contracts say so.",
    }),
    planHash: ref(Sha256Hash, { description: "The hash of the compiled plan." }),
    attempts: Type.Array(ref(ControlPlaneEvidenceAttempt), {
      maxItems: evidenceEntriesMax.value,
      description: "Every attempt, in the order in which they started.",
    }),
    decisions: Type.Array(ref(ControlPlaneEvidenceDecision), {
      maxItems: evidenceEntriesMax.value,
      description: "Every decision of policy, in the order in which they were made.",
    }),
    approvals: Type.Array(ref(ApprovalRequest), {
      maxItems: evidenceEntriesMax.value,
      description: "Every request for a human decision, with its answer.",
    }),
    ledger: Type.Array(ref(LedgerEntry), {
      maxItems: evidenceEntriesMax.value,
      description: "The ledger's entries about the run, in order.",
    }),
    hash: ref(Sha256Hash, { description: "Hash of RFC 8785 canonical JSON of this bundle without `hash`." }),
  }),
  examples: {
    valid: [
      {
        title: "a run of one step",
        value: {
          runId: "inv-1",
          executionId: "exe-1",
          state: "COMPLETED",
          plan: {
            plan_id: "count-words",
            steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
            created_by: "user:ada",
            created_at: "2026-03-01T09:30:00.000Z",
          },
          planHash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
          attempts: [
            {
              stepId: "count",
              state: "COMPLETED",
              target: { module_id: "text", capability: "count", version: "1.0.0" },
              attempt: 1,
              inputHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
          ],
          decisions: [
            {
              decision: "ALLOW",
              policyBindingId: "development-allow",
              risk: "LOW",
              decidedAt: "2026-03-01T09:31:11.900Z",
            },
          ],
          approvals: [],
          ledger: [],
          hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
      },
    ],
    invalid: [
      {
        title: "without its hash",
        value: {
          runId: "inv-1",
          state: "COMPLETED",
          plan: {
            plan_id: "count-words",
            steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
            created_by: "user:ada",
            created_at: "2026-03-01T09:30:00.000Z",
          },
          planHash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
          attempts: [],
          decisions: [],
          approvals: [],
          ledger: [],
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "attempts that are a count",
        value: {
          runId: "inv-1",
          state: "COMPLETED",
          plan: {
            plan_id: "count-words",
            steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
            created_by: "user:ada",
            created_at: "2026-03-01T09:30:00.000Z",
          },
          planHash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
          attempts: 1,
          decisions: [],
          approvals: [],
          ledger: [],
          hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
        pointer: "/attempts",
        keyword: "type",
      },
      {
        title: "a decision that is a verdict",
        value: {
          runId: "inv-1",
          state: "COMPLETED",
          plan: {
            plan_id: "count-words",
            steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
            created_by: "user:ada",
            created_at: "2026-03-01T09:30:00.000Z",
          },
          planHash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
          attempts: [],
          decisions: [
            {
              decision: "blocked",
              policyBindingId: "development-allow",
              risk: "LOW",
              decidedAt: "2026-03-01T09:31:11.900Z",
            },
          ],
          approvals: [],
          ledger: [],
          hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
        pointer: "/decisions/0/decision",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneEvidenceBundle = Static<typeof ControlPlaneEvidenceBundle.schema>;
