import {
  enforceOnRun,
  type Governance,
  type GovernanceDecision,
  isKilled,
  type KillSwitches,
  killSwitchError,
} from "@oap/governance";
import type { CompiledPlan } from "@oap/plan";
import { type ExecPlanApplyParams, type ExecutionGovernanceState, type JsonValue, OapError } from "@oap/protocol";
import { type Caller, recordedCaller } from "./caller.ts";
import type { CommandExchange } from "./exchanges.ts";
import type { ExecutionRecords } from "./execution-records.ts";
import { type JobOrder, type JobService, jobOf, type StoredJob } from "./job-service.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { statusOf } from "./live-run.ts";
import { permission, policyDenied } from "./permission.ts";
import type { PlanService } from "./plan-service.ts";
import { toJson } from "./run-answers.ts";

export interface WorkPathOptions {
  readonly governance: Governance;
  readonly killSwitches: () => KillSwitches;
  readonly plans: PlanService;
  readonly jobs: JobService;
  readonly records: ExecutionRecords;
  readonly ledger: LedgerWriter;
}

/** The exchange that asks for work, as far as the work tells it something. */
export interface WorkExchange extends CommandExchange {
  /** Hears what governance decided. */
  readonly decided?: ((decision: GovernanceDecision) => void) | undefined;
}

/** How an exchange is answered that starts a run, and what it brings beside the work. */
export interface Answering extends WorkExchange {
  readonly answer: (job: StoredJob) => object;
  readonly narrowing?: ExecutionGovernanceState | undefined;
  readonly input?: JsonValue | undefined;
}

/** The one way on which work begins, whichever operation asks for it. */
export class WorkPath {
  readonly #options: WorkPathOptions;

  constructor(options: WorkPathOptions) {
    this.#options = options;
  }

  /** Another run of a plan that is ready. */
  apply(
    planId: string,
    mode: ExecPlanApplyParams["mode"] = "SYNC",
    executionId: string,
    caller: Caller,
    answering: Answering,
  ): Promise<StoredJob> {
    const { compiled, timeoutMs } = this.#options.plans.ready(planId, caller);
    return this.perform(
      { kind: "plan", plan: compiled, plan_id: planId, mode, timeoutMs },
      executionId,
      caller,
      answering,
    );
  }

  /** The one path of all work: decide, accept, run. */
  async perform(
    work: Omit<JobOrder, "execution_id" | "caller" | "governance">,
    executionId: string,
    caller: Caller,
    { recorder, decided: tell, telemetry, answer, narrowing, input }: Answering,
  ): Promise<StoredJob> {
    const { plan, mode } = work;
    this.#options.jobs.assertOpen(plan);
    this.#assertNotKilled(plan, caller);
    const decided = permission(this.#options.governance, caller, plan, {
      plan_id: work.plan_id,
      mode,
      input,
      narrowing,
    });
    recorder?.decided(decided.decisive);
    tell?.(decided.decisive);
    if (decided.verdict === "denied") throw policyDenied(decided, plan);
    const enforced = enforceOnRun(decided.constraints, {
      targets: plan.steps.map(({ target }) => target),
      timeout_ms: work.timeoutMs,
    });
    if (!enforced.ok) throw new OapError("CONSTRAINT_VIOLATION", { message: enforced.violation.message });
    const order: JobOrder = {
      ...work,
      timeoutMs: enforced.value,
      execution_id: executionId,
      caller: recordedCaller(caller),
      governance: decided.state,
    };
    const answersAtEnd = mode === "SYNC" && recorder !== undefined;
    const job = await this.#options.jobs.createJob(order, {
      exchange: telemetry,
      alongside: (transaction, created, state) => {
        this.#options.records.writeRun(transaction, created, decided.risk, statusOf(state));
        recorder?.accepted(transaction, created.run);
        if (mode === "ASYNC") recorder?.answered(transaction, toJson(answer(created)), created.run.invocation_id);
      },
      atEnd: (transaction, run) => {
        const isAnswer = answersAtEnd && recorder.answered(transaction, toJson(answer(jobOf(run))), run.invocation_id);
        // An exchange that was answered before, when its run waited for a human, does not tell how it ended.
        if (!isAnswer || work.kind === "plan") this.#options.ledger.ended(transaction, run, plan.hash);
      },
    });
    const ended = this.#options.jobs.runJob(job);
    if (mode === "SYNC") return await ended;
    // Nobody waits here: how it ends is read by exec.status.get.
    ended.catch(() => {});
    return job;
  }

  #assertNotKilled({ steps }: CompiledPlan, { session_id }: Caller): void {
    const switches = this.#options.killSwitches();
    if (switches.active.size === 0) return;
    for (const { target } of steps) {
      const killed = isKilled(switches, { ...target, session_id });
      if (killed !== undefined) throw killSwitchError(killed);
    }
  }
}
