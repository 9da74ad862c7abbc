import { initialRun, type RunEvent, type RunHappening, type RunState, transition, turnHappenings } from "@oap/plan";
import type { ControlPlaneTraceEntry, ExecutionState, JsonValue } from "@oap/protocol";
import type { RunRecord, StoreReads } from "@oap/store";
import { journalTurns, planOfRun } from "./journal-turns.ts";
import { type PersonalPlaces, redactPayload } from "./redact-payload.ts";
import { type TracedEntry, type TracedPayload, tracedEntry } from "./trace-entry.ts";

/**
 * What a run did, oldest first. It is kept nowhere but derived: the journal is replayed through the machine, and what happened follows
 * from that. With `personal`, entries carry inputs and outputs.
 */
export function runTrace(store: StoreReads, run: RunRecord, personal?: PersonalPlaces): readonly TracedEntry[] {
  const entries: TracedEntry[] = [];
  let state = initialRun(planOfRun(store, run), run.invocation_id);
  for (const turn of journalTurns(store, run.invocation_id)) {
    const payloads = personal === undefined ? undefined : turnPayloads(state, turn, personal);
    const { state: next, happenings } = turnHappenings(state, turn);
    entries.push(...turn.flatMap((event) => ofEvent(event, run)));
    for (const { event, happening } of happenings) {
      entries.push(ofHappening(happening, { at: turn[event]!.at, run, state: next, payloads }));
    }
    state = next;
  }
  return inOrder(entries);
}

/** Events that say more of the run than what happened to its steps. */
function ofEvent(event: RunEvent, run: RunRecord): readonly TracedEntry[] {
  const about = { runId: run.invocation_id, planId: run.plan_id };
  switch (event.type) {
    case "run.accepted": {
      const { governance, caller, retry_of } = run;
      const isHeld = (governance?.requires_hitl_for ?? []).length > 0;
      const policyBindingId = governance?.policy_binding_id;
      const retryOf = retry_of;
      return [
        tracedEntry(event.at, ["policy", isHeld ? "blocked" : "allowed"], { ...about, policyBindingId }),
        tracedEntry(
          event.at,
          ["execution", retry_of === undefined ? "started" : "retried"],
          { ...about, retryOf },
          caller.id,
        ),
      ];
    }
    case "run.resume_requested":
      return [tracedEntry(event.at, ["execution", "resumed"], about)];
    case "run.recovered":
      return [tracedEntry(event.at, ["execution", "recovered"], about)];
    default:
      return [];
  }
}

interface Context {
  readonly at: number;
  readonly run: RunRecord;
  readonly state: RunState;
  readonly payloads: TurnPayloads | undefined;
}

function ofHappening({ key, payload }: RunHappening, { at, run, state, payloads }: Context): TracedEntry {
  const traced = (
    what: readonly [ControlPlaneTraceEntry["stage"], ControlPlaneTraceEntry["status"]],
    more: Readonly<Record<string, JsonValue | undefined>> = {},
  ): TracedEntry => {
    const { stepId, attempt } = { stepId: undefined, attempt: undefined, ...payload };
    return tracedEntry(at, what, { runId: run.invocation_id, planId: run.plan_id, stepId, attempt, ...more });
  };
  switch (key) {
    case "controlPlane.execution.step.started": {
      const status = (payload.attempt ?? 1) > 1 ? "retried" : "started";
      return { ...traced(["execution", status]), payload: payloads?.inputs.get(payload.stepId) };
    }
    case "controlPlane.execution.step.blocked":
      // A blockage that names no step is a pause.
      return payload.stepId === undefined
        ? traced(["execution", "paused"])
        : traced(["policy", "blocked"], { reason: payload.reason });
    case "controlPlane.execution.step.completed":
      return { ...traced(["execution", "completed"]), payload: payloads?.outputs.get(payload.stepId) };
    case "controlPlane.execution.step.failed": {
      const { errorCode, errorMessage: reason, retryAt } = payload;
      const { phase } = state.steps.get(state.index_of.get(payload.stepId)!);
      return traced(["execution", phase === "timed_out" ? "timed_out" : "failed"], { errorCode, reason, retryAt });
    }
    case "controlPlane.execution.step.skipped":
      return traced(["execution", "skipped"], { reason: payload.reason });
    case "controlPlane.execution.completed":
      return traced(["execution", "completed"]);
    case "controlPlane.execution.failed": {
      const { errorCode, errorMessage: reason } = payload;
      return traced(["execution", endStatuses[state.state] ?? "failed"], { errorCode, reason });
    }
  }
}

const endStatuses: { readonly [State in ExecutionState]?: ControlPlaneTraceEntry["status"] } = {
  CANCELLED: "cancelled",
  TIMED_OUT: "timed_out",
};

/** What the attempts of a turn were given and what its steps gave, by step. */
interface TurnPayloads {
  readonly inputs: ReadonlyMap<string, TracedPayload>;
  readonly outputs: ReadonlyMap<string, TracedPayload>;
}

function turnPayloads(before: RunState, turn: readonly RunEvent[], personal: PersonalPlaces): TurnPayloads {
  const payload = (stepId: string, member: TracedPayload["member"], value: JsonValue): [string, TracedPayload] => {
    const { target } = before.plan.steps[before.index_of.get(stepId)!]!;
    return [stepId, { member, redacted: () => redactPayload(member, value, target, personal) }];
  };
  const inputs = new Map<string, TracedPayload>();
  const outputs = new Map<string, TracedPayload>();
  let state = before;
  for (const event of turn) {
    const { state: next, commands } = transition(state, event);
    for (const command of commands) {
      if (command.type === "start_attempt") inputs.set(...payload(command.step_id, "input", command.input));
    }
    const given = event.type === "step.succeeded" ? [event] : event.type === "run.accepted" ? (event.reused ?? []) : [];
    for (const { step_id, output } of given) outputs.set(...payload(step_id, "output", output));
    state = next;
  }
  return { inputs, outputs };
}

/** The journal's own order holds, whatever its times say. */
function inOrder(entries: readonly TracedEntry[]): readonly TracedEntry[] {
  let latest = 0;
  return entries.map((entry) => {
    latest = Math.max(latest, entry.at);
    return latest === entry.at ? entry : { ...entry, order: latest };
  });
}
