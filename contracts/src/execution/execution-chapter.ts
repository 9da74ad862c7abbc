import { defineChapter } from "../spec/define-registry.ts";
import { ActionDescriptor } from "./action-descriptor.ts";
import { BackoffStrategy } from "./backoff-strategy.ts";
import { execCancel } from "./exec-cancel.ts";
import { ExecCancelParams } from "./exec-cancel-params.ts";
import { ExecCancelResult } from "./exec-cancel-result.ts";
import { execInvoke } from "./exec-invoke.ts";
import { ExecInvokeParams } from "./exec-invoke-params.ts";
import { ExecInvokeResult } from "./exec-invoke-result.ts";
import { ExecInvokeResultAsync } from "./exec-invoke-result-async.ts";
import { ExecInvokeResultSync } from "./exec-invoke-result-sync.ts";
import { execPlanApply } from "./exec-plan-apply.ts";
import { ExecPlanApplyParams } from "./exec-plan-apply-params.ts";
import { ExecPlanApplyResult } from "./exec-plan-apply-result.ts";
import { execPlanStatusGet } from "./exec-plan-status-get.ts";
import { ExecPlanStatusGetParams } from "./exec-plan-status-get-params.ts";
import { ExecPlanStatusGetResult } from "./exec-plan-status-get-result.ts";
import { execPlanSubmit } from "./exec-plan-submit.ts";
import { ExecPlanSubmitParams } from "./exec-plan-submit-params.ts";
import { ExecPlanSubmitResult } from "./exec-plan-submit-result.ts";
import { execStatusGet } from "./exec-status-get.ts";
import { ExecStatusGetParams } from "./exec-status-get-params.ts";
import { ExecStatusGetResult } from "./exec-status-get-result.ts";
import { ExecTarget } from "./exec-target.ts";
import { ExecutionErrorInfo } from "./execution-error-info.ts";
import { ExecutionFailureReason } from "./execution-failure-reason.ts";
import { ExecutionMode } from "./execution-mode.ts";
import { ExecutionPlan } from "./execution-plan.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";
import { orchExecutionModeHeader } from "./orch-execution-mode-header.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";
import { orchTargetCapabilityHeader } from "./orch-target-capability-header.ts";
import { orchTargetModuleHeader } from "./orch-target-module-header.ts";
import { orchTimeoutMsHeader } from "./orch-timeout-ms-header.ts";
import { PlanCondition } from "./plan-condition.ts";
import { PlanEdge } from "./plan-edge.ts";
import { PlanId } from "./plan-id.ts";
import { PlanStatus } from "./plan-status.ts";
import { PlanStep } from "./plan-step.ts";
import { PlanStepState } from "./plan-step-state.ts";
import { RetryPolicy } from "./retry-policy.ts";
import { StepId } from "./step-id.ts";

export const executionChapter = defineChapter({
  name: "execution",
  title: "Execution",
  description:
    "Running capabilities: invocations of one capability, plans of several, their status and their cancellation. A failed exchange is an error envelope and nothing started; failed work is an answer with the state `FAILED`.",
  specs: [
    InvocationId,
    PlanId,
    StepId,
    ExecutionMode,
    ExecutionState,
    ExecutionFailureReason,
    orchInvocationIdHeader,
    orchExecutionModeHeader,
    orchTimeoutMsHeader,
    orchTargetModuleHeader,
    orchTargetCapabilityHeader,
    orchExecutionStateHeader,
    ExecTarget,
    ActionDescriptor,
    ExecutionErrorInfo,
    ExecInvokeParams,
    ExecInvokeResultSync,
    ExecInvokeResultAsync,
    ExecInvokeResult,
    execInvoke,
    ExecStatusGetParams,
    ExecStatusGetResult,
    execStatusGet,
    ExecCancelParams,
    ExecCancelResult,
    execCancel,
    BackoffStrategy,
    RetryPolicy,
    PlanCondition,
    PlanEdge,
    PlanStep,
    ExecutionPlan,
    PlanStatus,
    PlanStepState,
    ExecPlanSubmitParams,
    ExecPlanSubmitResult,
    execPlanSubmit,
    ExecPlanApplyParams,
    ExecPlanApplyResult,
    execPlanApply,
    ExecPlanStatusGetParams,
    ExecPlanStatusGetResult,
    execPlanStatusGet,
  ],
});
