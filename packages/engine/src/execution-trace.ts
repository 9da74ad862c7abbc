import {
  bounds,
  type ControlPlaneTraceGetInput,
  type ControlPlaneTraceGetOutput,
  type EventPayloads,
  OapError,
} from "@oap/protocol";
import type { ApprovalRecord, ExecutionRecord, Store } from "@oap/store";
import { type ExecutionEvent, executionStream } from "./execution-events.ts";
import { runsOfExecution } from "./journal-turns.ts";
import type { PersonalPlaces } from "./redact-payload.ts";
import { runTrace } from "./run-trace.ts";
import { shownEntries, type TracedEntry, tracedEntry } from "./trace-entry.ts";

export interface ExecutionTracesOptions {
  readonly store: Store;
  readonly personal: PersonalPlaces;
}

/** `controlPlane.trace.get`: what happened to an execution, from its records and the journals of all its runs, as far as they are kept. */
export class ExecutionTraces {
  readonly #options: ExecutionTracesOptions;

  constructor(options: ExecutionTracesOptions) {
    this.#options = options;
  }

  /** Oldest first; of too many the latest. Throws EXECUTION_NOT_FOUND. */
  get({ executionId, includePayloads = false }: ControlPlaneTraceGetInput): ControlPlaneTraceGetOutput {
    const { store, personal } = this.#options;
    const execution = store.execution(executionId);
    if (execution === undefined) {
      throw new OapError("EXECUTION_NOT_FOUND", { message: `There is no execution ${executionId}.` });
    }
    const { intent_id, plan_id, run_id } = execution;
    const runs = runsOfExecution(store, run_id);
    const ofPlan = plan_id === undefined ? [] : store.approvalsOfPlan(plan_id);
    const ofRuns = runs.flatMap((run) => store.approvalsOfRun(run.invocation_id));
    const traced = [
      ...(intent_id === undefined ? [] : intentTrace(store, intent_id)),
      ...planTrace(store, execution, ofPlan.length > 0),
      ...runs.flatMap((run) => runTrace(store, run, includePayloads ? personal : undefined)),
      ...[...ofPlan, ...ofRuns].flatMap(approvalTrace),
    ].sort((left, right) => left.order - right.order);
    const latest = traced.slice(-bounds.traceEntriesMax);
    return {
      executionId,
      entries: shownEntries(latest),
      ...(latest.length < traced.length ? { truncated: true } : {}),
    };
  }
}

function intentTrace(store: Store, intentId: string): readonly TracedEntry[] {
  const intent = store.intent(intentId);
  if (intent === undefined) return [];
  const { received_at, submitted_by, actor_id = submitted_by } = intent;
  return [tracedEntry(received_at, ["intent", "received"], { intentId }, actor_id)];
}

/** The plans that were compiled for the execution, or the one that it was started with. */
function planTrace(
  store: Store,
  { execution_id, plan_id }: ExecutionRecord,
  wasAsked: boolean,
): readonly TracedEntry[] {
  const told = store
    .events(executionStream(execution_id))
    .flatMap(({ event }) => planEvent(store, event as ExecutionEvent));
  const plan = plan_id === undefined ? undefined : store.plan(plan_id);
  if (plan === undefined) return told;
  const { plan_id: planId, status, submitted_at, submitted_by, governance } = plan;
  const at = told.findLast((entry) => entry.metadata.planId === planId)?.at ?? submitted_at;
  const isHeld = wasAsked || status === "PENDING_REVIEW" || (governance?.requires_hitl_for ?? []).length > 0;
  const isDenied = !isHeld && status === "REJECTED";
  const about = { planId, policyBindingId: governance?.policy_binding_id };
  const isTold = told.some((entry) => entry.metadata.planId === planId);
  const isCompilation = ({ status: what }: TracedEntry): boolean => what === "compiled";
  return [
    ...told.filter(isCompilation),
    ...(isTold ? [] : [tracedEntry(at, ["plan", "compiled"], { planId }, submitted_by)]),
    tracedEntry(at, ["policy", isHeld || isDenied ? "blocked" : "allowed"], {
      ...about,
      reason: isHeld ? "A human must approve the plan." : undefined,
    }),
    ...(isDenied && !isTold ? [tracedEntry(at, ["plan", "rejected"], { planId })] : []),
    ...told.filter((entry) => !isCompilation(entry)),
  ];
}

function planEvent(store: Store, { type, at, payload }: ExecutionEvent): readonly TracedEntry[] {
  if (type === "controlPlane.plan.compiled") {
    const { planId, stepCount } = payload as EventPayloads[typeof type];
    return [tracedEntry(at, ["plan", "compiled"], { planId, stepCount }, store.plan(planId)?.submitted_by)];
  }
  if (type === "controlPlane.plan.rejected") {
    const { planId, reasons } = payload as EventPayloads[typeof type];
    return [tracedEntry(at, ["plan", "rejected"], { planId, reason: reasons?.join(" ") })];
  }
  return [];
}

/** What people wrote about a decision is theirs and is left out. */
function approvalTrace(approval: ApprovalRecord): readonly TracedEntry[] {
  const { state, approved, expires_at, decided_at, reviewer, overridden_at, overridden_by } = approval;
  const about = {
    requestId: approval.request_id,
    planId: approval.plan_id,
    runId: approval.invocation_id,
    stepId: approval.step_id,
  };
  const { requested_at, requested_by, proposed_action: action, required_role: requiredRole } = approval;
  const entries = [
    tracedEntry(requested_at, ["approval", "requested"], { ...about, action, requiredRole }, requested_by),
  ];
  if (overridden_at !== undefined) {
    // What was decided before an override is not kept, only by whom.
    entries.push(
      tracedEntry(overridden_at, ["approval", "overridden"], { ...about, approved, reviewer }, overridden_by),
    );
  } else if (decided_at !== undefined) {
    const decided = approved === true ? "approved" : "rejected";
    entries.push(tracedEntry(decided_at, ["approval", decided], about, reviewer));
  } else if (state === "expired" && expires_at !== undefined) {
    entries.push(tracedEntry(expires_at, ["approval", "expired"], about));
  }
  return entries;
}
