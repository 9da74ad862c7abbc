import { bounds } from "@oap/protocol/bounds";
import { describe, expect, it, vi } from "vitest";
import { compileInvocation } from "../compile/compile-invocation.ts";
import { resolved } from "../testing/catalog.ts";
import { deadlineAt, LiveRun } from "../testing/live-run.ts";
import { compiled, edgeOf, planOf, sendStepOf, stepOf } from "../testing/plan.ts";
import type { RunCommand } from "./run-command.ts";
import type { RunEvent } from "./run-event.ts";
import { initialRun } from "./run-state.ts";
import { runSummary } from "./run-summary.ts";
import { stepStates } from "./step-states.ts";
import { transition } from "./transition.ts";

const startOf = (commands: readonly RunCommand[], stepId: string) =>
  commands.find((command) => command.type === "start_attempt" && command.step_id === stepId);
const finishOf = (commands: readonly RunCommand[]) => commands.find(({ type }) => type === "finish");

describe("what starts when", () => {
  it("starts what waits for nothing, and the rest when its dependencies have completed (INV-RUN-2)", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["a", "b"] })])).accept();
    expect(run.started).toEqual(["a", "b"]);
    expect(run.succeed("b").started).toEqual([]);
    expect(run.succeed("a").started).toEqual(["c"]);
  });

  it("starts ready steps by level, then by position (INV-RUN-4)", () => {
    const steps = [
      stepOf("late", { depends_on: ["x"] }),
      stepOf("z"),
      stepOf("x"),
      stepOf("later", { depends_on: ["z", "late"] }),
    ];
    const plan = { ...compiled(planOf(steps)), max_parallel: 1 };
    const run = new LiveRun(plan).accept();
    expect(run.started).toEqual(["z"]);
    expect(run.succeed("z").started).toEqual(["x"]);
    expect(run.succeed("x").started).toEqual(["late"]);
    expect(run.succeed("late").started).toEqual(["later"]);
  });

  it("runs at most so many steps at once, and gives a free slot on (INV-RUN-3)", () => {
    const run = new LiveRun(planOf(Array.from({ length: 70 }, (_, index) => stepOf(`s${index}`)))).accept();
    expect(run.started).toHaveLength(bounds.parallelStepsMax);
    expect(run.state.running).toBe(bounds.parallelStepsMax);
    expect(run.succeed("s5").started).toEqual(["s64"]);
  });

  it("says everything that an attempt needs", () => {
    const template = { n: "${steps.a.output.n}", note: "from ${plan.metadata.name}" };
    const steps = [stepOf("a"), stepOf("b", { depends_on: ["a"], input_template: template, action: { name: "look" } })];
    const run = new LiveRun(planOf(steps, [], { name: "demo" })).accept(3_000);
    expect(run.succeed("a", { n: 7 }).commands).toEqual([
      {
        type: "start_attempt",
        step_id: "b",
        attempt: 1,
        target: { module_id: "test", capability: "echo", version: "1.2.0" },
        action: { name: "look" },
        input: { n: 7, note: "from demo" },
        idempotency_key: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        timeout_ms: 2_000,
      },
    ]);
  });

  it("dates a step's start and end by its events", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept();
    run.now = 1_500;
    run.succeed("a");
    expect(stepStates(run.state)).toEqual([
      {
        step_id: "a",
        state: "COMPLETED",
        started_at: "1970-01-01T00:00:01.000Z",
        completed_at: "1970-01-01T00:00:01.500Z",
      },
    ]);
  });
});

describe("how a run ends (INV-RUN-7)", () => {
  it("completes with the outputs of the steps nobody depends on", () => {
    const run = new LiveRun(
      planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] }), stepOf("c"), stepOf("d", { optional: true })]),
    );
    run.accept().succeed("a", { x: 1 }).succeed("c", { x: 3 }).fail("d").succeed("b", { x: 2 });
    expect(run.commands).toEqual([{ type: "finish", state: "COMPLETED", output: { b: { x: 2 }, c: { x: 3 } } }]);
    expect(runSummary(run.state)).toEqual({
      state: "COMPLETED",
      output: { b: { x: 2 }, c: { x: 3 } },
      started_at: "1970-01-01T00:00:01.000Z",
      completed_at: "1970-01-01T00:00:01.000Z",
    });
  });

  it("gives an invocation the outcome of its step as it stands", () => {
    const plan = compileInvocation({ input: { text: "${1}" } }, resolved("echo"));
    const completed = new LiveRun(plan).accept();
    expect(completed.commands).toMatchObject([{ type: "start_attempt", step_id: "invoke", input: { text: "${1}" } }]);
    expect(completed.succeed("invoke", { x: 1 }).commands).toEqual([
      { type: "finish", state: "COMPLETED", output: { x: 1 } },
    ]);
    const failed = new LiveRun(plan).accept().fail("invoke");
    expect(failed.commands).toEqual([
      { type: "finish", state: "FAILED", error: { reason: "RUNTIME_ERROR", message: "It broke." } },
    ]);
    expect(finishOf(new LiveRun(plan).accept().fail("invoke", { timed_out: true }).commands)).toMatchObject({
      state: "TIMED_OUT",
    });
  });

  it("lets a plan fail when a step of it timed out", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept().fail("a", { timed_out: true });
    expect(run.steps).toEqual({ a: "TIMED_OUT" });
    expect(finishOf(run.commands)).toMatchObject({ state: "FAILED", error: { details: { step_id: "a" } } });
  });

  it("changes nothing any more afterwards (INV-RUN-1)", () => {
    const run = new LiveRun(planOf([stepOf("a")])).accept().succeed("a", { x: 1 });
    const ended = run.state;
    const late: RunEvent[] = [
      { type: "run.accepted", at: 2_000, deadline_at: 9_000 },
      { type: "step.succeeded", at: 2_000, step_id: "a", attempt: 1, output: { x: 2 } },
      { type: "step.retry_due", at: 2_000, step_id: "a", attempt: 2 },
      { type: "run.cancel_requested", at: 2_000 },
      { type: "run.deadline_reached", at: 2_000 },
      { type: "run.recovered", at: 2_000 },
    ];
    for (const event of late) {
      expect(transition(ended, event).state).toBe(ended);
      expect(transition(ended, event).commands).toEqual([]);
    }
  });
});

describe("stale events (INV-RUN-1)", () => {
  const live = () =>
    new LiveRun(
      planOf([stepOf("a", { retry_policy: { max_attempts: 3, backoff_ms: 10 } }), stepOf("b", { depends_on: ["a"] })]),
    );

  it("give the same state object and no commands", () => {
    const run = live().accept();
    const before = run.state;
    run.succeed("a", {}, 2);
    run.succeed("b");
    run.succeed("ghost");
    run.fail("a", { attempt: 0 });
    run.apply({ type: "step.retry_due", at: 1_000, step_id: "a", attempt: 2 });
    run.apply({ type: "run.accepted", at: 1_000, deadline_at: 5 });
    expect(run.state).toBe(before);
    expect(run.journal).toHaveLength(1);
  });

  it("are those of an attempt that has ended, too", () => {
    const run = live().accept().fail("a", { retryable: true });
    const waiting = run.state;
    expect(run.succeed("a").state).toBe(waiting);
    expect(run.apply({ type: "step.retry_due", at: 1_000, step_id: "a", attempt: 3 }).state).toBe(waiting);
  });

  it("are all those before the run was accepted, but for cancelling it or its deadline", () => {
    const run = live();
    const before = run.state;
    expect(run.succeed("a").apply({ type: "run.recovered", at: 1_000 }).state).toBe(before);
    expect(live().apply({ type: "run.cancel_requested", at: 1_000 }).state.state).toBe("CANCELLED");
    expect(live().apply({ type: "run.deadline_reached", at: 1_000 }).state.state).toBe("TIMED_OUT");
  });
});

describe("skipping", () => {
  it("skips a step whose condition is false: CANCELLED, never started, without an error", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b")], [edgeOf("a", "b", "steps.a.output.n > 1")])).accept();
    run.succeed("a", { n: 1 });
    expect(run.step("b")).toEqual({ step_id: "b", state: "CANCELLED", completed_at: "1970-01-01T00:00:01.000Z" });
    expect(finishOf(run.commands)).toEqual({ type: "finish", state: "COMPLETED", output: {} });
  });

  it("starts a step only if all its conditions are true", () => {
    const edges = (second: string) => [edgeOf("a", "c", "steps.a.output.ok"), edgeOf("b", "c", second)];
    const steps = [stepOf("a"), stepOf("b"), stepOf("c")];
    const run = (second: string) =>
      new LiveRun(planOf(steps, edges(second))).accept().succeed("a", { ok: true }).succeed("b");
    expect(run("true").started).toEqual(["c"]);
    expect(run("false").steps.c).toBe("CANCELLED");
  });

  it("counts a skipped step as satisfied beside one that completed", () => {
    const steps = [stepOf("a"), stepOf("left"), stepOf("right"), stepOf("join", { depends_on: ["left", "right"] })];
    const edges = [edgeOf("a", "left", "steps.a.output.left"), edgeOf("a", "right", "!steps.a.output.left")];
    const run = new LiveRun(planOf(steps, edges)).accept().succeed("a", { left: true });
    expect(run.started).toEqual(["left"]);
    expect(run.succeed("left", { x: 1 }).started).toEqual(["join"]);
    expect(run.steps).toEqual({ a: "COMPLETED", left: "COMPLETED", right: "CANCELLED", join: "RUNNING" });
  });

  it("skips a step too if all that it depends on was skipped, all the way down", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["b"] }), stepOf("d", { depends_on: ["c"] })];
    const run = new LiveRun(planOf(steps, [edgeOf("a", "b", "false")])).accept().succeed("a");
    expect(run.steps).toEqual({ a: "COMPLETED", b: "CANCELLED", c: "CANCELLED", d: "CANCELLED" });
    expect(run.step("d")?.error).toBeUndefined();
    expect(finishOf(run.commands)).toMatchObject({ state: "COMPLETED" });
  });

  it("skips a step that has a skipped dependency and none that completed", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("o", { optional: true }), stepOf("c", { depends_on: ["b", "o"] })];
    const run = new LiveRun(planOf(steps, [edgeOf("a", "b", "false")])).accept().succeed("a").fail("o");
    expect(run.steps.c).toBe("CANCELLED");
    expect(run.step("c")?.error).toBeUndefined();
  });

  it("skips a chain of 10,000 in one transition", () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      stepOf(`s${index}`, index < 2 ? {} : { depends_on: [`s${index - 1}`] }),
    );
    const run = new LiveRun(planOf(steps, [edgeOf("s0", "s1", "false")])).accept().succeed("s0");
    expect(run.state.state).toBe("COMPLETED");
  });
});

describe("failing", () => {
  it("cancels what depends on a required step that failed, and lets the rest finish", () => {
    const steps = [
      stepOf("a"),
      stepOf("b", { depends_on: ["a"] }),
      stepOf("c", { depends_on: ["b"] }),
      stepOf("d"),
      stepOf("e", { depends_on: ["d"] }),
    ];
    const run = new LiveRun(planOf(steps)).accept().fail("a");
    expect(run.steps).toEqual({ a: "FAILED", b: "CANCELLED", c: "CANCELLED", d: "RUNNING", e: "PENDING" });
    expect(run.step("b")?.error).toMatchObject({ reason: "DEPENDENCY_FAILURE", details: { step_id: "a" } });
    expect(run.step("c")?.error).toMatchObject({ reason: "DEPENDENCY_FAILURE", details: { step_id: "b" } });
    expect(run.step("c")?.started_at).toBeUndefined();
    expect(run.succeed("d").started).toEqual(["e"]);
    expect(run.succeed("e", { x: 1 }).commands).toEqual([
      {
        type: "finish",
        state: "FAILED",
        error: { reason: "RUNTIME_ERROR", message: "Step `a` failed: It broke.", details: { step_id: "a" } },
      },
    ]);
  });

  it("does not let an optional step fail the plan, nor hold up what depends on it", () => {
    const steps = [
      stepOf("a", { optional: true }),
      stepOf("b", { depends_on: ["a"], input_template: { state: "${steps.a.state}" } }),
    ];
    const run = new LiveRun(planOf(steps)).accept().fail("a");
    expect(startOf(run.commands, "b")).toMatchObject({ input: { state: "FAILED" } });
    expect(finishOf(run.succeed("b", { x: 1 }).commands)).toMatchObject({
      state: "COMPLETED",
      output: { b: { x: 1 } },
    });
  });

  it("cancels an optional step behind a failed one, which then holds up nobody", () => {
    const steps = [stepOf("a"), stepOf("b", { depends_on: ["a"], optional: true }), stepOf("c", { depends_on: ["b"] })];
    const run = new LiveRun(planOf(steps)).accept().fail("a");
    expect(run.steps).toEqual({ a: "FAILED", b: "CANCELLED", c: "RUNNING" });
    expect(finishOf(run.succeed("c").commands)).toMatchObject({ state: "FAILED" });
  });

  it("fails a step whose condition cannot be evaluated", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["b"] })];
    const run = new LiveRun(planOf(steps, [edgeOf("a", "b", "steps.a.output.missing > 1")])).accept().succeed("a");
    expect(run.step("b")).toMatchObject({ state: "FAILED", error: { reason: "VALIDATION_ERROR" } });
    expect(run.step("b")?.started_at).toBeUndefined();
    expect(run.steps.c).toBe("CANCELLED");
    expect(finishOf(run.commands)).toMatchObject({ state: "FAILED", error: { reason: "VALIDATION_ERROR" } });
  });

  it("fails a step whose conditions together take too much work, however little each takes", () => {
    const list = Array.from({ length: 200 }, (_, index) => index);
    const costly = "steps.a.output.list.all(x, steps.a.output.list.all(y, x + y >= 0))";
    const run = (count: number) =>
      new LiveRun(
        planOf(
          [stepOf("a"), stepOf("b")],
          Array.from({ length: count }, () => edgeOf("a", "b", costly)),
        ),
      )
        .accept()
        .succeed("a", { list })
        .apply({ type: "run.continued", at: 1_000 });
    expect(run(1).steps.b).toBe("RUNNING");
    expect(run(20).step("b")).toMatchObject({
      state: "FAILED",
      error: { reason: "VALIDATION_ERROR", message: expect.stringContaining("touch too many values") },
    });
  });

  it("fails a step whose condition is neither true nor false, and lets no false one hide it", () => {
    const steps = [stepOf("a"), stepOf("b")];
    const edges = [edgeOf("a", "b", "false"), edgeOf("a", "b", "steps.a.output.n")];
    expect(new LiveRun(planOf(steps, edges)).accept().succeed("a", { n: 1 }).steps.b).toBe("FAILED");
  });

  it("fails a step whose input cannot be made, and gives its slot on", () => {
    const steps = [stepOf("a", { input_template: { x: "${plan.metadata.missing}" } }), stepOf("b")];
    const run = new LiveRun({ ...compiled(planOf(steps)), max_parallel: 1 }).accept();
    expect(run.started).toEqual(["b"]);
    expect(run.step("a")).toMatchObject({
      state: "FAILED",
      error: { reason: "VALIDATION_ERROR", details: { issues: [{ pointer: "/x" }] } },
    });
  });

  it("fails a step whose input has no canonical form", () => {
    const steps = [stepOf("a"), stepOf("b", { depends_on: ["a"], input_template: { x: "${steps.a.output.x}" } })];
    const run = new LiveRun(planOf(steps)).accept().succeed("a", { x: "\ud800" });
    expect(run.step("b")).toMatchObject({ state: "FAILED", error: { reason: "VALIDATION_ERROR" } });
  });

  it("tells of the first failure of a required step", () => {
    const run = new LiveRun(planOf([stepOf("o", { optional: true }), stepOf("a"), stepOf("b")])).accept();
    run.fail("o").fail("b").fail("a", { reason: "UPSTREAM_UNAVAILABLE" });
    expect(runSummary(run.state).error).toMatchObject({ reason: "RUNTIME_ERROR", details: { step_id: "b" } });
  });

  it("with fail_fast cancels everything that is open, and aborts what is running", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["b"] }), stepOf("d", { depends_on: ["a"] })];
    const run = new LiveRun(planOf(steps, [], { fail_fast: true })).accept().fail("a");
    expect(run.steps).toEqual({ a: "FAILED", b: "CANCELLED", c: "CANCELLED", d: "CANCELLED" });
    expect(run.step("c")?.error).toMatchObject({ reason: "DEPENDENCY_FAILURE", details: { step_id: "a" } });
    expect(run.commands).toMatchObject([
      { type: "abort_attempt", step_id: "b", attempt: 1, reason: "fail_fast" },
      { type: "finish", state: "FAILED", error: { details: { step_id: "a" } } },
    ]);
    expect(run.state.running).toBe(0);
  });

  it("with fail_fast goes on when an optional step fails", () => {
    const run = new LiveRun(planOf([stepOf("a", { optional: true }), stepOf("b")], [], { fail_fast: true }))
      .accept()
      .fail("a");
    expect(run.steps.b).toBe("RUNNING");
  });
});

describe("retrying", () => {
  const retried = (members = {}) =>
    stepOf("a", { retry_policy: { max_attempts: 3, backoff_ms: 100, backoff_strategy: "LINEAR" }, ...members });

  it("waits, stays RUNNING, and starts the next attempt with the same input and key (INV-RUN-10)", () => {
    const run = new LiveRun(planOf([retried()])).accept();
    const first = startOf(run.commands, "a");
    run.now = 1_200;
    expect(run.fail("a", { retryable: true }).commands).toEqual([
      { type: "wait", step_id: "a", attempt: 2, until: 1_300 },
    ]);
    expect(run.steps.a).toBe("RUNNING");
    run.now = 1_300;
    run.apply({ type: "step.retry_due", at: 1_300, step_id: "a", attempt: 2 });
    expect(run.commands).toEqual([{ ...first, attempt: 2 }]);
    expect(run.fail("a", { attempt: 2, retryable: true }).commands).toMatchObject([
      { type: "wait", attempt: 3, until: 1_500 },
    ]);
    run.apply({ type: "step.retry_due", at: 1_500, step_id: "a", attempt: 3 });
    expect(run.fail("a", { attempt: 3, retryable: true }).steps.a).toBe("FAILED");
    expect(run.step("a")?.started_at).toBe("1970-01-01T00:00:01.000Z");
  });

  it("keeps the step's slot while it waits (INV-RUN-3)", () => {
    const run = new LiveRun({ ...compiled(planOf([retried(), stepOf("b")])), max_parallel: 1 }).accept();
    expect(run.fail("a", { retryable: true }).started).toEqual([]);
    expect(run.state.running).toBe(1);
  });

  it("makes one attempt without a policy, and none more where the error says that it cannot help", () => {
    expect(new LiveRun(planOf([stepOf("a")])).accept().fail("a", { retryable: true }).steps.a).toBe("FAILED");
    expect(new LiveRun(planOf([retried()])).accept().fail("a", { retryable: false }).steps.a).toBe("FAILED");
  });

  it.each(["VALIDATION_ERROR", "POLICY_DENIED", "CONSTRAINT_VIOLATION"] as const)(
    "never repeats a %s, whatever it says of itself",
    (reason) => {
      expect(new LiveRun(planOf([retried()])).accept().fail("a", { retryable: true, reason }).steps.a).toBe("FAILED");
    },
  );

  it("retries an attempt that timed out, and ends TIMED_OUT when that was the last", () => {
    const run = new LiveRun(planOf([retried({ retry_policy: { max_attempts: 2 } })])).accept();
    run.fail("a", { retryable: true, timed_out: true });
    expect(run.steps.a).toBe("RUNNING");
    run.apply({ type: "step.retry_due", at: run.now, step_id: "a", attempt: 2 });
    expect(run.fail("a", { attempt: 2, retryable: true, timed_out: true }).steps.a).toBe("TIMED_OUT");
  });

  it("waits no longer than the deadline, and starts nothing at it (INV-RUN-9)", () => {
    const run = new LiveRun(planOf([retried()])).accept(1_050);
    expect(run.fail("a", { retryable: true }).commands).toMatchObject([{ type: "wait", until: 1_050 }]);
    expect(run.apply({ type: "step.retry_due", at: 1_050, step_id: "a", attempt: 2 }).commands).toEqual([]);
    expect(run.apply({ type: "run.deadline_reached", at: 1_050 }).steps.a).toBe("TIMED_OUT");
  });
});

describe("cancelling", () => {
  it("cancels every open step, aborts what is running, and has no error", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("c", { depends_on: ["b"] })];
    const run = new LiveRun(planOf(steps)).accept().succeed("a");
    run.apply({ type: "run.cancel_requested", at: 2_000, reason: "changed my mind" });
    expect(run.commands).toEqual([
      { type: "abort_attempt", step_id: "b", attempt: 1, reason: "cancelled" },
      { type: "finish", state: "CANCELLED" },
    ]);
    expect(run.steps).toEqual({ a: "COMPLETED", b: "CANCELLED", c: "CANCELLED" });
    expect(stepStates(run.state).every(({ error }) => error === undefined)).toBe(true);
    expect(run.state).toMatchObject({ cancel_reason: "changed my mind", running: 0, open: 0 });
  });

  it("has no error even after a step failed", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b")])).accept().fail("a");
    run.apply({ type: "run.cancel_requested", at: 2_000 });
    expect(runSummary(run.state)).toMatchObject({ state: "CANCELLED" });
    expect(runSummary(run.state).error).toBeUndefined();
  });

  it("aborts no attempt of a step that waits for its next one", () => {
    const run = new LiveRun(planOf([stepOf("a", { retry_policy: { max_attempts: 2, backoff_ms: 10 } })])).accept();
    run.fail("a", { retryable: true }).apply({ type: "run.cancel_requested", at: 1_000 });
    expect(run.commands).toEqual([{ type: "finish", state: "CANCELLED" }]);
  });
});

describe("the deadline", () => {
  it("times out every open step and the run", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] })])).accept();
    run.apply({ type: "run.deadline_reached", at: deadlineAt });
    const error = { reason: "RUNTIME_ERROR", underlying_error: { code: "DEADLINE_EXCEEDED" } };
    expect(run.commands).toMatchObject([
      { type: "abort_attempt", step_id: "a", attempt: 1, reason: "deadline" },
      { type: "finish", state: "TIMED_OUT", error },
    ]);
    expect(stepStates(run.state)).toMatchObject([
      { state: "TIMED_OUT", error },
      { state: "TIMED_OUT", error },
    ]);
  });

  it("lets nothing start at or after it (INV-RUN-9)", () => {
    const run = new LiveRun(planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] })])).accept(1_500);
    run.now = 1_500;
    expect(run.succeed("a").commands).toEqual([]);
    expect(run.steps.b).toBe("PENDING");
    expect(run.apply({ type: "run.deadline_reached", at: 1_500 }).state.state).toBe("TIMED_OUT");
  });
});

describe("recovering (INV-RUN-5, INV-RUN-6)", () => {
  it("issues idempotent attempts again under their number, and waits again", () => {
    const steps = [
      stepOf("a"),
      stepOf("b", { retry_policy: { max_attempts: 2, backoff_ms: 10 } }),
      stepOf("c", { depends_on: ["a"] }),
    ];
    const run = new LiveRun(planOf(steps)).accept();
    const first = startOf(run.commands, "a");
    run.fail("b", { retryable: true });
    run.apply({ type: "run.recovered", at: 1_000 });
    expect(run.commands).toEqual([first, { type: "wait", step_id: "b", attempt: 2, until: 1_010 }]);
    expect(run.state).toMatchObject({ running: 2, recoveries: 1 });
    expect(run.succeed("a").started).toEqual(["c"]);
  });

  it("fails a non-idempotent step that was running, with reason UNKNOWN, even with a retry policy", () => {
    const steps = [sendStepOf("a", { retry_policy: { max_attempts: 5 } }), stepOf("b", { depends_on: ["a"] })];
    const run = new LiveRun(planOf(steps)).accept().apply({ type: "run.recovered", at: 2_000 });
    expect(run.step("a")).toMatchObject({
      state: "FAILED",
      error: { reason: "UNKNOWN", message: expect.stringContaining("not known") },
    });
    expect(run.commands).toMatchObject([{ type: "finish", state: "FAILED", error: { reason: "UNKNOWN" } }]);
  });

  it("waits again for a non-idempotent step whose last attempt has a known outcome", () => {
    const run = new LiveRun(planOf([sendStepOf("a", { retry_policy: { max_attempts: 2, backoff_ms: 10 } })])).accept();
    run.fail("a", { retryable: true }).apply({ type: "run.recovered", at: 2_000 });
    expect(run.commands).toEqual([{ type: "wait", step_id: "a", attempt: 2, until: 1_010 }]);
  });

  it("leaves completed steps alone, and starts what had no slot yet", () => {
    const steps = [stepOf("a"), sendStepOf("b", { optional: true }), stepOf("c")];
    const run = new LiveRun({ ...compiled(planOf(steps)), max_parallel: 2 }).accept().succeed("a");
    expect(run.started).toEqual(["c"]);
    const recovered = run.apply({ type: "run.recovered", at: 2_000 });
    expect(recovered.started).toEqual(["c"]);
    expect(recovered.steps).toEqual({ a: "COMPLETED", b: "FAILED", c: "RUNNING" });
  });

  it("with fail_fast issues nothing again that an unknown outcome has ended", () => {
    const run = new LiveRun(planOf([stepOf("a"), sendStepOf("b")], [], { fail_fast: true })).accept();
    run.apply({ type: "run.recovered", at: 2_000 });
    expect(run.started).toEqual([]);
    expect(run.state.state).toBe("FAILED");
  });
});

describe("states", () => {
  it("are frozen, and the ones before are left as they were (INV-RUN-8)", () => {
    const first = initialRun(compiled(planOf([stepOf("a"), stepOf("b", { depends_on: ["a"] })])), "inv_1");
    const accepted: RunEvent = { type: "run.accepted", at: 1_000, deadline_at: deadlineAt };
    const second = transition(first, accepted);
    expect(Object.isFrozen(second.state) && Object.isFrozen(second.commands)).toBe(true);
    expect(second.commands.every(Object.isFrozen)).toBe(true);
    expect(stepStates(first).map(({ state }) => state)).toEqual(["PENDING", "PENDING"]);
    expect(transition(first, accepted)).toEqual(second);
  });

  it("refuse a compiled plan of another format", () => {
    const plan = { ...compiled(planOf([stepOf("a")])), format: 2 as unknown as 1 };
    expect(() => initialRun(plan, "inv_1")).toThrow("format 2");
  });
});

describe("cost", () => {
  /** Every node and record that is made is frozen, so freezing counts the work without a clock. */
  const workOf = (steps: number, shape: "chain" | "fan"): number => {
    const plan = compiled(
      planOf(
        Array.from({ length: steps }, (_, index) =>
          stepOf(`s${index}`, index === 0 ? {} : { depends_on: [shape === "chain" ? `s${index - 1}` : "s0"] }),
        ),
      ),
    );
    const frozen = vi.spyOn(Object, "freeze");
    try {
      const run = new LiveRun(plan).accept();
      for (let index = 0; index < steps; index += 1) run.succeed(`s${index}`);
      expect(run.state.state).toBe("COMPLETED");
      return frozen.mock.calls.length;
    } finally {
      frozen.mockRestore();
    }
  };

  it.each(["chain", "fan"] as const)("grows as n·log n at most with the steps of a %s", (shape) => {
    const ratio = workOf(8_000, shape) / workOf(1_000, shape);
    expect(ratio).toBeLessThan(8 * (Math.log2(8_000) / Math.log2(1_000)) * 1.1);
  });
});
