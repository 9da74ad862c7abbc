import { events } from "@oap/protocol/events";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import { LiveRun } from "../testing/live-run.ts";
import { planOf, stepOf } from "../testing/plan.ts";
import { randomOf } from "../testing/random.ts";
import { randomPlan } from "../testing/random-plan.ts";
import { type Applied, simulate } from "../testing/simulated-driver.ts";
import type { RunEvent } from "./run-event.ts";
import { type RunHappening, type RunHappeningKey, runHappenings } from "./run-happenings.ts";
import { initialRun, type RunState, type StepPhase } from "./run-state.ts";
import { continuesTurn, turnHappenings } from "./turn-happenings.ts";

/** A happening as it is identified: by the event's place in the journal, and its number there. */
interface Told {
  readonly id: string;
  readonly happening: RunHappening;
}

const short = (key: RunHappeningKey) => key.replace("controlPlane.execution.", "");

/** What each of the run's turns told, as a watcher would see it who read them as they were written. */
function watch() {
  const told: Told[] = [];
  let written = 0;
  let turn: Applied[] = [];
  const flush = () => {
    const [first] = turn;
    if (first === undefined) return;
    const { happenings } = turnHappenings(
      first.before,
      turn.map(({ event }) => event),
    );
    told.push(
      ...happenings.map(({ event, number, happening }) => ({ id: `${written + event + 1}.${number}`, happening })),
    );
    written += turn.length;
    turn = [];
  };
  const see = (applied: Applied) => {
    if (applied.state === applied.before) return;
    if (!continuesTurn(applied.event)) flush();
    turn.push(applied);
  };
  return { told, see, flush };
}

/** The same, from what is on disk. */
function replay(plan: CompiledPlan, runId: string, journal: readonly RunEvent[]): readonly Told[] {
  const told: Told[] = [];
  let state = initialRun(plan, runId);
  for (let at = 0; at < journal.length; ) {
    let end = at + 1;
    while (end < journal.length && continuesTurn(journal[end]!)) end += 1;
    const turn = turnHappenings(state, journal.slice(at, end));
    for (const { event, number, happening } of turn.happenings) {
      told.push({ id: `${at + event + 1}.${number}`, happening });
    }
    state = turn.state;
    at = end;
  }
  return told;
}

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("what happens in simulated runs", () => {
  it("is told by their journals again, under the same numbers", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomOf(seed);
        const made = randomPlan(random);
        const watcher = watch();
        const attempts = { made: 0 };
        const { journal, state } = simulate(
          made,
          random,
          {
            crashProbability: random.chance(0.5) ? 0.15 : 0,
            deadlineAt: random.chance(0.3) ? 1_000 + random.below(400) : 10_000_000,
            ...(random.chance(0.2) ? { cancelAt: 1_000 + random.below(300) } : {}),
            holdProbability: random.chance(0.3) ? 0.3 : 0,
            pauses: random.chance(0.3) ? 2 : 0,
          },
          (applied) => {
            watcher.see(applied);
            if (applied.state === applied.before) return;
            attempts.made += applied.commands.filter(({ type }) => type === "start_attempt").length;
            if (applied.event.type === "step.held") attempts.made -= 1;
          },
        );
        watcher.flush();
        const fromDisk = JSON.parse(JSON.stringify({ plan: made.plan, journal })) as {
          plan: CompiledPlan;
          journal: RunEvent[];
        };
        expect(replay(fromDisk.plan, state.run_id, fromDisk.journal)).toEqual(watcher.told);
        checkStory(watcher.told, state, attempts.made);
        for (const { happening } of watcher.told) seen.set(happening.key, (seen.get(happening.key) ?? 0) + 1);
      }),
      { numRuns: 600 },
    );
    expect(seen.size).toBe(7);
  });
});

/** Checks what was told of a whole run against how it ended. */
function checkStory(told: readonly Told[], state: RunState, attemptsMade: number): void {
  const keys = told.map(({ happening }) => short(happening.key));
  expect(keys.filter((key) => key === "completed" || key === "failed")).toHaveLength(1);
  expect(keys.at(-1)).toBe(state.state === "COMPLETED" ? "completed" : "failed");
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect(keys.filter((key) => key === "step.started")).toHaveLength(attemptsMade);
  for (const step of state.plan.steps) checkStep(ofStep(told, step.step_id), state.steps.get(step.index).phase, state);
}

function ofStep(told: readonly Told[], id: string): readonly RunHappening[] {
  return told.map(({ happening }) => happening).filter(({ payload }) => "stepId" in payload && payload.stepId === id);
}

/** A started attempt ends once: it completes, fails or is blocked, or it is made again after a crash, or its run ends. */
function checkStep(story: readonly RunHappening[], phase: StepPhase, state: RunState): void {
  let open: number | undefined;
  for (const { key, payload } of story) {
    const attempt = "attempt" in payload ? payload.attempt : undefined;
    switch (short(key)) {
      case "step.started":
        if (open !== undefined) expect([state.recoveries > 0, attempt]).toEqual([true, open]);
        open = attempt;
        break;
      case "step.completed":
        expect(attempt).toBe(open);
        open = undefined;
        break;
      case "step.failed":
        expect(attempt).toBe(open);
        open = undefined;
        break;
      case "step.blocked":
        // An attempt that a crash left open may have to wait for a human when it is to be made again.
        if (open !== undefined) expect([state.recoveries > 0, attempt]).toEqual([true, open]);
        open = undefined;
        break;
    }
  }
  const last = story.at(-1);
  const isLast = (key: string) => last !== undefined && short(last.key) === key;
  const failedForGood = last?.key === "controlPlane.execution.step.failed" && last.payload.retryAt === undefined;
  expect(isLast("step.completed")).toBe(phase === "completed");
  if (phase === "skipped") expect(story.map(({ key }) => short(key))).toEqual(["step.skipped"]);
  if (failedForGood) expect(["failed", "timed_out"]).toContain(phase);
  if (phase === "failed") expect(failedForGood).toBe(true);
  if (open !== undefined) expect(state.state).not.toBe("COMPLETED");
}

describe("what is told", () => {
  const story = (run: LiveRun) =>
    replay(run.state.plan, run.state.run_id, run.journal).map(({ happening: { key, payload } }) => ({
      key: short(key),
      ...payload,
    }));

  it("is valid by the contracts, with the identifiers of run and execution", () => {
    const run = new LiveRun(planOf([stepOf("a", { retry_policy: { max_attempts: 2, backoff_ms: 5 } })])).accept();
    run.fail("a", { retryable: true });
    run.now += 5;
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    run.succeed("a", {}, 2);
    const told = replay(run.state.plan, run.state.run_id, run.journal);
    expect(told.map(({ happening }) => short(happening.key))).toEqual([
      "step.started",
      "step.failed",
      "step.started",
      "step.completed",
      "completed",
    ]);
    for (const { happening } of told) {
      const payload = { executionId: "exe-1", runId: "inv-1", planId: "plan-1", ...happening.payload };
      expect(validators[events[happening.key].payloadType as keyof typeof validators](payload)).toEqual([]);
    }
  });

  it("says of an attempt when the next one is due, and of the last that there is none", () => {
    const run = new LiveRun(planOf([stepOf("a", { retry_policy: { max_attempts: 2, backoff_ms: 5 } })])).accept();
    run.fail("a", { retryable: true });
    run.now += 5;
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    run.fail("a", { attempt: 2, retryable: true });
    expect(story(run).filter(({ key }) => key === "step.failed")).toMatchObject([
      { attempt: 1, errorCode: "RUNTIME_ERROR", retryAt: "1970-01-01T00:00:01.005Z" },
      { attempt: 2 },
    ]);
    expect(story(run).findLast(({ key }) => key === "step.failed")).not.toHaveProperty("retryAt");
  });

  it("is a block where policy denied the attempt, and where a human must decide about it", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b")])).accept();
    run.apply({ type: "step.held", at: run.now, step_id: "a", attempt: 1, deadline_at: 9_000 });
    run.fail("b", { reason: "POLICY_DENIED" });
    expect(story(run)).toMatchObject([
      { key: "step.started", stepId: "b" },
      { key: "step.blocked", stepId: "a", attempt: 1, reason: "The attempt waits for a human's approval." },
      { key: "step.blocked", stepId: "b", attempt: 1, reason: "It broke." },
    ]);
  });

  it("is a block and no start where the attempt was refused when it was issued", () => {
    const run = new LiveRun(planOf([stepOf("a", { optional: true }), stepOf("b", { depends_on: ["a"] })])).accept();
    const error = { reason: "CONSTRAINT_VIOLATION", message: "It may not read." } as const;
    const refusal = { type: "step.failed", at: run.now, attempt: 1, error, retryable: false, refused: true } as const;
    run.apply({ ...refusal, step_id: "a" }).apply({ ...refusal, step_id: "b" });
    const told = replay(run.state.plan, run.state.run_id, run.journal);
    expect(
      told.map(({ id, happening: { key, payload } }) => [id, short(key), "stepId" in payload && payload.stepId]),
    ).toEqual([
      ["2.0", "step.blocked", "a"],
      ["3.0", "step.blocked", "b"],
      ["3.1", "failed", false],
    ]);
  });

  it("names no step where the run is paused", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept();
    run.apply({ type: "run.pause_requested", at: run.now });
    expect(story(run).at(-1)).toEqual({
      key: "step.blocked",
      blockedAt: "1970-01-01T00:00:01.000Z",
      reason: "The run is paused: nothing starts until it is resumed.",
    });
  });

  it("has one end for a run that is cancelled, and not the reason that a person gave", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] })])).accept();
    run.apply({ type: "run.cancel_requested", at: run.now, reason: "Ada's secret" });
    expect(story(run).slice(1)).toEqual([
      {
        key: "failed",
        failedAt: "1970-01-01T00:00:01.000Z",
        errorCode: "CANCELLED",
        errorMessage: "The run was cancelled.",
      },
    ]);
  });

  it("hides what looks like a secret in an error's message, and bounds it", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept();
    run.apply({
      type: "step.failed",
      at: run.now,
      step_id: "a",
      attempt: 1,
      error: { reason: "RUNTIME_ERROR", message: `password=hunter2 ${"x".repeat(10_000)}` },
      retryable: false,
    });
    const text = JSON.stringify(story(run));
    expect(text).not.toContain("hunter2");
    expect(text.length).toBeLessThan(9_500);
  });

  it("costs the same however large the plan is: a step of a fan is told alone", () => {
    const steps = Array.from({ length: 2_000 }, (_, at) => stepOf(`s${at}`));
    const run = new LiveRun(planOf(steps)).accept();
    const before = run.state;
    run.succeed("s0");
    const told = runHappenings(before, run.journal.at(-1)!, { state: run.state, commands: run.commands });
    expect(told.map(({ key }) => short(key))).toEqual(["step.completed", "step.started"]);
  });

  it("is nothing for an event that is stale", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept();
    const { state } = run;
    const event: RunEvent = { type: "step.succeeded", at: run.now, step_id: "a", attempt: 7, output: {} };
    expect(runHappenings(state, event, { state, commands: [] })).toEqual([]);
  });
});
