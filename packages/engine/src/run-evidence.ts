import { contentHash } from "@oap/ledger";
import { type CompiledPlan, initialRun, type RunCommand, type RunEvent, type RunState, transition } from "@oap/plan";
import type {
  ControlPlaneEvidenceAttempt,
  ControlPlaneEvidenceDecision,
  ExecutionErrorInfo,
  JsonObject,
  PolicyDecision,
  RiskLevel,
} from "@oap/protocol";
import { policyReasons } from "./policy-reasons.ts";
import { redactError } from "./redact-payload.ts";
import { timestampOf } from "./timestamp.ts";

export interface RunEvidence {
  /** In the order in which they were issued. */
  readonly attempts: readonly ControlPlaneEvidenceAttempt[];
  /** Every attempt that the machine issued, also those that were held and not made: policy was asked about each, in this order. */
  readonly issued: readonly Pick<ControlPlaneEvidenceAttempt, "stepId" | "inputHash">[];
  /** The denials that kept attempts from being made, in the order in which they came. */
  readonly denials: readonly ControlPlaneEvidenceDecision[];
}

type Attempt = { -readonly [Member in keyof ControlPlaneEvidenceAttempt]: ControlPlaneEvidenceAttempt[Member] };
type StartAttempt = Extract<RunCommand, { type: "start_attempt" }>;

/** What a run did, by replaying its journal through the machine: it is kept nowhere else. Payloads are told by their hashes. */
export function runEvidence(plan: CompiledPlan, runId: string, events: readonly RunEvent[]): RunEvidence {
  const replay = new Replay();
  let state = initialRun(plan, runId);
  for (const event of events) {
    const { state: next, commands } = transition(state, event);
    replay.apply(event, next, commands);
    state = next;
  }
  const { issued, denials } = replay;
  return { attempts: replay.attempts.filter((attempt) => attempt !== undefined), issued, denials };
}

class Replay {
  /** Undefined where an attempt was issued and then held: it was not made. */
  readonly attempts: (Attempt | undefined)[] = [];
  readonly denials: ControlPlaneEvidenceDecision[] = [];
  readonly issued: Pick<ControlPlaneEvidenceAttempt, "stepId" | "inputHash">[] = [];
  /** The attempts that are running, by step: where they are in the list. */
  readonly #running = new Map<string, number>();

  apply(event: RunEvent, state: RunState, commands: readonly RunCommand[]): void {
    const at = timestampOf(event.at);
    switch (event.type) {
      case "step.succeeded":
        this.#end(event.step_id, at, { state: "COMPLETED", outputHash: contentHash(event.output) });
        break;
      case "step.failed":
        this.#end(event.step_id, at, {
          state: event.timed_out === true ? "TIMED_OUT" : "FAILED",
          error: redactError(event.error),
        });
        if (event.error.reason === "POLICY_DENIED") this.#deny(event.step_id, event.error, at);
        break;
      case "step.held":
        this.#takeBack(event.step_id);
        break;
      case "run.recovered":
        // Those that are issued again by this very event are other attempts, with the same number.
        for (const step_id of [...this.#running.keys()]) {
          const error = state.steps.get(state.index_of.get(step_id)!).error ?? issuedAgain;
          this.#end(step_id, at, { state: "FAILED", error });
        }
        break;
    }
    for (const command of commands) {
      if (command.type === "start_attempt") this.#start(command, at);
      if (command.type === "abort_attempt") this.#abort(command, state, at);
    }
  }

  #start({ step_id, attempt, target, input }: StartAttempt, at: string): void {
    const inputHash = contentHash(input);
    this.issued.push({ stepId: step_id, inputHash });
    this.#running.set(step_id, this.attempts.length);
    this.attempts.push({
      stepId: step_id,
      attempt,
      state: "RUNNING",
      target: { ...target },
      startedAt: at,
      inputHash,
    });
  }

  #end(stepId: string, at: string, end: Pick<Attempt, "state" | "outputHash" | "error">): void {
    const place = this.#running.get(stepId);
    if (place === undefined) return;
    this.#running.delete(stepId);
    Object.assign(this.attempts[place]!, { completedAt: at, ...end });
  }

  #abort({ step_id }: Extract<RunCommand, { type: "abort_attempt" }>, { steps, index_of }: RunState, at: string): void {
    const { phase, error } = steps.get(index_of.get(step_id)!);
    this.#end(step_id, at, {
      state: phase === "timed_out" ? "TIMED_OUT" : "CANCELLED",
      ...(error === undefined ? {} : { error: redactError(error) }),
    });
  }

  #takeBack(stepId: string): void {
    const place = this.#running.get(stepId);
    if (place === undefined) return;
    this.#running.delete(stepId);
    this.attempts[place] = undefined;
  }

  /** A denial says in the error's details what was decided; one that does not is told by the attempt alone. */
  #deny(stepId: string, { details = {}, message }: ExecutionErrorInfo, at: string): void {
    const { decision, policy_binding_id, risk, reasons } = details;
    if (typeof decision !== "string" || typeof policy_binding_id !== "string" || typeof risk !== "string") return;
    this.denials.push({
      stepId,
      decision: decision as PolicyDecision,
      policyBindingId: policy_binding_id,
      risk: risk as RiskLevel,
      reasons: policyReasons([...texts(reasons), message]),
      decidedAt: at,
    });
  }
}

const issuedAgain: ExecutionErrorInfo = {
  reason: "UNKNOWN",
  message: "The control plane stopped while it was running, and its outcome is not known. It was issued again.",
};

function texts(value: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
