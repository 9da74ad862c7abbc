import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chainOf, contentHash, type LedgerFacts, ledgerEntry } from "@oap/ledger";
import { type CompiledPlan, compilePlan, initialRun, type RunEvent, type RunState, transition } from "@oap/plan";
import type { ExecutionPlan, LedgerEntry } from "@oap/protocol";
import { type NewRun, openSqliteStore, type PlanRecord, type Store } from "@oap/store";
import { executionStatusOf } from "../execution-status.ts";
import { standing } from "../live-run.ts";
import { timestampOf } from "../timestamp.ts";
import { ann, workPlugins } from "./engine-under-test.ts";
import { FakeClock } from "./fake-clock.ts";

/** A real store, in which a test writes what a control plane would have written: the journal, step by step, by the real machine. */
export class RecordedRuns {
  readonly clock = new FakeClock();
  readonly dataDir = mkdtempSync(join(tmpdir(), "oap-engine-"));
  readonly store: Store = openSqliteStore({ dataDir: this.dataDir });
  readonly submitted = new Map<string, ExecutionPlan>();
  readonly #states = new Map<string, { state: RunState; seq: number }>();
  readonly #catalog = workPlugins(async () => ({}), this.clock).registry;

  /** Keeps a plan as its submission would. */
  async plan(plan: ExecutionPlan, members: Partial<PlanRecord> = {}): Promise<CompiledPlan> {
    const compilation = compilePlan(plan, this.#catalog);
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.issues));
    const compiled = compilation.plan;
    await this.store.transact((transaction) =>
      transaction.insertPlan({
        plan_id: plan.plan_id,
        content_hash: contentHash(plan),
        status: "READY_FOR_EXECUTION",
        governance: { policy_binding_id: "p1", allowed_actions: ["*"] },
        submitted_by: ann.id,
        submitted_at: this.clock.now(),
        plan,
        compiled,
        ...members,
      }),
    );
    this.submitted.set(plan.plan_id, plan);
    return compiled;
  }

  /** Accepts a run, with its execution's record. */
  async run(invocation_id: string, compiled: CompiledPlan, members: Partial<NewRun> = {}): Promise<void> {
    const { store, clock } = this;
    const accepted_at = clock.now();
    const execution_id = members.execution_id ?? "exe_1";
    const deadline_at = accepted_at + 1_000_000;
    const event: RunEvent = { type: "run.accepted", at: accepted_at, deadline_at };
    const { state } = transition(initialRun(compiled, invocation_id), event);
    const run: NewRun = {
      invocation_id,
      kind: members.plan_id === undefined ? "invoke" : "plan",
      execution_id,
      caller: ann,
      mode: "ASYNC",
      accepted_at,
      deadline_at,
      governance: { policy_binding_id: "p1", allowed_actions: ["*"] },
      ...(members.plan_id === undefined ? { compiled } : {}),
      ...members,
      ...standing(state),
    };
    this.#states.set(invocation_id, { state, seq: 1 });
    await store.transact((transaction) => {
      transaction.insertRun(run);
      transaction.appendEvent(invocation_id, 1, event);
      transaction.putExecution({
        created_at: accepted_at,
        ...transaction.execution(execution_id),
        execution_id,
        ...(run.plan_id === undefined ? {} : { plan_id: run.plan_id }),
        run_id: invocation_id,
        status: executionStatusOf[state.state],
        updated_at: accepted_at,
      });
    });
  }

  /** Journals what happened next to a run, one millisecond after what was before or at its deadline. Events of one call are one turn. */
  async journal(invocation_id: string, ...events: readonly DistributedOmit<RunEvent, "at">[]): Promise<RunState> {
    let { state, seq } = this.#states.get(invocation_id)!;
    const isOver = events[0]?.type === "run.deadline_reached";
    this.clock.advance(isOver ? (state.deadline_at ?? 0) - this.clock.now() : 1);
    const at = this.clock.now();
    await this.store.transact((transaction) => {
      for (const event of events) {
        const timed = { ...event, at } as RunEvent;
        const next = transition(state, timed);
        if (next.state === state) throw new Error(`The machine does not take ${JSON.stringify(event)}.`);
        state = next.state;
        seq += 1;
        transaction.appendEvent(invocation_id, seq, timed);
        if (!next.commands.some(({ type }) => type === "finish")) continue;
        transaction.finishRun(invocation_id, standing(state));
        const { execution_id } = transaction.run(invocation_id)!;
        transaction.setExecutionStatus(execution_id, executionStatusOf[state.state], at);
      }
    });
    this.#states.set(invocation_id, { state, seq });
    return state;
  }

  /** Appends an entry to the ledger, about a run if it says one. */
  async entry(facts: Partial<LedgerFacts> = {}, about?: string): Promise<LedgerEntry> {
    const whole: LedgerFacts = {
      event_id: `req-${this.store.ledgerEnd() + 1}`,
      timestamp: timestampOf(this.clock.now()),
      actor: ann.id,
      module_id: "control-plane",
      envelope_type: "exec.plan.apply",
      status: "SUCCESS",
      input_ref: contentHash({}),
      ...facts,
    };
    const { entry } = await this.store.transact((transaction) =>
      transaction.appendLedgerEntry(chainOf(whole), (previous) => ledgerEntry(whole, previous), about),
    );
    return entry;
  }

  async remove(): Promise<void> {
    await this.store.close();
    rmSync(this.dataDir, { recursive: true });
  }
}

type DistributedOmit<Union, Member extends PropertyKey> = Union extends unknown ? Omit<Union, Member> : never;
