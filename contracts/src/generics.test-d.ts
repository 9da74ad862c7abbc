import { expectTypeOf } from "vitest";
import type { JsonValue } from "./common/json-value.ts";
import type { OrchError } from "./common/orch-error.ts";
import type { OrchErrorEnvelope } from "./common/orch-error-envelope.ts";
import type { OrchPageResponse } from "./common/orch-page-response.ts";
import type { OrchRequestEnvelope } from "./common/orch-request-envelope.ts";
import type { OrchSuccessEnvelope } from "./common/orch-success-envelope.ts";
import type { ExecInvokeParams } from "./execution/exec-invoke-params.ts";
import type { ExecInvokeResult } from "./execution/exec-invoke-result.ts";
import type { ExecInvokeResultAsync } from "./execution/exec-invoke-result-async.ts";
import type { ExecInvokeResultSync } from "./execution/exec-invoke-result-sync.ts";
import type { execPlanSubmit } from "./execution/exec-plan-submit.ts";
import type { ExecPlanSubmitParams } from "./execution/exec-plan-submit-params.ts";
import type { ExecStatusGetResult } from "./execution/exec-status-get-result.ts";
import type { ExecutionPlan } from "./execution/execution-plan.ts";
import type { ExecutionState } from "./execution/execution-state.ts";
import type { RequestOf } from "./spec/envelopes-of.ts";

interface Picture {
  image: string;
}

// Type parameters reach their places, and stand for any JSON value where nobody fills them.
expectTypeOf<OrchRequestEnvelope<Picture>["params"]>().toEqualTypeOf<Picture>();
expectTypeOf<OrchRequestEnvelope["params"]>().toEqualTypeOf<JsonValue>();
expectTypeOf<OrchSuccessEnvelope<Picture>["result"]>().toEqualTypeOf<Picture>();
expectTypeOf<OrchPageResponse<Picture>["items"]>().toEqualTypeOf<Picture[]>();
expectTypeOf<ExecInvokeParams<Picture>["input"]>().toEqualTypeOf<Picture>();
expectTypeOf<ExecInvokeParams["input"]>().toEqualTypeOf<JsonValue>();
expectTypeOf<ExecInvokeResultSync<Picture>["output"]>().toEqualTypeOf<Picture | undefined>();
expectTypeOf<ExecStatusGetResult<Picture>["output"]>().toEqualTypeOf<Picture | undefined>();
expectTypeOf<ExecInvokeResult<Picture>>().toEqualTypeOf<ExecInvokeResultSync<Picture> | ExecInvokeResultAsync>();

// An error envelope that says nothing else carries the common error.
expectTypeOf<OrchErrorEnvelope["error"]>().toEqualTypeOf<OrchError>();
expectTypeOf<OrchErrorEnvelope<OrchError & { risk: string }>["error"]["risk"]>().toEqualTypeOf<string>();

// A success has no error, an error has no result.
expectTypeOf<OrchSuccessEnvelope["error"]>().toEqualTypeOf<undefined>();
expectTypeOf<OrchErrorEnvelope["result"]>().toEqualTypeOf<undefined>();

// Enumerations are unions of their values, and references keep what they refer to.
expectTypeOf<ExecutionState>().toEqualTypeOf<
  "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED" | "TIMED_OUT"
>();
expectTypeOf<ExecPlanSubmitParams["plan"]>().toEqualTypeOf<ExecutionPlan>();
expectTypeOf<RequestOf<typeof execPlanSubmit>["params"]["plan"]>().toEqualTypeOf<ExecutionPlan>();
