import { isDeepStrictEqual } from "node:util";
import type { ExecutionState } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomOf } from "../testing/random.ts";
import { modelEnds, type RandomPlan, randomPlan } from "../testing/random-plan.ts";
import { type Applied, simulate } from "../testing/simulated-driver.ts";
import { popReady } from "./ready-heap.ts";
import type { RunCommand } from "./run-command.ts";
import type { RunEvent } from "./run-event.ts";
import { initialRun, isTerminal, type RunState, stateOfPhase } from "./run-state.ts";
import { runSummary } from "./run-summary.ts";
import { transition } from "./transition.ts";

/** fast-check prints the number that breaks a rule; plan and run are made of nothing else, so it repeats both exactly. */
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const runs = { numRuns: 1_500 };

const farAway = 10_000_000;

describe("simulated runs", () => {
  it("keep every invariant through crashes, cancellation and deadlines", () => {
    let crashes = 0;
    let continued = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomOf(seed);
        const plan = randomPlan(random);
        const checker = new Checker(plan);
        const result = simulate(
          plan,
          random,
          {
            crashProbability: random.chance(0.5) ? 0.15 : 0,
            deadlineAt: random.chance(0.3) ? 1_000 + random.below(400) : farAway,
            ...(random.chance(0.2) ? { cancelAt: 1_000 + random.below(300) } : {}),
            holdProbability: random.chance(0.3) ? 0.3 : 0,
            pauses: random.chance(0.3) ? 2 : 0,
          },
          (applied) => checker.check(applied),
        );
        crashes += result.crashes;
        continued += result.journal.filter(({ type }) => type === "run.continued").length;
        checker.checkEnd(result.state, result.journal);
      }),
      runs,
    );
    expect(crashes).toBeGreaterThan(runs.numRuns / 10);
    expect(continued).toBeGreaterThan(runs.numRuns / 10);
  });

  it("end as the rules of plans say when nothing disturbs them", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomOf(seed);
        const plan = randomPlan(random);
        fc.pre(!plan.plan.fail_fast);
        const { state } = simulate(plan, random, { crashProbability: 0, deadlineAt: farAway }, () => {});
        const expected = modelEnds(plan.model);
        expect(endsOf(state)).toEqual(Object.fromEntries([...expected].sort()));
        const failed = plan.model.some(
          ({ id, optional }) => !optional && ["failed", "timed_out"].includes(expected.get(id) ?? ""),
        );
        expect(state.state).toBe(failed ? "FAILED" : "COMPLETED");
      }),
      runs,
    );
  });

  it("end the same way after approvals and pauses", () => {
    let held = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomOf(seed);
        const plan = randomPlan(random);
        fc.pre(!plan.plan.fail_fast);
        const disturbances = { crashProbability: 0, deadlineAt: farAway, holdProbability: 0.4, pauses: 2 };
        const { state, journal } = simulate(plan, random, disturbances, () => {});
        held += journal.filter(({ type }) => type === "step.held").length;
        expect(endsOf(state)).toEqual(Object.fromEntries([...modelEnds(plan.model)].sort()));
      }),
      { numRuns: 500 },
    );
    expect(held).toBeGreaterThan(500);
  });

  it("end the same way after crashes, if all capabilities are idempotent", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomOf(seed);
        const made = randomPlan(random);
        fc.pre(!made.plan.fail_fast);
        const plan = {
          ...made,
          plan: { ...made.plan, steps: made.plan.steps.map((step) => ({ ...step, idempotent: true })) },
        };
        const { state } = simulate(plan, random, { crashProbability: 0.2, deadlineAt: farAway }, () => {});
        expect(endsOf(state)).toEqual(Object.fromEntries([...modelEnds(plan.model)].sort()));
      }),
      { numRuns: 500 },
    );
  });
});

function endsOf(state: RunState): { [stepId: string]: string } {
  const ends = state.plan.steps.map((step) => [step.step_id, state.steps.get(step.index).phase] as const);
  return Object.fromEntries(ends.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Holds what has been seen of a run so far, and checks each event against it. It knows the plan, not the machine's ways. */
class Checker {
  readonly #plan: RandomPlan;
  readonly #attempts = new Map<string, number>();
  readonly #keys = new Map<string, string>();
  readonly #held = new Set<string>();
  #finished = 0;

  constructor(plan: RandomPlan) {
    this.#plan = plan;
  }

  check(applied: Applied): void {
    const { before, event, state, commands } = applied;
    const again = transition(before, event);
    this.#holds(isDeepStrictEqual(again, { state, commands }), "INV-RUN-8: the same event gives the same result");
    if (state === before) {
      this.#holds(commands.length === 0, "INV-RUN-1: a stale event has no commands");
      return;
    }
    if (event.type === "step.held") this.#held.add(`${event.step_id}#${event.attempt}`);
    this.#checkStates(before, state);
    for (const command of commands) if (command.type === "start_attempt") this.#checkStart(command, applied);
    this.#checkOrder(applied);
    this.#checkFinish(applied);
  }

  checkEnd(state: RunState, journal: readonly RunEvent[]): void {
    this.#holds(isTerminal(state.state), "the run reaches a terminal state");
    this.#holds(this.#finished === 1, "INV-RUN-7: there is one finish");
    const fromDisk = JSON.parse(JSON.stringify({ plan: this.#plan.plan, journal })) as {
      plan: RunState["plan"];
      journal: RunEvent[];
    };
    const replayed = fromDisk.journal.reduce(
      (present, event) => transition(present, event).state,
      initialRun(fromDisk.plan, state.run_id),
    );
    this.#holds(isDeepStrictEqual(replayed, state), "INV-RUN-8: folding the journal from disk gives the state");
  }

  #checkStates(before: RunState, after: RunState): void {
    const running = this.#states(after).filter((state) => state === "RUNNING").length;
    this.#holds(
      running <= after.plan.max_parallel && running === after.running,
      "INV-RUN-3: the bound of parallel steps",
    );
    const held = [...after.steps].filter(({ phase }) => phase === "held" || phase === "held_again").length;
    this.#holds(held === after.held, "held steps are counted");
    this.#holds(
      this.#states(after).filter((state) => !isTerminal(state)).length === after.open,
      "open steps are counted",
    );
    for (const step of after.plan.steps) {
      const [old, now] = [before.steps.get(step.index), after.steps.get(step.index)];
      const ended = isTerminal(stateOfPhase[old.phase]);
      this.#holds(!ended || isDeepStrictEqual(old, now), "INV-RUN-1: terminal states never change");
    }
  }

  #checkStart(command: Extract<RunCommand, { type: "start_attempt" }>, { before, event, state }: Applied): void {
    const id = command.step_id;
    const index = state.index_of.get(id) ?? -1;
    const step = state.plan.steps[index];
    this.#holds(!isTerminal(stateOfPhase[before.steps.get(index).phase]), "INV-RUN-5: no step that ended starts again");
    const last = this.#attempts.get(id) ?? 0;
    const recovered = event.type === "run.recovered" && step?.idempotent === true;
    const repeated = command.attempt === last && (recovered || this.#held.has(`${id}#${last}`));
    this.#holds(
      event.type === "run.recovered" || !before.paused || event.type === "run.resume_requested",
      "INV-RUN-12: nothing starts while paused",
    );
    this.#holds(
      repeated || command.attempt === last + 1,
      "INV-RUN-5, INV-RUN-6: attempts count up, and repeat only if idempotent",
    );
    this.#attempts.set(id, command.attempt);
    const key = this.#keys.get(id) ?? command.idempotency_key;
    this.#keys.set(id, key);
    this.#holds(key === command.idempotency_key, "INV-RUN-10: one idempotency key for all attempts");
    this.#holds(event.at < (state.deadline_at ?? 0), "INV-RUN-9: nothing starts at or after the deadline");
    for (const dependency of this.#plan.model.find((each) => each.id === id)?.dependencies ?? []) {
      const at = state.index_of.get(dependency) ?? -1;
      const { phase } = state.steps.get(at);
      const satisfied = phase === "completed" || phase === "skipped" || state.plan.steps[at]?.optional === true;
      this.#holds(isTerminal(stateOfPhase[phase]) && satisfied, "INV-RUN-2: dependencies are terminal and satisfied");
    }
  }

  /** First attempts come by rank, and no ready step of a lower rank is left behind. */
  #checkOrder({ before, state, commands }: Applied): void {
    const ranks = commands.flatMap((command) => {
      const step =
        command.type === "start_attempt" ? state.plan.steps[state.index_of.get(command.step_id) ?? -1] : undefined;
      const first = step !== undefined && stateOfPhase[before.steps.get(step.index).phase] === "PENDING";
      return first ? [step.rank] : [];
    });
    const sorted = [...ranks].sort((a, b) => a - b);
    this.#holds(isDeepStrictEqual(ranks, sorted), "INV-RUN-4: ready steps start by rank");
    const left = state.ready === null ? Number.POSITIVE_INFINITY : popReady(state.ready).rank;
    this.#holds((ranks.at(-1) ?? -1) < left, "INV-RUN-4: no ready step of a lower rank is left behind");
  }

  #checkFinish({ state, commands }: Applied): void {
    const finishes = commands.filter(({ type }) => type === "finish");
    this.#finished += finishes.length;
    this.#holds((finishes.length === 1) === isTerminal(state.state), "INV-RUN-7: a run ends with its finish");
    if (finishes.length === 0) return;
    this.#holds(
      commands.at(-1)?.type === "finish" && state.open === 0,
      "INV-RUN-7: the finish is last, with no step open",
    );
    const { output, error } = runSummary(state);
    this.#holds((output !== undefined) === (state.state === "COMPLETED"), "only a COMPLETED run has output");
    this.#holds(
      (error !== undefined) === ["FAILED", "TIMED_OUT"].includes(state.state),
      "an error exactly where work failed",
    );
  }

  #states(run: RunState): ExecutionState[] {
    return [...run.steps].map(({ phase }) => stateOfPhase[phase]);
  }

  #holds(condition: boolean, rule: string): void {
    if (!condition) throw new Error(`Broken: ${rule}.`);
  }
}
