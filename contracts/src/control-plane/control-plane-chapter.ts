import { defineChapter } from "../spec/define-registry.ts";
import { evidenceDigestsMax, evidenceEntriesMax, intentTextMax, noteTextMax, traceEntriesMax } from "./bounds.ts";
import { ControlPlaneEvidenceAttempt } from "./control-plane-evidence-attempt.ts";
import { ControlPlaneEvidenceBundle } from "./control-plane-evidence-bundle.ts";
import { ControlPlaneEvidenceDecision } from "./control-plane-evidence-decision.ts";
import { ControlPlaneEvidenceSignature } from "./control-plane-evidence-signature.ts";
import { ControlPlaneExecution } from "./control-plane-execution.ts";
import { controlPlaneExecutionApprove } from "./control-plane-execution-approve.ts";
import { ControlPlaneExecutionApproveInput } from "./control-plane-execution-approve-input.ts";
import { ControlPlaneExecutionApproveOutput } from "./control-plane-execution-approve-output.ts";
import { controlPlaneExecutionCancel } from "./control-plane-execution-cancel.ts";
import { ControlPlaneExecutionCancelInput } from "./control-plane-execution-cancel-input.ts";
import { ControlPlaneExecutionCancelOutput } from "./control-plane-execution-cancel-output.ts";
import { controlPlaneExecutionCompleted } from "./control-plane-execution-completed.ts";
import { ControlPlaneExecutionCompletedPayload } from "./control-plane-execution-completed-payload.ts";
import { controlPlaneExecutionEvidenceExport } from "./control-plane-execution-evidence-export.ts";
import { ControlPlaneExecutionEvidenceExportInput } from "./control-plane-execution-evidence-export-input.ts";
import { ControlPlaneExecutionEvidenceExportOutput } from "./control-plane-execution-evidence-export-output.ts";
import { controlPlaneExecutionFailed } from "./control-plane-execution-failed.ts";
import { ControlPlaneExecutionFailedPayload } from "./control-plane-execution-failed-payload.ts";
import { controlPlaneExecutionGet } from "./control-plane-execution-get.ts";
import { ControlPlaneExecutionGetInput } from "./control-plane-execution-get-input.ts";
import { ControlPlaneExecutionGetOutput } from "./control-plane-execution-get-output.ts";
import { controlPlaneExecutionList } from "./control-plane-execution-list.ts";
import { ControlPlaneExecutionListInput } from "./control-plane-execution-list-input.ts";
import { ControlPlaneExecutionListOutput } from "./control-plane-execution-list-output.ts";
import { controlPlaneExecutionPause } from "./control-plane-execution-pause.ts";
import { ControlPlaneExecutionPauseInput } from "./control-plane-execution-pause-input.ts";
import { ControlPlaneExecutionPauseOutput } from "./control-plane-execution-pause-output.ts";
import { controlPlaneExecutionReject } from "./control-plane-execution-reject.ts";
import { ControlPlaneExecutionRejectInput } from "./control-plane-execution-reject-input.ts";
import { ControlPlaneExecutionRejectOutput } from "./control-plane-execution-reject-output.ts";
import { controlPlaneExecutionResume } from "./control-plane-execution-resume.ts";
import { ControlPlaneExecutionResumeInput } from "./control-plane-execution-resume-input.ts";
import { ControlPlaneExecutionResumeOutput } from "./control-plane-execution-resume-output.ts";
import { controlPlaneExecutionRetry } from "./control-plane-execution-retry.ts";
import { ControlPlaneExecutionRetryInput } from "./control-plane-execution-retry-input.ts";
import { ControlPlaneExecutionRetryOutput } from "./control-plane-execution-retry-output.ts";
import { controlPlaneExecutionStart } from "./control-plane-execution-start.ts";
import { ControlPlaneExecutionStartInput } from "./control-plane-execution-start-input.ts";
import { ControlPlaneExecutionStartOutput } from "./control-plane-execution-start-output.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { controlPlaneExecutionStepBlocked } from "./control-plane-execution-step-blocked.ts";
import { ControlPlaneExecutionStepBlockedPayload } from "./control-plane-execution-step-blocked-payload.ts";
import { controlPlaneExecutionStepCompleted } from "./control-plane-execution-step-completed.ts";
import { ControlPlaneExecutionStepCompletedPayload } from "./control-plane-execution-step-completed-payload.ts";
import { controlPlaneExecutionStepFailed } from "./control-plane-execution-step-failed.ts";
import { ControlPlaneExecutionStepFailedPayload } from "./control-plane-execution-step-failed-payload.ts";
import { controlPlaneExecutionStepSkipped } from "./control-plane-execution-step-skipped.ts";
import { ControlPlaneExecutionStepSkippedPayload } from "./control-plane-execution-step-skipped-payload.ts";
import { controlPlaneExecutionStepStarted } from "./control-plane-execution-step-started.ts";
import { ControlPlaneExecutionStepStartedPayload } from "./control-plane-execution-step-started-payload.ts";
import { controlPlaneIntentReceived } from "./control-plane-intent-received.ts";
import { ControlPlaneIntentReceivedPayload } from "./control-plane-intent-received-payload.ts";
import { ControlPlaneIntentStatus } from "./control-plane-intent-status.ts";
import { controlPlaneIntentSubmit } from "./control-plane-intent-submit.ts";
import { ControlPlaneIntentSubmitInput } from "./control-plane-intent-submit-input.ts";
import { ControlPlaneIntentSubmitOutput } from "./control-plane-intent-submit-output.ts";
import { controlPlanePlanCompile } from "./control-plane-plan-compile.ts";
import { ControlPlanePlanCompileInput } from "./control-plane-plan-compile-input.ts";
import { ControlPlanePlanCompileOutput } from "./control-plane-plan-compile-output.ts";
import { controlPlanePlanCompiled } from "./control-plane-plan-compiled.ts";
import { ControlPlanePlanCompiledPayload } from "./control-plane-plan-compiled-payload.ts";
import { controlPlanePlanRejected } from "./control-plane-plan-rejected.ts";
import { ControlPlanePlanRejectedPayload } from "./control-plane-plan-rejected-payload.ts";
import { controlPlanePlanVerify } from "./control-plane-plan-verify.ts";
import { ControlPlanePlanVerifyInput } from "./control-plane-plan-verify-input.ts";
import { ControlPlanePlanVerifyOutput } from "./control-plane-plan-verify-output.ts";
import { controlPlanePolicyExplain } from "./control-plane-policy-explain.ts";
import { ControlPlanePolicyExplainInput } from "./control-plane-policy-explain-input.ts";
import { ControlPlanePolicyExplainOutput } from "./control-plane-policy-explain-output.ts";
import { ControlPlaneRiskTier } from "./control-plane-risk-tier.ts";
import { ControlPlaneStage } from "./control-plane-stage.ts";
import { ControlPlaneStepDecision } from "./control-plane-step-decision.ts";
import { ControlPlaneTraceEntry } from "./control-plane-trace-entry.ts";
import { controlPlaneTraceGet } from "./control-plane-trace-get.ts";
import { ControlPlaneTraceGetInput } from "./control-plane-trace-get-input.ts";
import { ControlPlaneTraceGetOutput } from "./control-plane-trace-get-output.ts";
import { ControlPlaneTraceStatus } from "./control-plane-trace-status.ts";
import { ControlPlaneVerdict } from "./control-plane-verdict.ts";
import { ExecutionId } from "./execution-id.ts";
import { executionStateOfExecutionStatus } from "./execution-state-of-execution-status.ts";
import { IntentId } from "./intent-id.ts";
import { riskTierOfRiskLevel } from "./risk-tier-of-risk-level.ts";
import { verdictOfPolicyDecision } from "./verdict-of-policy-decision.ts";
import { WorkspaceId } from "./workspace-id.ts";

/** The family of operations that operators steer with, in the words of intents, executions and runs. */
export const controlPlaneChapter = defineChapter({
  name: "control-plane",
  title: "Control plane",
  description:
    "Intents become plans, plans become executions, and operators approve, pause, retry, stop and audit them. These operations and `exec.*` read and write the same records: a `runId` is an `invocation_id`.",
  specs: [
    intentTextMax,
    noteTextMax,
    traceEntriesMax,
    evidenceEntriesMax,
    evidenceDigestsMax,
    ExecutionId,
    IntentId,
    WorkspaceId,
    ControlPlaneExecutionStatus,
    ControlPlaneIntentStatus,
    ControlPlaneStepDecision,
    ControlPlaneVerdict,
    ControlPlaneRiskTier,
    ControlPlaneStage,
    ControlPlaneTraceStatus,
    executionStateOfExecutionStatus,
    verdictOfPolicyDecision,
    riskTierOfRiskLevel,
    ControlPlaneExecution,
    ControlPlaneTraceEntry,
    ControlPlaneEvidenceAttempt,
    ControlPlaneEvidenceDecision,
    ControlPlaneEvidenceSignature,
    ControlPlaneEvidenceBundle,
    ControlPlaneIntentSubmitInput,
    ControlPlaneIntentSubmitOutput,
    controlPlaneIntentSubmit,
    ControlPlanePlanCompileInput,
    ControlPlanePlanCompileOutput,
    controlPlanePlanCompile,
    ControlPlanePlanVerifyInput,
    ControlPlanePlanVerifyOutput,
    controlPlanePlanVerify,
    ControlPlaneExecutionStartInput,
    ControlPlaneExecutionStartOutput,
    controlPlaneExecutionStart,
    ControlPlaneExecutionApproveInput,
    ControlPlaneExecutionApproveOutput,
    controlPlaneExecutionApprove,
    ControlPlaneExecutionRejectInput,
    ControlPlaneExecutionRejectOutput,
    controlPlaneExecutionReject,
    ControlPlaneExecutionCancelInput,
    ControlPlaneExecutionCancelOutput,
    controlPlaneExecutionCancel,
    ControlPlaneExecutionPauseInput,
    ControlPlaneExecutionPauseOutput,
    controlPlaneExecutionPause,
    ControlPlaneExecutionResumeInput,
    ControlPlaneExecutionResumeOutput,
    controlPlaneExecutionResume,
    ControlPlaneExecutionRetryInput,
    ControlPlaneExecutionRetryOutput,
    controlPlaneExecutionRetry,
    ControlPlaneExecutionEvidenceExportInput,
    ControlPlaneExecutionEvidenceExportOutput,
    controlPlaneExecutionEvidenceExport,
    ControlPlaneExecutionGetInput,
    ControlPlaneExecutionGetOutput,
    controlPlaneExecutionGet,
    ControlPlaneExecutionListInput,
    ControlPlaneExecutionListOutput,
    controlPlaneExecutionList,
    ControlPlaneTraceGetInput,
    ControlPlaneTraceGetOutput,
    controlPlaneTraceGet,
    ControlPlanePolicyExplainInput,
    ControlPlanePolicyExplainOutput,
    controlPlanePolicyExplain,
    ControlPlaneIntentReceivedPayload,
    controlPlaneIntentReceived,
    ControlPlanePlanCompiledPayload,
    controlPlanePlanCompiled,
    ControlPlanePlanRejectedPayload,
    controlPlanePlanRejected,
    ControlPlaneExecutionStepStartedPayload,
    controlPlaneExecutionStepStarted,
    ControlPlaneExecutionStepBlockedPayload,
    controlPlaneExecutionStepBlocked,
    ControlPlaneExecutionStepCompletedPayload,
    controlPlaneExecutionStepCompleted,
    ControlPlaneExecutionStepFailedPayload,
    controlPlaneExecutionStepFailed,
    ControlPlaneExecutionStepSkippedPayload,
    controlPlaneExecutionStepSkipped,
    ControlPlaneExecutionCompletedPayload,
    controlPlaneExecutionCompleted,
    ControlPlaneExecutionFailedPayload,
    controlPlaneExecutionFailed,
  ],
});
