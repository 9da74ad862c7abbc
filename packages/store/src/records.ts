import type {
  ActionDescriptor,
  Attributes,
  CapabilityDescriptor,
  ControlPlaneExecutionStatus,
  ControlPlaneRiskTier,
  ExecTarget,
  ExecutionErrorInfo,
  ExecutionGovernanceState,
  ExecutionMode,
  ExecutionPlan,
  ExecutionState,
  JsonObject,
  JsonValue,
} from "@oap/protocol";

// Rows as the store gives and takes them. Times are milliseconds since the epoch; absent members are absent, not null.

/** Who asked, as far as it is needed to decide about later attempts of the same run. */
export interface RecordedCaller {
  readonly id: string;
  readonly roles: readonly ("user" | "admin")[];
  readonly session_id?: string;
  /** Those of their session, as they were then: policy reads them, and a session may be gone before its runs are. */
  readonly attributes?: Attributes;
  /** What their session is for, as it was said then. */
  readonly purpose?: string;
}

/** A submitted plan. Its content and its compiled form are read apart, since both may be large. */
export interface PlanRecord {
  readonly plan_id: string;
  /** `sha256:…` over the RFC 8785 form of the plan as it was submitted: two plans are the same if this is. */
  readonly content_hash: string;
  readonly status: "PENDING_REVIEW" | "REJECTED" | "READY_FOR_EXECUTION";
  readonly governance?: ExecutionGovernanceState;
  readonly submitted_by: string;
  readonly submitted_at: number;
}

export interface NewPlan extends PlanRecord {
  readonly plan: ExecutionPlan;
  /** The compiled plan: JSON data that only the plan machine understands. */
  readonly compiled: unknown;
}

export type RunKind = "invoke" | "plan";

/** One run of the plan machine: an invocation of one capability, or an application of a plan. */
export interface RunRecord {
  readonly invocation_id: string;
  readonly kind: RunKind;
  /** Present when `kind` is `plan`. */
  readonly plan_id?: string;
  readonly execution_id: string;
  readonly caller: RecordedCaller;
  readonly state: ExecutionState;
  /** What an invocation calls, with the version that was chosen. */
  readonly target?: ExecTarget;
  readonly action?: ActionDescriptor;
  readonly mode: ExecutionMode;
  /** The ended run that this one tries again. */
  readonly retry_of?: string;
  readonly accepted_at: number;
  readonly deadline_at: number;
  readonly started_at?: number;
  /** Since when an open run is paused. */
  readonly paused_at?: number;
  /** Since when an open run waits for a human's decision. */
  readonly awaiting_approval_since?: number;
  readonly completed_at?: number;
  readonly output?: JsonValue;
  readonly error?: ExecutionErrorInfo;
  readonly governance?: ExecutionGovernanceState;
  /** Where its trace goes on when another process takes it up, as W3C Trace Context writes it. */
  readonly traceparent?: string;
}

export interface NewRun extends RunRecord {
  /** The compiled form of an invocation. A plan's is kept once, with the plan. */
  readonly compiled?: unknown;
}

/** Where an open run stands. */
export interface RunStanding
  extends Pick<RunRecord, "started_at" | "paused_at" | "awaiting_approval_since" | "governance"> {
  readonly state: Extract<ExecutionState, "PENDING" | "RUNNING">;
}

/** What becomes of a run when it ends. */
export type FinishedRun = Pick<RunRecord, "state" | "started_at" | "completed_at" | "output" | "error">;

/** What the control plane knows of one execution, from its intent to the end of its latest run. */
export interface ExecutionRecord {
  readonly execution_id: string;
  readonly workspace_id?: string;
  readonly intent_id?: string;
  readonly plan_id?: string;
  /** The latest run, which is an `invocation_id`. */
  readonly run_id?: string;
  readonly status: ControlPlaneExecutionStatus;
  /** The highest risk among its steps. */
  readonly risk_tier?: ControlPlaneRiskTier;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface IntentRecord {
  readonly intent_id: string;
  readonly execution_id: string;
  readonly workspace_id: string;
  readonly text: string;
  readonly actor_id?: string;
  readonly channel_key?: string;
  readonly metadata?: JsonObject;
  readonly trace_id?: string;
  readonly submitted_by: string;
  /** The exchange that brought it; the same caller's same exchange brings it once. */
  readonly orch_id?: string;
  /** `sha256:…` over the RFC 8785 form of what was submitted. */
  readonly content_hash: string;
  readonly received_at: number;
}

/** The capabilities that a remote module registered, all of them: a later registration replaces it. */
export interface RegistrationRecord {
  readonly module_id: string;
  readonly capabilities: readonly CapabilityDescriptor[];
  readonly endpoint?: string;
  readonly registered_by: string;
  readonly registered_at: number;
}

export interface PageQuery {
  /** The `next_cursor` of the page before. */
  readonly cursor?: string;
  /** At least 1; the caller of the store bounds it. */
  readonly limit: number;
}

export interface ExecutionQuery extends PageQuery {
  readonly workspace_id?: string;
  readonly status?: ControlPlaneExecutionStatus;
}

export interface Page<TItem> {
  readonly items: readonly TItem[];
  readonly next_cursor?: string;
}
