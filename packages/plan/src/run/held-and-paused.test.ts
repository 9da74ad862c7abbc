import type { JsonObject } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { compileInvocation } from "../compile/compile-invocation.ts";
import { resolved } from "../testing/catalog.ts";
import { deadlineAt, LiveRun } from "../testing/live-run.ts";
import { planOf, stepOf } from "../testing/plan.ts";
import { runSummary } from "./run-summary.ts";

const hold = (run: LiveRun, step_id: string, attempt = 1, deadline_at = deadlineAt) =>
  run.apply({ type: "step.held", at: run.now, step_id, attempt, deadline_at });
const release = (run: LiveRun, step_id: string, attempt = 1, deadline_at = deadlineAt) =>
  run.apply({ type: "step.released", at: run.now, step_id, attempt, deadline_at });
const pause = (run: LiveRun) => run.apply({ type: "run.pause_requested", at: run.now });
const resume = (run: LiveRun) => run.apply({ type: "run.resume_requested", at: run.now });
const retried = { retry_policy: { max_attempts: 3, backoff_ms: 10 } };

describe("a step that waits for a human", () => {
  it("is PENDING without a start, and so is an invocation of it, until it is released (INV-RUN-11)", () => {
    const run = hold(new LiveRun(compileInvocation({ input: { n: 1 } }, resolved("echo"))).accept(), "invoke");
    expect(run.step("invoke")).toEqual({ step_id: "invoke", state: "PENDING" });
    expect(runSummary(run.state)).toEqual({ state: "PENDING" });
    run.now = 5_000;
    expect(release(run, "invoke", 1, 9_000).commands).toMatchObject([
      { type: "start_attempt", attempt: 1, timeout_ms: 4_000 },
    ]);
    expect(run.state.state).toBe("RUNNING");
    expect(run.step("invoke")?.started_at).toBe("1970-01-01T00:00:05.000Z");
  });

  it("takes no slot, and leaves the others their turns (INV-RUN-11)", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["b"] })])).accept();
    hold(run, "a");
    expect(run.state).toMatchObject({ state: "RUNNING", running: 1 });
    expect(run.succeed("b").started).toEqual(["c"]);
    run.succeed("c");
    expect(run.state.state).toBe("RUNNING");
    expect(release(run, "a").started).toEqual(["a"]);
    expect(run.succeed("a").state.state).toBe("COMPLETED");
  });

  it("fails where the human says no, and never starts", () => {
    const run = hold(new LiveRun(planOf([stepOf("a")])).accept(), "a");
    run.fail("a", { reason: "POLICY_DENIED" });
    expect(run.state.state).toBe("FAILED");
    expect(run.step("a")).toMatchObject({ state: "FAILED", error: { reason: "POLICY_DENIED" } });
    expect(run.step("a")?.started_at).toBeUndefined();
  });

  it("fails for good, whatever is said of another attempt: this one was not made", () => {
    const run = hold(new LiveRun(planOf([stepOf("a", retried), stepOf("b")])).accept(), "a");
    run.fail("a", { retryable: true });
    expect(run.steps).toEqual({ a: "FAILED", b: "RUNNING" });
    expect(run.state).toMatchObject({ held: 0, running: 1, open: 1 });
    expect(run.succeed("b").state.state).toBe("FAILED");
  });

  it("stays RUNNING where a later attempt is held, and goes on with that attempt", () => {
    const run = new LiveRun(planOf([stepOf("a", retried)])).accept();
    run.fail("a", { retryable: true });
    run.now += 10;
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    hold(run, "a", 2);
    expect(run.steps).toEqual({ a: "RUNNING" });
    expect(release(run, "a", 2).commands).toMatchObject([{ type: "start_attempt", attempt: 2 }]);
  });

  it("leaves the run the time that its rejection gives it", () => {
    const run = new LiveRun(planOf([stepOf("a", { optional: true }), stepOf("b")])).accept();
    hold(run, "a", 1, deadlineAt + 1);
    const error = { reason: "POLICY_DENIED", message: "No." } as const;
    const failed = { type: "step.failed", at: run.now, step_id: "a", attempt: 1, error, retryable: false } as const;
    run.apply({ ...failed, deadline_at: 5_000 });
    expect(run.state).toMatchObject({ state: "RUNNING", deadline_at: 5_000 });
  });

  it("moves the deadline also for whoever has just seen it pass", () => {
    const run = hold(new LiveRun(planOf([stepOf("a")])).accept(), "a", 1, deadlineAt + 1);
    const { state } = run;
    expect(run.apply({ type: "run.deadline_reached", at: deadlineAt }).state).toBe(state);
    expect(run.apply({ type: "run.deadline_reached", at: deadlineAt + 1 }).state.state).toBe("TIMED_OUT");
  });

  it("stays held over a crash, ends with the run, and is not released twice", () => {
    const run = hold(new LiveRun(planOf([stepOf("a")])).accept(), "a");
    run.apply({ type: "run.recovered", at: run.now });
    expect(run.started).toEqual([]);
    expect(release(run, "a").started).toEqual(["a"]);
    const { state } = run;
    expect(release(run, "a").state).toBe(state);
    const other = hold(new LiveRun(planOf([stepOf("a")])).accept(), "a");
    other.apply({ type: "run.cancel_requested", at: other.now });
    expect(other.commands.map(({ type }) => type)).toEqual(["finish"]);
    expect(other.steps).toEqual({ a: "CANCELLED" });
  });
});

describe("a run that is paused", () => {
  it("starts nothing new, lets what runs go on, and catches up when it is resumed (INV-RUN-12)", () => {
    const run = pause(new LiveRun(planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] })])).accept());
    expect(run.succeed("a").started).toEqual([]);
    expect(run.steps).toEqual({ a: "COMPLETED", b: "PENDING" });
    expect(resume(run).started).toEqual(["b"]);
  });

  it("makes the attempt after the pause whose wait ended during it", () => {
    const run = new LiveRun(planOf([stepOf("a", retried)])).accept();
    pause(run.fail("a", { retryable: true }));
    run.now += 10;
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    expect(run.commands).toEqual([]);
    expect(resume(run).commands).toMatchObject([{ type: "start_attempt", attempt: 2 }]);
  });

  it("does not start what is released, before it is resumed", () => {
    const run = new LiveRun(planOf([stepOf("a", retried)])).accept();
    run.fail("a", { retryable: true });
    run.now += 10;
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    pause(hold(run, "a", 2));
    expect(release(run, "a", 2).started).toEqual([]);
    expect(resume(run).commands).toMatchObject([{ type: "start_attempt", attempt: 2 }]);
  });

  it("takes a second pause, and a resume without one, for stale", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept();
    const { state } = run;
    expect(resume(run).state).toBe(state);
    const paused = pause(run).state;
    expect(pause(run).state).toBe(paused);
  });
});

describe("a run that reuses what an earlier one completed", () => {
  it("starts where the earlier one failed, with its outputs", () => {
    const plan = planOf([
      stepOf("a"),
      stepOf("b", { depends_on: ["a"], input_template: { n: "${steps.a.output.n}" } }),
    ]);
    const run = new LiveRun(plan);
    const reused: { step_id: string; output: JsonObject }[] = [
      { step_id: "a", output: { n: 7 } },
      { step_id: "gone", output: {} },
    ];
    run.apply({ type: "run.accepted", at: run.now, deadline_at: deadlineAt, reused });
    expect(run.commands).toMatchObject([{ type: "start_attempt", step_id: "b", input: { n: 7 } }]);
    expect(run.step("a")).toMatchObject({ state: "COMPLETED" });
    expect(run.succeed("b").state.state).toBe("COMPLETED");
  });

  it("ends at once where nothing is left to do", () => {
    const run = new LiveRun(planOf([stepOf("a")]));
    run.apply({ type: "run.accepted", at: 1, deadline_at: deadlineAt, reused: [{ step_id: "a", output: { n: 1 } }] });
    expect(run.commands).toMatchObject([{ type: "finish", state: "COMPLETED", output: { a: { n: 1 } } }]);
  });
});
