import { denyAll, type Governance } from "@oap/governance";
import { PluginError } from "@oap/plugins";
import { bounds } from "@oap/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkpointWaitMs } from "./ledger-checkpoints.ts";
import {
  ann,
  type Behaviour,
  type EngineUnderTest,
  once,
  openEngine,
  planOf,
  repeat,
  step,
  until,
  untilAborted,
} from "./testing/engine-under-test.ts";
import { FakeClock } from "./testing/fake-clock.ts";

describe("ExecutionService", () => {
  let engine: EngineUnderTest | undefined;
  const open = (...parameters: Parameters<typeof openEngine>): EngineUnderTest => {
    engine = openEngine(...parameters);
    return engine;
  };
  afterEach(async () => {
    await engine?.remove();
    engine = undefined;
  });

  const echo: Behaviour = async (input) => ({ echo: input });

  describe("exec.invoke", () => {
    it("answers a SYNC call with the output, and afterwards the same by exec.status.get", async () => {
      const { service } = open(echo);
      const result = await service.invoke({ target: repeat, input: { text: "${not.expanded}" } }, ann);
      const { invocation_id } = result;
      expect(result).toEqual({
        invocation_id: expect.stringMatching(/^inv_[0-9a-f-]{36}$/),
        state: "COMPLETED",
        output: { echo: { text: "${not.expanded}" } },
        governance: { policy_binding_id: "development-allow", allowed_actions: ["work.repeat"] },
      });
      expect(service.status({ invocation_id }, ann)).toEqual({
        ...result,
        target: { ...repeat, version: "1.0.0" },
        started_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
        completed_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      });
    });

    it("has exactly two events and so two commits, and an execution record beside them", async () => {
      const { service, store } = open(echo);
      const { invocation_id } = await service.invoke({ target: repeat, input: {} }, ann);
      expect(store.events(invocation_id).map(({ event }) => event.type)).toEqual(["run.accepted", "step.succeeded"]);
      const { execution_id } = store.run(invocation_id)!;
      expect(service.getExecution({ executionId: execution_id }).execution).toMatchObject({
        executionId: expect.stringMatching(/^exe_/),
        runId: invocation_id,
        status: "completed",
      });
    });

    it("answers an ASYNC call once the acceptance is on disk, before the work ends", async () => {
      const gate = Promise.withResolvers<void>();
      const { service, store } = open(async () => {
        await gate.promise;
        return { done: true };
      });
      const accepted = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      const { invocation_id } = accepted;
      expect(accepted).toEqual({ invocation_id, state: "RUNNING", governance: expect.anything() });
      expect(store.run(invocation_id)?.state).toBe("RUNNING");
      expect(service.status({ invocation_id }, ann).state).toBe("RUNNING");
      gate.resolve();
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
      expect(service.status({ invocation_id }, ann).output).toEqual({ done: true });
    });

    it("answers work that failed with FAILED and the plugin's public reason, not with an exception", async () => {
      const { service } = open(async () => {
        throw new PluginError("The picture is blank.", { reason: "CONSTRAINT_VIOLATION" });
      });
      expect(await service.invoke({ target: once, input: {} }, ann)).toMatchObject({
        state: "FAILED",
        error: { reason: "CONSTRAINT_VIOLATION", message: "The picture is blank." },
      });
    });

    it("ends TIMED_OUT at its deadline, and aborts what runs", async () => {
      const clock = new FakeClock();
      let aborted = false;
      const { service } = open(
        (_, context) => {
          context.signal.addEventListener("abort", () => (aborted = true));
          return untilAborted(context);
        },
        { clock },
      );
      const result = service.invoke({ target: repeat, input: {}, timeout_ms: 5000 }, ann);
      await until(() => clock.pending.includes(5000) && clock.pending.length > 1);
      clock.advance(4999);
      expect(aborted).toBe(false);
      clock.advance(1);
      expect(await result).toMatchObject({
        state: "TIMED_OUT",
        error: { reason: "RUNTIME_ERROR", underlying_error: { code: "DEADLINE_EXCEEDED" } },
      });
      expect(aborted).toBe(true);
    });

    it("ends TIMED_OUT also where the work held the event loop beyond its deadline, and drops what it returned", async () => {
      const clock = new FakeClock();
      let late = 0;
      const { service, store, notes } = open(
        async () => {
          // The time passes, and no timer can fire.
          late = clock.now() + 10;
          return { late: true };
        },
        { clock: { now: () => Math.max(clock.now(), late), setTimer: (at, fire) => clock.setTimer(at, fire) } },
      );
      const { invocation_id, ...result } = await service.invoke({ target: repeat, input: {}, timeout_ms: 5 }, ann);
      expect(result).toMatchObject({ state: "TIMED_OUT", error: { underlying_error: { code: "DEADLINE_EXCEEDED" } } });
      expect(result).not.toHaveProperty("output");
      const events = store.events(invocation_id).map(({ event }) => event.type);
      expect(events).toEqual(["run.accepted", "run.deadline_reached"]);
      expect(notes).toEqual([expect.stringContaining("its run's deadline")]);
      // The ledger's next checkpoint is all that is still timed.
      expect(clock.pending).toEqual([10 + checkpointWaitMs]);
    });

    it("allows the default time where none is said", async () => {
      const clock = new FakeClock();
      const { service, store } = open(echo, { clock });
      const { invocation_id } = await service.invoke({ target: repeat, input: {} }, ann);
      const { accepted_at, deadline_at } = store.run(invocation_id)!;
      expect(deadline_at - accepted_at).toBe(bounds.timeoutMsDefault);
    });

    it("refuses what is not registered, and keeps nothing of it", async () => {
      const { service } = open(echo);
      const invoke = (target: { module_id: string; capability: string; version?: string }) =>
        service.invoke({ target, input: {} }, ann);
      await expect(invoke({ module_id: "no", capability: "c" })).rejects.toMatchObject({ code: "MODULE_NOT_FOUND" });
      await expect(invoke({ ...repeat, capability: "no" })).rejects.toMatchObject({ code: "CAPABILITY_NOT_FOUND" });
      await expect(invoke({ ...repeat, version: "9" })).rejects.toMatchObject({ code: "VERSION_NOT_FOUND" });
      expect(service.listExecutions({})).toEqual({ items: [] });
    });

    it("makes a denial before anything ran an error with the decision, and starts nothing", async () => {
      let calls = 0;
      const { service } = open(
        async () => {
          calls += 1;
          return {};
        },
        { governance: denyAll },
      );
      await expect(service.invoke({ target: repeat, input: {} }, ann)).rejects.toMatchObject({
        code: "POLICY_DENIED",
        message: "Policy denies work.repeat.",
        governance: { decision: "DENY", policy_binding_id: "deny-all", risk: "LOW", hitl_required: false },
        details: { reasons: [expect.any(String)] },
      });
      expect(calls).toBe(0);
      expect(service.listExecutions({}).items).toEqual([]);
    });

    it("lets the caller's own governance narrow what is allowed", async () => {
      const { service } = open(echo);
      const invoke = (allowed_actions: string[], requires_hitl_for?: string[]) =>
        service.invoke(
          {
            target: repeat,
            input: {},
            governance: { policy_binding_id: "p", allowed_actions, ...(requires_hitl_for && { requires_hitl_for }) },
          },
          ann,
        );
      await expect(invoke(["other.thing"])).rejects.toMatchObject({ code: "POLICY_DENIED" });
      expect(await invoke(["*"], ["work.repeat"])).toMatchObject({
        state: "PENDING",
        governance: { requires_hitl_for: ["work.repeat"] },
      });
      expect(await invoke(["work.repeat"])).toMatchObject({ state: "COMPLETED" });
    });

    it("refuses more open runs than its bound, and has room again when one ends", async () => {
      const gate = Promise.withResolvers<object>();
      const { service } = open(() => gate.promise, { limits: { openRunsMax: 2 } });
      const invoke = () => service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      const [first] = await Promise.all([invoke(), invoke()]);
      await expect(invoke()).rejects.toMatchObject({ code: "OVERLOADED", retryable: true });
      gate.resolve({});
      await until(() => service.status(first!, ann).state === "COMPLETED");
      expect(await invoke()).toMatchObject({ state: "RUNNING" });
    });

    it("refuses runs whose steps together are more than its bound, and has room again when one ends", async () => {
      const gate = Promise.withResolvers<object>();
      const { service } = open(() => gate.promise, { limits: { openStepsMax: 5 } });
      const steps = [step("a"), step("b"), step("c")];
      await service.submitPlan({ plan: planOf("three", steps) }, ann);
      const apply = () => service.applyPlan({ plan_id: "three", mode: "ASYNC" }, ann);
      const [first, second] = await Promise.allSettled([apply(), apply()]);
      expect(first.status).toBe("fulfilled");
      expect(second).toMatchObject({ reason: { code: "OVERLOADED", message: expect.stringContaining("5 steps") } });
      await expect(apply()).rejects.toMatchObject({ code: "OVERLOADED" });
      const invocation_id = first.status === "fulfilled" ? first.value.invocation_id : "";
      await service.cancel({ invocation_id }, ann);
      expect((await apply()).state).toBe("RUNNING");
      gate.resolve({});
    });

    it("refuses work while the open runs hold more than its bound, inputs and outputs together, and has room again then", async () => {
      const gate = Promise.withResolvers<object>();
      const limits = { openBytesMax: 100_000 };
      const { service } = open(async ({ step }) => (step === "large" ? { text: "x".repeat(95_000) } : gate.promise), {
        limits,
      });
      const invoke = (size: number) =>
        service.invoke({ target: repeat, input: { text: "x".repeat(size) }, mode: "ASYNC" }, ann);
      const [first, second] = await Promise.allSettled([invoke(60_000), invoke(60_000)]);
      expect(second).toMatchObject({
        reason: { code: "OVERLOADED", message: expect.stringContaining("100000 bytes") },
      });
      const invocation_id = first.status === "fulfilled" ? first.value.invocation_id : "";
      await service.cancel({ invocation_id }, ann);
      await service.submitPlan({ plan: planOf("p", [step("large"), step("slow", ["large"])]) }, ann);
      const run = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
      await until(() => service.planStatus(run, ann).step_states[1]?.state === "RUNNING");
      await expect(invoke(10_000)).rejects.toMatchObject({ code: "OVERLOADED" });
      gate.resolve({});
      await until(() => service.status(run, ann).state === "COMPLETED");
      expect((await invoke(60_000)).state).toBe("RUNNING");
    });

    it("reads a plan once for all its open runs, since it may hold megabytes", async () => {
      const { service, store } = open((_, context) => untilAborted(context));
      await service.submitPlan({ plan: planOf("shared", [step("a")]) }, ann);
      const read = vi.spyOn(store, "compiledPlan");
      for (let run = 0; run < 3; run += 1) await service.applyPlan({ plan_id: "shared", mode: "ASYNC" }, ann);
      expect(read).toHaveBeenCalledTimes(1);
    });

    it("counts runs that are just being accepted towards the bound", async () => {
      const { service } = open((_, context) => untilAborted(context), { limits: { openRunsMax: 2 } });
      const answers = await Promise.allSettled(
        [1, 2, 3, 4].map(() => service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann)),
      );
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    });

    it("runs no more attempts at once than its bound, over all runs, in the order of acceptance", async () => {
      const started: unknown[] = [];
      const gates: (() => void)[] = [];
      const { service } = open(
        (input) => {
          started.push(input.n);
          return new Promise((resolve) => gates.push(() => resolve({})));
        },
        { limits: { attemptsRunningMax: 2 } },
      );
      const runs = await Promise.all(
        [0, 1, 2, 3].map((n) => service.invoke({ target: repeat, input: { n }, mode: "ASYNC" }, ann)),
      );
      await until(() => started.length === 2);
      // A run that is cancelled while it waits never starts.
      await service.cancel({ invocation_id: runs[2]!.invocation_id }, ann);
      gates[0]!();
      await until(() => started.length === 3);
      expect(started).toEqual([0, 1, 3]);
      for (const release of gates) release();
      await until(() => [0, 1, 3].every((n) => service.status(runs[n]!, ann).state === "COMPLETED"));
      expect(service.status(runs[2]!, ann).state).toBe("CANCELLED");
    });
  });

  describe("exec.cancel", () => {
    it("aborts what runs, answers with both states, and the end has no error", async () => {
      let reason: unknown;
      const { service } = open((_, context) => {
        context.signal.addEventListener("abort", () => (reason = context.signal.reason));
        return untilAborted(context);
      });
      const running = service.invoke({ target: once, input: {} }, ann);
      await until(() => service.listExecutions({}).items[0]?.status === "running");
      const invocation_id = service.listExecutions({}).items[0]!.runId!;
      expect(await service.cancel({ invocation_id, reason: "not needed" }, ann)).toEqual({
        invocation_id,
        previous_state: "RUNNING",
        new_state: "CANCELLED",
      });
      expect(reason).toBeDefined();
      const result = await running;
      expect(result).toMatchObject({ invocation_id, state: "CANCELLED" });
      expect(result).not.toHaveProperty("error");
      expect(service.listExecutions({}).items[0]?.status).toBe("cancelled");
    });

    it("changes nothing about a run that has ended", async () => {
      const { service } = open(echo);
      const { invocation_id } = await service.invoke({ target: repeat, input: {} }, ann);
      const before = service.status({ invocation_id }, ann);
      expect(await service.cancel({ invocation_id }, ann)).toEqual({
        invocation_id,
        previous_state: "COMPLETED",
        new_state: "COMPLETED",
      });
      expect(service.status({ invocation_id }, ann)).toEqual(before);
    });

    it("lets exactly one of two cancellations of the same turn change the state", async () => {
      const { service } = open((_, context) => untilAborted(context));
      const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      const answers = await Promise.all([
        service.cancel({ invocation_id }, ann),
        service.cancel({ invocation_id }, ann),
      ]);
      expect(answers.map(({ previous_state }) => previous_state)).toEqual(["RUNNING", "CANCELLED"]);
      expect(answers.map(({ new_state }) => new_state)).toEqual(["CANCELLED", "CANCELLED"]);
    });

    it("drops the late result of a plugin that ignores the abort", async () => {
      const gate = Promise.withResolvers<object>();
      const { service, store } = open(() => gate.promise);
      const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      await service.cancel({ invocation_id }, ann);
      gate.resolve({ late: true });
      await gate.promise;
      await service.invoke({ target: repeat, input: {} }, ann);
      expect(service.status({ invocation_id }, ann)).not.toHaveProperty("output");
      expect(store.events(invocation_id).map(({ event }) => event.type)).toEqual([
        "run.accepted",
        "run.cancel_requested",
      ]);
    });

    it("does not know an invocation that was never made", async () => {
      const { service } = open(echo);
      await expect(service.cancel({ invocation_id: "inv_x" }, ann)).rejects.toMatchObject({
        code: "INVOCATION_NOT_FOUND",
      });
      expect(() => service.status({ invocation_id: "inv_x" }, ann)).toThrow(
        expect.objectContaining({ code: "INVOCATION_NOT_FOUND" }),
      );
      expect(() => service.planStatus({ invocation_id: "inv_x" }, ann)).toThrow(
        expect.objectContaining({ code: "INVOCATION_NOT_FOUND" }),
      );
    });
  });

  describe("exec.plan.submit", () => {
    const plan = planOf("p", [step("a"), step("b", ["a"])]);

    it("keeps a plan that is right, and answers the same plan again with its present status", async () => {
      const { service } = open(echo);
      const ready = { plan_id: "p", status: "READY_FOR_EXECUTION", governance: expect.anything() };
      expect(await service.submitPlan({ plan }, ann)).toEqual(ready);
      const { steps, ...others } = plan;
      expect(await service.submitPlan({ plan: { steps, ...others } }, ann)).toEqual(ready);
    });

    it("refuses another plan under the same plan_id, also in the same turn", async () => {
      const { service } = open(echo);
      const other = { ...plan, label: "another" };
      const answers = await Promise.allSettled(
        [plan, plan, other].map((each) => service.submitPlan({ plan: each }, ann)),
      );
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
      expect(answers[2]).toMatchObject({ reason: { code: "ID_CONFLICT" } });
      await expect(service.submitPlan({ plan: other }, ann)).rejects.toMatchObject({ code: "ID_CONFLICT" });
    });

    it("lists every issue of a wrong plan with its pointer into the envelope, and keeps nothing", async () => {
      const { service, store } = open(echo);
      const wrong = planOf(
        "w",
        [
          step("a", ["b"]),
          step("b", ["a"]),
          step("c", ["nobody"]),
          { ...step("d"), target: { ...repeat, module_id: "no" } },
        ],
        { timeout_ms: 0 },
      );
      const error = await service.submitPlan({ plan: wrong }, ann).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "INVALID_PLAN" });
      const { issues } = (error as { details: { issues: { pointer: string; message: string }[] } }).details;
      expect(issues.every(({ pointer }) => pointer.startsWith("/params/plan"))).toBe(true);
      expect(issues.map(({ pointer }) => pointer)).toEqual(
        expect.arrayContaining([
          "/params/plan/steps/3/target",
          "/params/plan/metadata/timeout_ms",
          expect.stringMatching("^/params/plan/steps/2/depends_on"),
        ]),
      );
      expect(
        issues.some(({ message }) => message.includes("a") && message.includes("b") && /cycle/i.test(message)),
      ).toBe(true);
      expect(store.plan("w")).toBeUndefined();
    });

    it("lists no more issues than anybody reads, and says how many there are", async () => {
      const { service } = open(echo);
      const steps = Array.from({ length: 3000 }, (_, index) => step(`s${index}`, ["nobody"]));
      const error = await service.submitPlan({ plan: planOf("w", steps) }, ann).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "INVALID_PLAN", message: expect.stringContaining("(and 2999 more)") });
      expect((error as { details: { issues: unknown[] } }).details.issues).toHaveLength(1000);
    });

    it("refuses a lone surrogate as a wrong plan, not as a defect", async () => {
      const { service } = open(echo);
      await expect(service.submitPlan({ plan: { ...plan, label: "\ud800" } }, ann)).rejects.toMatchObject({
        code: "INVALID_PLAN",
      });
    });

    it("answers a plan that policy denies with REJECTED, one that a hint holds with PENDING_REVIEW; neither can be applied", async () => {
      const { service } = open(echo, { governance: denyingOnce });
      const denied = planOf("denied", [step("a"), step("b", [], { target: once })]);
      expect(await service.submitPlan({ plan: denied }, ann)).toMatchObject({
        status: "REJECTED",
        governance: { allowed_actions: ["work.repeat"], removed_actions: ["work.once"] },
      });
      expect(
        await service.submitPlan({ plan, governance_hint: { requires_hitl_for: ["work.repeat"] } }, ann),
      ).toMatchObject({ status: "PENDING_REVIEW" });
      await expect(service.applyPlan({ plan_id: "denied" }, ann)).rejects.toMatchObject({ code: "PLAN_NOT_READY" });
      await expect(service.applyPlan({ plan_id: "p" }, ann)).rejects.toMatchObject({ code: "PLAN_NOT_READY" });
    });
  });

  describe("exec.plan.apply", () => {
    it("runs the steps in their order, passes outputs on, and answers a SYNC call at the end", async () => {
      const { service } = open(echo);
      const plan = planOf("p", [
        step("a"),
        step("b", ["a"], { input_template: { from_a: "${ steps.a.output.echo.step }" } }),
      ]);
      await service.submitPlan({ plan }, ann);
      const { invocation_id, ...result } = await service.applyPlan({ plan_id: "p" }, ann);
      expect(result).toEqual({ plan_id: "p", state: "COMPLETED" });
      expect(service.status({ invocation_id }, ann)).toMatchObject({
        state: "COMPLETED",
        output: { b: { echo: { from_a: "a" } } },
      });
      const states = service.planStatus({ invocation_id }, ann);
      expect(states.step_states.map(({ step_id, state }) => [step_id, state])).toEqual([
        ["a", "COMPLETED"],
        ["b", "COMPLETED"],
      ]);
      expect(service.planStatus({ invocation_id }, ann)).toEqual(states);
    });

    it("shows each step live while the plan runs", async () => {
      const gate = Promise.withResolvers<object>();
      const { service } = open((input) => (input.step === "b" ? gate.promise : Promise.resolve({})));
      await service.submitPlan({ plan: planOf("p", [step("a"), step("b", ["a"]), step("c", ["b"])]) }, ann);
      const { invocation_id, state } = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
      expect(state).toBe("RUNNING");
      const states = () => service.planStatus({ invocation_id }, ann).step_states.map((each) => each.state);
      await until(() => states()[0] === "COMPLETED");
      expect(states()).toEqual(["COMPLETED", "RUNNING", "PENDING"]);
      gate.resolve({});
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
      expect(states()).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
    });

    it("runs independent steps at the same time, up to the bound", async () => {
      let running = 0;
      let most = 0;
      const { service } = open(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return {};
      });
      const steps = Array.from({ length: 100 }, (_, index) => step(`s${index}`));
      await service.submitPlan({ plan: planOf("p", steps) }, ann);
      expect(await service.applyPlan({ plan_id: "p" }, ann)).toMatchObject({ state: "COMPLETED" });
      expect(most).toBe(bounds.parallelStepsMax);
    });

    it("makes each application a run of its own", async () => {
      const { service } = open(echo);
      await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
      const runs = await Promise.all([1, 2].map(() => service.applyPlan({ plan_id: "p" }, ann)));
      expect(new Set(runs.map(({ invocation_id }) => invocation_id)).size).toBe(2);
    });

    it("retries after the policy's waits, and only then", async () => {
      const clock = new FakeClock();
      const attempts: { attempt: number; at: number; key: string }[] = [];
      const { service } = open(
        async (_, { attempt, idempotencyKey }) => {
          attempts.push({ attempt, at: clock.now(), key: idempotencyKey });
          if (attempt < 4) throw new PluginError("busy", { retryable: true });
          return {};
        },
        { clock },
      );
      const retry_policy = { max_attempts: 4, backoff_ms: 100, backoff_strategy: "EXPONENTIAL" } as const;
      await service.submitPlan({ plan: planOf("p", [step("a", [], { retry_policy })]) }, ann);
      const begin = clock.now();
      const result = service.applyPlan({ plan_id: "p" }, ann);
      for (const [index, wait] of [100, 200, 400].entries()) {
        await until(() => attempts.length === index + 1 && clock.pending.includes(wait), `the wait of ${wait} ms`);
        clock.advance(wait - 1);
        expect(attempts).toHaveLength(index + 1);
        clock.advance(1);
      }
      expect(await result).toMatchObject({ state: "COMPLETED" });
      expect(attempts.map(({ attempt, at }) => [attempt, at - begin])).toEqual([
        [1, 0],
        [2, 100],
        [3, 300],
        [4, 700],
      ]);
      expect(new Set(attempts.map(({ key }) => key)).size).toBe(1);
    });

    it("cancels every open step of a plan, also one that waits to be retried", async () => {
      const clock = new FakeClock();
      const { service } = open(
        (input, context) => {
          if (input.step === "a") return untilAborted(context);
          throw new PluginError("busy", { retryable: true });
        },
        { clock },
      );
      const retry_policy = { max_attempts: 2, backoff_ms: 100 };
      await service.submitPlan(
        { plan: planOf("p", [step("a"), step("b", [], { retry_policy }), step("c", ["a"])]) },
        ann,
      );
      const { invocation_id } = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
      await until(() => clock.pending.includes(100));
      await service.cancel({ invocation_id }, ann);
      const { state, step_states } = service.planStatus({ invocation_id }, ann);
      expect([state, ...step_states.map((each) => each.state)]).toEqual(Array(4).fill("CANCELLED"));
      expect(step_states[2]).not.toHaveProperty("started_at");
      // Only the grace that ToolRunner gives to aborted work may still be timed: the run holds nothing.
      await until(() => clock.pending.every((at) => at === checkpointWaitMs));
    });

    it("aborts what runs when a required step fails and the plan says fail_fast", async () => {
      const gate = Promise.withResolvers<void>();
      let aborted = false;
      const { service } = open(async (input, context) => {
        if (input.step === "b") {
          context.signal.addEventListener("abort", () => (aborted = true));
          gate.resolve();
          return untilAborted(context);
        }
        await gate.promise;
        throw new PluginError("no");
      });
      await service.submitPlan(
        { plan: planOf("p", [step("a"), step("b"), step("c", ["b"])], { fail_fast: true }) },
        ann,
      );
      const { invocation_id, state } = await service.applyPlan({ plan_id: "p" }, ann);
      expect(state).toBe("FAILED");
      expect(service.planStatus({ invocation_id }, ann).step_states.map((each) => each.state)).toEqual([
        "FAILED",
        "CANCELLED",
        "CANCELLED",
      ]);
      expect(aborted).toBe(true);
    });

    it("makes a denial of a later step that step's failure", async () => {
      let denying = false;
      const governance: Governance = {
        decide: (request) => (denying ? denyAll : allowing).decide(request),
      };
      const { service } = open(
        async () => {
          denying = true;
          return {};
        },
        { governance },
      );
      await service.submitPlan({ plan: planOf("p", [step("a"), step("b", ["a"])]) }, ann);
      const { invocation_id, state } = await service.applyPlan({ plan_id: "p" }, ann);
      expect(state).toBe("FAILED");
      expect(service.planStatus({ invocation_id }, ann).step_states).toMatchObject([
        { state: "COMPLETED" },
        { state: "FAILED", error: { reason: "POLICY_DENIED", underlying_error: { code: "POLICY_DENIED" } } },
      ]);
      await expect(service.applyPlan({ plan_id: "p" }, ann)).rejects.toMatchObject({ code: "POLICY_DENIED" });
    });

    it("takes a governance that throws for a denial", async () => {
      const governance: Governance = {
        decide: () => {
          throw new Error("a broken policy");
        },
      };
      const { service } = open(echo, { governance });
      await expect(service.invoke({ target: repeat, input: {} }, ann)).rejects.toMatchObject({ code: "POLICY_DENIED" });
    });

    it("ends TIMED_OUT after the plan's own timeout_ms", async () => {
      const clock = new FakeClock();
      const { service, store } = open((_, context) => untilAborted(context), { clock });
      await service.submitPlan({ plan: planOf("short", [step("a")], { timeout_ms: 70 }) }, ann);
      await service.submitPlan({ plan: planOf("long", [step("a")]) }, ann);
      const short = service.applyPlan({ plan_id: "short" }, ann);
      const long = await service.applyPlan({ plan_id: "long", mode: "ASYNC" }, ann);
      await until(() => clock.pending.includes(70));
      clock.advance(70);
      expect(await short).toMatchObject({ state: "TIMED_OUT" });
      const { accepted_at, deadline_at } = store.run(long.invocation_id)!;
      expect(deadline_at - accepted_at).toBe(bounds.timeoutMsMax);
    });

    it("does not know a plan that was not submitted, nor steps of an invocation", async () => {
      const { service } = open(echo);
      await expect(service.applyPlan({ plan_id: "x" }, ann)).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
      const { invocation_id } = await service.invoke({ target: repeat, input: {} }, ann);
      expect(() => service.planStatus({ invocation_id }, ann)).toThrow(expect.objectContaining({ code: "NOT_A_PLAN" }));
    });
  });

  describe("controlPlane.*", () => {
    it("leads from an intent over its execution to a run, in one record", async () => {
      const { service } = open(echo);
      await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
      const intent = await service.submitIntent({ workspaceId: "w", text: "Do it." }, ann);
      expect(intent).toMatchObject({ status: "received", intentId: expect.stringMatching(/^int_/) });
      const { executionId, intentId } = intent;
      expect(service.getExecution({ executionId }).execution).toMatchObject({
        executionId,
        intentId,
        status: "received",
      });
      const start = await service.startExecution({ executionId, planId: "p", mode: "SYNC" }, ann);
      expect(start).toMatchObject({ status: "completed", startedAt: expect.stringMatching(/Z$/) });
      expect(service.status({ invocation_id: start.runId }, ann).state).toBe("COMPLETED");
      expect(service.getExecution({ executionId }).execution).toEqual({
        executionId,
        intentId,
        planId: "p",
        runId: start.runId,
        status: "completed",
        riskTier: "low",
        requiresApproval: false,
        createdAt: intent.receivedAt,
        updatedAt: expect.any(String),
      });
      expect(service.listExecutions({ workspaceId: "w" }).items).toHaveLength(1);
    });

    it("creates the record of an execution that it does not know, and starts each execution once", async () => {
      const { service } = open((_, context) => untilAborted(context));
      await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
      const start = () => service.startExecution({ executionId: "mine", planId: "p", mode: "ASYNC" }, ann);
      const [first, second] = await Promise.allSettled([start(), start()]);
      expect(first).toMatchObject({ status: "fulfilled", value: { status: "running" } });
      expect(second).toMatchObject({ status: "rejected", reason: { code: "STATE_CONFLICT" } });
      expect(service.listExecutions({}).items).toHaveLength(1);
    });

    it("brings the intent of one exchange once, however often the exchange is sent", async () => {
      const { service } = open(echo);
      const submit = (orchId?: string) =>
        service.submitIntent({ workspaceId: "w", text: "t" }, ann, orchId === undefined ? {} : { orchId });
      const [first, second, other, none] = await Promise.all([submit("r1"), submit("r1"), submit("r2"), submit()]);
      expect(second).toEqual(first);
      expect(new Set([first, other, none].map((intent) => intent?.intentId)).size).toBe(3);
      await expect(
        service.submitIntent({ workspaceId: "w", text: "else" }, ann, { orchId: "r1" }),
      ).rejects.toMatchObject({ code: "ID_CONFLICT" });
    });

    it("takes an intent from nobody but its actor, and keeps the exchange's trace with it", async () => {
      const { service, store } = open(echo);
      await expect(service.submitIntent({ workspaceId: "w", text: "t", actorId: "bob" }, ann)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      const { intentId } = await service.submitIntent({ workspaceId: "w", text: "t" }, ann, { traceId: "4bf9" });
      expect(store.intent(intentId)).toMatchObject({ actor_id: "ann", trace_id: "4bf9" });
    });

    it("pages executions, filters them, and refuses a wrong cursor as a wrong parameter", async () => {
      const { service } = open(async (input) => {
        if (input.fail === true) throw new PluginError("no");
        return {};
      });
      for (const fail of [false, true, false]) await service.invoke({ target: repeat, input: { fail } }, ann);
      const first = service.listExecutions({ limit: 2 });
      expect(first.items.map(({ status }) => status)).toEqual(["completed", "failed"]);
      const rest = service.listExecutions({ limit: 2, cursor: first.next_cursor! });
      expect(rest.items).toHaveLength(1);
      expect(rest).not.toHaveProperty("next_cursor");
      expect(service.listExecutions({ status: "failed" }).items).toHaveLength(1);
      expect(() => service.listExecutions({ cursor: "x" })).toThrow(
        expect.objectContaining({
          code: "INVALID_PARAMS",
          details: { issues: [expect.objectContaining({ pointer: "/params/cursor" })] },
        }),
      );
      expect(() => service.getExecution({ executionId: "x" })).toThrow(
        expect.objectContaining({ code: "EXECUTION_NOT_FOUND" }),
      );
    });
  });

  describe("close", () => {
    it("refuses new work, and tells a SYNC caller that the run is kept", async () => {
      const { service } = open((_, context) => untilAborted(context));
      const waiting = service.invoke({ target: repeat, input: {} }, ann);
      await until(() => service.listExecutions({}).items.length === 1);
      const invocation_id = service.listExecutions({}).items[0]!.runId!;
      const refusal = expect(waiting).rejects.toMatchObject({ code: "OVERLOADED", details: { invocation_id } });
      await service.close();
      await refusal;
      await expect(service.invoke({ target: repeat, input: {} }, ann)).rejects.toMatchObject({ code: "OVERLOADED" });
      expect(service.status({ invocation_id }, ann).state).toBe("RUNNING");
    });

    it("waits for open work to end, within its bound", async () => {
      const gate = Promise.withResolvers<object>();
      const { service } = open(() => gate.promise, { limits: { closeWaitMsMax: 60_000 } });
      const waiting = service.invoke({ target: repeat, input: {} }, ann);
      await until(() => service.listExecutions({}).items.length === 1);
      const closed = service.close();
      gate.resolve({ ended: true });
      await closed;
      expect(await waiting).toMatchObject({ state: "COMPLETED", output: { ended: true } });
    });
  });
});

const allowing: Governance = {
  decide: ({ risk, target }) => ({
    decision: "ALLOW",
    policy_binding_id: "test",
    risk,
    allowed_actions: [`${target.module_id}.${target.capability}`],
    reasons: [],
  }),
};

const denyingOnce: Governance = {
  decide: (request) => (request.target.capability === "once" ? denyAll : allowing).decide(request),
};
