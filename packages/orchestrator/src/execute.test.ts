import { getEventListeners } from "node:events";
import type { ExecutionPolicy, ExecutionReport, FinalDecision } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { abortGraceMs } from "./bounded-run.ts";
import { execute } from "./execute.ts";
import { ExecutionLimits } from "./execution-limits.ts";
import type { ExecutionPorts } from "./execution-ports.ts";
import { type Executor, type ExecutorAttempt, ExecutorFailure } from "./executor.ts";
import { orchestrationPlan } from "./orchestration-plan.ts";
import { publishedSchema } from "./testing/published-schema.ts";
import { SimulatedClock } from "./testing/simulated-clock.ts";

const act: FinalDecision = { action: "ACT", allowed: true, reasons: [] };
const once: ExecutionPolicy = { retry: { max_retries: 0 } };

interface Call {
  readonly decision?: FinalDecision;
  readonly context?: Record<string, unknown>;
  readonly policy?: ExecutionPolicy;
  readonly executor?: Executor;
  readonly ports?: Partial<ExecutionPorts>;
  readonly clock?: SimulatedClock;
}

async function report(call: Call = {}): Promise<ExecutionReport> {
  const { decision = act, context = {}, policy = {}, executor = () => {}, clock = new SimulatedClock() } = call;
  const made = await clock.settle(execute(decision, context, policy, executor, { clock, ...call.ports }));
  expect(validators.ExecutionReport(made)).toEqual([]);
  return made;
}

/** An executor that notes its attempts, and ends each as it is told. */
function noting(end: (attempt: ExecutorAttempt) => unknown = () => {}) {
  const attempts: ExecutorAttempt[] = [];
  const executor: Executor = (attempt) => {
    attempts.push(attempt);
    return end(attempt);
  };
  return { attempts, executor };
}

const failing = (): never => {
  throw new TypeError("password=hunter2");
};

describe("execute", () => {
  it("reports a success", async () => {
    const clock = new SimulatedClock();
    expect(await report({ clock, executor: () => clock.work(12) })).toEqual({
      attempts: [{ action: "ACT", status: "success", attempt_number: 0, latency_ms: 12 }],
      total_latency_ms: 12,
      success_count: 1,
      failed_count: 0,
      skipped_count: 0,
      denied_count: 0,
      fail_closed: false,
    });
    expect(clock.openTimers).toBe(0);
  });

  it("gives the executor the decision, the attempt's number and a signal", async () => {
    const { attempts, executor } = noting();
    const decision: FinalDecision = {
      action: "EXIT",
      allowed: true,
      reasons: ["done"],
      params: { "door:side": "left" },
    };
    await report({ decision, executor });
    expect(attempts).toEqual([{ decision, attemptNumber: 0, signal: expect.any(AbortSignal) }]);
  });

  it("takes whatever the executor returns for a success, at once or later", async () => {
    for (const returned of [undefined, false, 0, Promise.resolve(null)]) {
      expect((await report({ executor: () => returned })).success_count).toBe(1);
    }
  });

  it("skips a decision that is not allowed", async () => {
    const { attempts, executor } = noting();
    expect(await report({ decision: { ...act, allowed: false }, executor })).toMatchObject({
      attempts: [],
      skipped_count: 1,
      denied_count: 0,
      fail_closed: false,
      markers: ["not_allowed"],
    });
    expect(attempts).toEqual([]);
  });
});

describe("INV-EXE-1: deterministic", () => {
  it("derives the plan from the decision and the policy alone, with every default that the contract publishes", () => {
    const plan = orchestrationPlan(act, {});
    expect(validators.OrchestrationPlan(plan)).toEqual([]);
    const timeout = publishedSchema("TimeoutPolicy").properties;
    const retry = publishedSchema("OrchestrationRetryPolicy").properties;
    expect(plan).toEqual({
      actions: ["ACT"],
      max_retries: retry.max_retries?.default,
      timeout_per_action_ms: timeout.timeout_per_action_ms?.default,
      max_total_time_ms: timeout.max_total_time_ms?.default,
      idempotency_enabled: publishedSchema("IdempotencyPolicy").properties.idempotency_enabled?.default,
    });
  });

  it("waits without jitter: 100, 200 and 400 milliseconds by default", async () => {
    const clock = new SimulatedClock(0);
    const startedAt: number[] = [];
    await report({
      clock,
      executor: () => {
        startedAt.push(clock.now());
        failing();
      },
    });
    expect(startedAt).toEqual([0, 100, 300, 700]);
  });
});

describe("INV-EXE-2: bounded", () => {
  it("makes one attempt more than there are retries, and records every one", async () => {
    const { attempts, executor } = noting(failing);
    const made = await report({ policy: { retry: { max_retries: 2 } }, executor });
    expect(attempts).toHaveLength(3);
    expect(made.attempts.map(({ attempt_number, status }) => [attempt_number, status])).toEqual([
      [0, "failed"],
      [1, "failed"],
      [2, "failed"],
    ]);
    expect(made).toMatchObject({ failed_count: 1, success_count: 0, markers: ["exception"] });
  });

  it("records the failures before a success, which are no failure of the action", async () => {
    const { executor } = noting(({ attemptNumber }) => (attemptNumber < 2 ? failing() : undefined));
    const made = await report({ executor });
    expect(made.attempts.map(({ status }) => status)).toEqual(["failed", "failed", "success"]);
    expect(made).toMatchObject({ success_count: 1, failed_count: 0, fail_closed: false });
    expect(made.markers).toBeUndefined();
  });

  it("aborts an attempt at its time limit, and tries again", async () => {
    const clock = new SimulatedClock();
    const { attempts, executor } = noting(({ attemptNumber, signal }) => clock.work(attemptNumber ? 10 : 9999, signal));
    const made = await report({ clock, executor, policy: { timeout: { timeout_per_action_ms: 50 } } });
    expect(attempts[0]?.signal).toMatchObject({ aborted: true, reason: { name: "TimeoutError" } });
    expect(made.attempts).toMatchObject([
      { status: "failed", latency_ms: 50, error_type: "TimeoutError", error_code: "timeout" },
      { status: "success", latency_ms: 10 },
    ]);
    expect(made.total_latency_ms).toBe(50 + 100 + 10);
    expect(clock.openTimers).toBe(0);
  });

  it("aborts an attempt when the total time is over, and makes no other", async () => {
    const clock = new SimulatedClock();
    const { attempts, executor } = noting(({ signal }) => clock.work(9999, signal));
    const policy = {
      timeout: { timeout_per_action_ms: 60, max_total_time_ms: 200 },
      retry: { initial_backoff_ms: 50 },
    };
    const made = await report({ clock, executor, policy });
    expect(attempts.every(({ signal }) => signal.aborted)).toBe(true);
    expect(made.attempts.map(({ latency_ms }) => latency_ms)).toEqual([60, 60]);
    expect(made).toMatchObject({ failed_count: 1, fail_closed: true, markers: ["timeout", "total_timeout"] });
    expect(made.total_latency_ms).toBeLessThanOrEqual(200);
  });

  it("does not wait for an attempt for which no time would be left", async () => {
    const made = await report({
      executor: failing,
      policy: { retry: { initial_backoff_ms: 1000 }, timeout: { max_total_time_ms: 1000 } },
    });
    expect(made).toMatchObject({ total_latency_ms: 0, markers: ["exception", "total_timeout"] });
  });

  it("abandons an executor that does not stop, does not run another beside it, and tells when it ends", async () => {
    const clock = new SimulatedClock();
    const { attempts, executor } = noting(() => clock.work(5000));
    const abandoned: Promise<string>[] = [];
    const late: string[] = [];
    const made = await report({
      clock,
      executor,
      policy: { timeout: { timeout_per_action_ms: 100 } },
      ports: { onAbandoned: (ended) => abandoned.push(ended), onLateEnd: (ended) => late.push(ended) },
    });
    expect(attempts).toHaveLength(1);
    expect(made).toMatchObject({
      attempts: [{ error_code: "timeout", latency_ms: 100 + abortGraceMs }],
      fail_closed: true,
      markers: ["abandoned"],
    });
    expect(late).toEqual([]);
    expect(await clock.settle(abandoned[0]!)).toBe("fulfilled");
    expect(late).toEqual(["fulfilled"]);
  });

  it("never lets more executors run than max_concurrency, abandoned ones included, and starts them in order", async () => {
    const clock = new SimulatedClock();
    const limits = new ExecutionLimits();
    const order: unknown[] = [];
    let running = 0;
    const executor: Executor = async ({ decision }) => {
      order.push(decision.reasons[0]);
      expect(++running).toBeLessThanOrEqual(2);
      // The first does not listen to its signal, and goes on for a second.
      await clock.work(decision.reasons[0] === "0" ? 1000 : 10);
      running--;
    };
    const policy: ExecutionPolicy = {
      ...once,
      concurrency: { max_concurrency: 2 },
      timeout: { timeout_per_action_ms: 20 },
    };
    const made = await clock.settle(
      Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          execute({ ...act, reasons: [`${index}`] }, {}, policy, executor, { clock, limits }),
        ),
      ),
    );
    expect(order).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(made.map(({ success_count }) => success_count)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(made.map(({ total_latency_ms }) => total_latency_ms)).toEqual([20 + abortGraceMs, 10, 20, 30, 40, 50]);
  });

  it("counts the wait for a turn towards the total time", async () => {
    const clock = new SimulatedClock();
    const limits = new ExecutionLimits();
    const policy: ExecutionPolicy = { ...once, timeout: { max_total_time_ms: 100 } };
    const call = () => execute(act, {}, policy, ({ signal }) => clock.work(90, signal), { clock, limits });
    const made = await clock.settle(Promise.all([call(), call()]));
    expect(made.map(({ success_count }) => success_count)).toEqual([1, 0]);
    expect(made[1]).toMatchObject({ attempts: [{ error_code: "timeout", latency_ms: 10 }], total_latency_ms: 100 });
  });
});

describe("INV-EXE-3: fails closed", () => {
  it("turns an exception into a failed attempt and a marker, without its message", async () => {
    const made = await report({ policy: once, executor: failing });
    expect(made).toMatchObject({
      attempts: [{ status: "failed", error_type: "TypeError", error_code: "execution_exception" }],
      failed_count: 1,
      fail_closed: true,
      markers: ["exception"],
    });
    expect(JSON.stringify(made)).not.toContain("hunter2");
  });

  const named = (name: string) => Object.assign(new Error("hunter2"), { name });
  const hostile = new Proxy(new Error("hunter2"), {
    get() {
      throw new Error("hunter2");
    },
  });
  it.each<[string, unknown, string]>([
    ["a text", "hunter2", "NotAnError"],
    ["nothing", undefined, "NotAnError"],
    ["an error whose name is a text", named("the password is hunter2"), "Error"],
    ["an error that cannot be read", hostile, "Error"],
    ["an error of its own", named("PrinterError"), "PrinterError"],
  ])("survives that the executor throws %s", async (_, thrown, error_type) => {
    const made = await report({ policy: once, executor: () => Promise.reject(thrown) });
    expect(made.attempts).toMatchObject([{ error_type, error_code: "execution_exception" }]);
    expect(JSON.stringify(made)).not.toContain("hunter2");
  });

  it("tells an executor's own failure by its code, and does not retry one that it calls final", async () => {
    const { attempts, executor } = noting(() => {
      throw new ExecutorFailure("out_of_paper", { retryable: false });
    });
    expect(await report({ executor })).toMatchObject({
      attempts: [{ status: "failed", error_type: "ExecutorFailure", error_code: "out_of_paper" }],
      fail_closed: false,
      markers: ["refused"],
    });
    expect(attempts).toHaveLength(1);
  });

  it("never repeats a code that is a text", async () => {
    const executor: Executor = () => Promise.reject(new ExecutorFailure("password=hunter2"));
    expect((await report({ policy: once, executor })).attempts[0]?.error_code).toBe("executor_failed");
  });

  it.each<[string, Call]>([
    ["a decision without its reasons", { decision: { action: "ACT", allowed: true } as never }],
    ["an unknown action", { decision: { ...act, action: "BUY" as never } }],
    ["a decision that says yes in words", { decision: { ...act, allowed: "yes" as never } }],
    ["retries without end", { policy: { retry: { max_retries: 1_000_000 } } }],
    ["a negative timeout", { policy: { timeout: { timeout_per_action_ms: -1 } } }],
    ["a switch in words", { context: { ops_deny_actions: "false" } }],
    ["a rate limit that nobody counts", { policy: { rate_limit: {} } }],
    ["a concurrency that nobody counts", { policy: { concurrency: {} } }],
    ["idempotency without a record", { policy: { idempotency: { idempotency_enabled: true } } }],
  ])("does not run %s", async (_, call) => {
    const { attempts, executor } = noting();
    expect(await report({ ...call, executor })).toMatchObject({
      attempts: [],
      failed_count: 1,
      fail_closed: true,
      markers: ["invalid_input"],
    });
    expect(attempts).toEqual([]);
  });

  it("answers with a report even where there is no context at all", async () => {
    expect(await report({ context: null as never })).toMatchObject({ fail_closed: true });
    const clock = new SimulatedClock();
    expect(await execute(act, undefined as never, {}, () => {}, { clock })).toMatchObject({
      failed_count: 1,
      markers: ["internal"],
    });
  });

  it("is the same when a listener fails", async () => {
    const clock = new SimulatedClock();
    const made = await report({
      clock,
      policy: { timeout: { timeout_per_action_ms: 10 } },
      executor: () => clock.work(5000),
      ports: { onAbandoned: failing, onLateEnd: failing },
    });
    expect(made.markers).toEqual(["abandoned"]);
    await clock.advance(5000);
  });
});

describe("INV-EXE-4: the kill switch", () => {
  it("denies, and makes no attempt", async () => {
    const { attempts, executor } = noting();
    expect(await report({ context: { ops_deny_actions: true }, executor })).toEqual({
      attempts: [],
      total_latency_ms: 0,
      success_count: 0,
      failed_count: 0,
      skipped_count: 0,
      denied_count: 1,
      fail_closed: false,
      markers: ["kill_switch"],
    });
    expect(attempts).toEqual([]);
  });

  it("comes before everything else: a decision that is not allowed, and a policy that cannot be kept", async () => {
    const context = { ops_deny_actions: true };
    for (const call of [{ decision: { ...act, allowed: false } }, { policy: { rate_limit: {} } }]) {
      expect(await report({ context, ...call })).toMatchObject({ denied_count: 1, skipped_count: 0, failed_count: 0 });
    }
  });

  it("takes effect on the next attempt", async () => {
    const context = { ops_deny_actions: false };
    const made = await report({
      context,
      executor: () => {
        context.ops_deny_actions = true;
        failing();
      },
    });
    expect(made).toMatchObject({ denied_count: 1, failed_count: 0, fail_closed: false, markers: ["kill_switch"] });
    expect(made.attempts).toHaveLength(1);
  });
});

describe("a withdrawal", () => {
  it("aborts the running attempt, and there is no other", async () => {
    const clock = new SimulatedClock();
    const controller = new AbortController();
    const { attempts, executor } = noting(({ signal }) => clock.work(9999, signal));
    clock.setTimer(clock.now() + 30, () => controller.abort());
    expect(await report({ clock, executor, ports: { signal: controller.signal } })).toMatchObject({
      attempts: [{ status: "failed", error_type: "AbortError", error_code: "aborted", latency_ms: 30 }],
      failed_count: 1,
      fail_closed: false,
      markers: ["aborted"],
    });
    expect(attempts[0]?.signal.aborted).toBe(true);
  });

  it("ends the wait for the next attempt", async () => {
    const clock = new SimulatedClock();
    const controller = new AbortController();
    clock.setTimer(clock.now() + 30, () => controller.abort());
    const made = await report({ clock, executor: failing, ports: { signal: controller.signal } });
    expect(made).toMatchObject({ total_latency_ms: 30, markers: ["aborted"] });
    expect(made.attempts).toHaveLength(1);
    expect(clock.openTimers).toBe(0);
  });

  it("ends the wait for a turn, and gives the turn to nobody", async () => {
    const clock = new SimulatedClock();
    const limits = new ExecutionLimits();
    const controller = new AbortController();
    const { attempts, executor } = noting(() => clock.work(50));
    const first = execute(act, {}, once, executor, { clock, limits });
    const second = execute(act, {}, once, executor, { clock, limits, signal: controller.signal });
    controller.abort();
    const third = execute(act, {}, once, executor, { clock, limits });
    expect((await second).markers).toEqual(["aborted"]);
    expect(await clock.settle(Promise.all([first, third]))).toMatchObject([{ success_count: 1 }, { success_count: 1 }]);
    expect(attempts).toHaveLength(2);
  });

  it("is listened for no longer than the execution goes on", async () => {
    const clock = new SimulatedClock();
    const { signal } = new AbortController();
    const limits = new ExecutionLimits();
    const executor: Executor = ({ attemptNumber }) => (attemptNumber === 0 ? failing() : clock.work(9));
    const call = () => execute(act, {}, {}, executor, { clock, signal, limits });
    await clock.settle(Promise.all([call(), call(), call()]));
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(clock.openTimers).toBe(0);
  });

  it("before the start lets nothing start", async () => {
    const { attempts, executor } = noting();
    expect(await report({ executor, ports: { signal: AbortSignal.abort() } })).toMatchObject({ markers: ["aborted"] });
    expect(attempts).toEqual([]);
  });
});

describe("INV-EXE-6: rate limits", () => {
  const policy: ExecutionPolicy = {
    ...once,
    rate_limit: {
      per_action: { max_executions: 2, window_ms: 1000 },
      global: { max_executions: 3, window_ms: 1000 },
    },
  };

  it("deny what is too much of one action, and of all together, until the window has moved on", async () => {
    const clock = new SimulatedClock();
    const ports = { limits: new ExecutionLimits() };
    const { attempts, executor } = noting();
    const go = async (action: FinalDecision["action"]) =>
      (await report({ clock, policy, executor, ports, decision: { ...act, action } })).markers?.[0] ?? "ran";
    expect([await go("ACT"), await go("ACT"), await go("ACT")]).toEqual(["ran", "ran", "rate_limited"]);
    expect([await go("EXIT"), await go("EXIT")]).toEqual(["ran", "rate_limited"]);
    await clock.advance(999);
    expect(await go("ACT")).toBe("rate_limited");
    await clock.advance(1);
    expect(await go("ACT")).toBe("ran");
    expect(attempts).toHaveLength(4);
  });

  it("count a denial, not a failure", async () => {
    const ports = { limits: new ExecutionLimits() };
    for (let index = 0; index < 2; index++) await report({ policy, ports });
    expect(await report({ policy, ports })).toMatchObject({
      attempts: [],
      denied_count: 1,
      failed_count: 0,
      fail_closed: false,
    });
  });

  it("count executions, not their attempts", async () => {
    const ports = { limits: new ExecutionLimits() };
    const retrying = { ...policy, retry: { max_retries: 5 } };
    expect(await report({ policy: retrying, ports, executor: failing })).toMatchObject({ markers: ["exception"] });
    expect(await report({ policy: retrying, ports })).toMatchObject({ success_count: 1 });
  });

  it("take the context's time for now where it has one", async () => {
    const ports = { limits: new ExecutionLimits() };
    const at = async (now_ms: number) =>
      (
        await report({
          policy: { ...policy, rate_limit: { global: { max_executions: 1, window_ms: 10 } } },
          ports,
          context: { now_ms },
        })
      ).denied_count;
    expect([await at(100), await at(109), await at(110)]).toEqual([0, 1, 0]);
  });
});
