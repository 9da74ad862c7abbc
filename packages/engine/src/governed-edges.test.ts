import { type Governance, type GovernanceDecision, killSwitchesOf } from "@oap/governance";
import { PluginError } from "@oap/plugins";
import { type KillSwitch, OapError } from "@oap/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type Caller, governedContext } from "./caller.ts";
import type { ExchangeFacts } from "./exchanges.ts";
import type { ExecutionServiceOptions } from "./execution-service.ts";
import { journalTurns } from "./journal-turns.ts";
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

const bob: Caller = { id: "user:bob", roles: ["user", "admin"] };
const eve: Caller = { id: "user:eve", roles: ["user"] };
const echo: Behaviour = async (input) => ({ echo: input });

/** A human must approve what `holds` says of; everything else is allowed. */
function governance(holds: (action: string) => boolean): Governance {
  return {
    decide: ({ target, risk }) => {
      const action = `${target.module_id}.${target.capability}`;
      const waits = holds(action);
      return {
        decision: waits ? "HITL_REQUIRED" : "ALLOW",
        policy_binding_id: "policies-1",
        risk,
        allowed_actions: waits ? [] : [action],
        ...(waits && { requires_hitl_for: [action], approver: "admin" as const }),
        reasons: ["So the test wants it."],
      };
    },
  };
}
const holdOnce = governance((action) => action === "work.once");

const engines: EngineUnderTest[] = [];
const open = (behaviour: Behaviour, options: Partial<ExecutionServiceOptions> & { dataDir?: string } = {}) => {
  const engine = openEngine(behaviour, options);
  engines.push(engine);
  return engine;
};
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.remove().catch(() => {});
});
const codeOf = (code: string) => expect.objectContaining({ code });

describe("somebody else's run", () => {
  it("is not to be seen and not to be stopped, by anybody but an admin", async () => {
    const { service } = open((_, context) => untilAborted(context));
    await service.submitPlan({ plan: planOf("mine", [step("a")]) }, ann);
    const { invocation_id } = await service.applyPlan({ plan_id: "mine", mode: "ASYNC" }, { ...ann, roles: ["user"] });
    expect(() => service.status({ invocation_id }, eve)).toThrow(codeOf("INVOCATION_NOT_FOUND"));
    expect(() => service.planStatus({ invocation_id }, eve)).toThrow(codeOf("INVOCATION_NOT_FOUND"));
    await expect(service.cancel({ invocation_id }, eve)).rejects.toMatchObject({ code: "INVOCATION_NOT_FOUND" });
    expect(service.status({ invocation_id }, bob).state).toBe("RUNNING");
    expect(await service.cancel({ invocation_id }, bob)).toMatchObject({ new_state: "CANCELLED" });
  });
});

describe("somebody else's plan", () => {
  it("is applied by whoever submitted it or an admin, also where somebody submits the same again", async () => {
    const { service } = open(echo);
    const plan = planOf("hers", [step("a")]);
    const cem: Caller = { id: "user:cem", roles: ["user"] };
    await service.submitPlan({ plan }, cem);
    await expect(service.applyPlan({ plan_id: "hers" }, eve)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await service.submitPlan({ plan }, eve);
    await expect(service.applyPlan({ plan_id: "hers" }, eve)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await service.applyPlan({ plan_id: "hers" }, cem)).state).toBe("COMPLETED");
    expect((await service.applyPlan({ plan_id: "hers" }, bob)).state).toBe("COMPLETED");
    await expect(service.applyPlan({ plan_id: "none" }, eve)).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  });
});

describe("the purpose and the attributes of a session", () => {
  const governed = (contexts: unknown[]): Governance => ({
    decide: (request) => {
      contexts.push([request.attempt, request.context]);
      return holdOnce.decide({ ...request, target: repeat });
    },
  });

  it("reach policy when work is submitted and before each attempt, also after a restart", async () => {
    const contexts: unknown[] = [];
    const attributes = { region: "eu", tenant: "north-clinic", data_sensitivity: "health" };
    const caller: Caller = { ...ann, session_id: "ses-1", purpose: "triage", attributes };
    const context = { request_purpose: "triage", tenant: "north-clinic", data_sensitivity: "health", attributes };
    const first = open((_, { signal }) => untilAborted({ signal } as never), { governance: governed(contexts) });
    await first.service.submitPlan({ plan: planOf("p", [step("a")]) }, caller);
    await first.service.applyPlan({ plan_id: "p", mode: "ASYNC" }, caller);
    await first.close();
    const second = open(echo, { governance: governed(contexts), dataDir: first.dataDir });
    const [run] = await second.service.recover();
    await until(() => second.service.status(run!, ann).state === "COMPLETED");
    expect(contexts).toEqual([
      [undefined, context],
      [undefined, context],
      [1, context],
      [1, context],
    ]);
  });
});

describe("what a session says", () => {
  it("is a member of the policy context only where the contract lets it be one", () => {
    const odd = { tenant: "north-clinic", data_sensitivity: "secret" };
    expect(governedContext({ attributes: odd })).toEqual({ tenant: "north-clinic", attributes: odd });
    const none = { tenant: 7, data_sensitivity: true };
    expect(governedContext({ attributes: none })).toEqual({ attributes: none });
    expect(governedContext({})).toBeUndefined();
  });
});

describe("what a human is asked", () => {
  it("is asked again where work that its caller wanted approved is tried again", async () => {
    const { service, store } = open(async () => {
      throw new PluginError("It broke.");
    });
    const narrowing = { policy_binding_id: "mine", allowed_actions: ["*"], requires_hitl_for: ["work.repeat"] };
    const { invocation_id } = await service.invoke({ target: repeat, input: {}, governance: narrowing }, ann);
    const { request_id } = store.approvalsOfRun(invocation_id)[0]!;
    await service.approvals.decide({ request_id, approve: false, reviewer: bob.id }, bob);
    await until(() => service.status({ invocation_id }, ann).state === "FAILED");
    const { runId } = await service.retryExecution({ runId: invocation_id, retriedBy: ann.id }, ann);
    expect(service.status({ invocation_id: runId }, ann).state).toBe("PENDING");
    expect(store.approvalsOfRun(runId)).toMatchObject([{ state: "pending" }]);
  });

  it("is not decided, nor overridden, once what waited has ended", async () => {
    const { service, store } = open(echo, { governance: holdOnce });
    const { invocation_id } = await service.invoke({ target: once, input: {} }, ann);
    const { request_id } = store.approvalsOfRun(invocation_id)[0]!;
    await service.cancel({ invocation_id }, ann);
    const override = { request_id, approve: true, overridden_by: bob.id, reason: "Now." };
    await expect(service.approvals.decide({ request_id, approve: true, reviewer: bob.id }, bob)).rejects.toMatchObject({
      code: "STATE_CONFLICT",
    });
    await expect(service.approvals.override(override, bob)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    expect(store.approval(request_id)?.state).toBe("pending");
  });

  it("is not overridden for a step that has ended in a run that goes on", async () => {
    let holds = false;
    const { service, store } = open((_, context) => untilAborted(context), {
      governance: governance((action) => holds && action === "work.once"),
    });
    const plan = planOf("mixed", [step("a"), step("b", [], { target: once, optional: true })]);
    await service.submitPlan({ plan }, ann);
    holds = true;
    const { invocation_id } = await service.applyPlan({ plan_id: "mixed", mode: "ASYNC" }, ann);
    const { request_id } = store.approvalsOfRun(invocation_id, "b")[0]!;
    await service.approvals.decide({ request_id, approve: false, reviewer: bob.id }, bob);
    expect(service.planStatus({ invocation_id }, ann)).toMatchObject({
      state: "RUNNING",
      step_states: [{ state: "RUNNING" }, { state: "FAILED" }],
    });
    const override = { request_id, approve: true, overridden_by: bob.id, reason: "After all." };
    await expect(service.approvals.override(override, bob)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
  });

  it("takes a plan back whose approval is set aside before it runs, for good", async () => {
    const { service, store } = open(echo, { governance: holdOnce });
    await service.submitPlan({ plan: planOf("mixed", [step("a"), step("b", [], { target: once })]) }, ann);
    const [review] = store.approvalsOfPlan("mixed");
    await service.approvals.decide({ request_id: review!.request_id, approve: true, reviewer: bob.id }, bob);
    const aside = { request_id: review!.request_id, approve: false, overridden_by: bob.id, reason: "No." };
    await service.approvals.override(aside, bob);
    await expect(service.applyPlan({ plan_id: "mixed" }, ann)).rejects.toMatchObject({ code: "PLAN_NOT_READY" });
    await expect(service.approvals.override({ ...aside, approve: true }, bob)).rejects.toMatchObject({
      code: "STATE_CONFLICT",
    });
  });

  it("frees every execution that waits for the plan, however many do, and one whose plan was ready before", async () => {
    let strict = false;
    const { service, store } = open(echo, { governance: governance((action) => strict && action === "work.repeat") });
    await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
    const intent = { workspaceId: "w", text: "Do it." };
    const { executionId } = await service.submitIntent(intent, ann);
    await store.transact((transaction) => {
      for (let index = 0; index < 1001; index += 1) {
        const other = { execution_id: `exe_other_${index}`, status: "awaiting_approval", plan_id: "q" } as const;
        transaction.putExecution({ ...other, created_at: 1, updated_at: 1 });
      }
    });
    strict = true;
    const { verdict } = await service.verifications.verify({ executionId, planId: "p" }, ann);
    expect(verdict).toBe("assist");
    const request = store.approvalsOfPlan("p").at(-1)!;
    await service.approvals.decide({ request_id: request.request_id, approve: true, reviewer: bob.id }, bob);
    expect(service.getExecution({ executionId }).execution.status).toBe("ready");
    expect((await service.startExecution({ executionId, planId: "p" }, ann)).status).toBe("completed");
  });
});

describe("a run's time", () => {
  it("is what it was allowed again after people have approved several steps in one moment", async () => {
    const clock = new FakeClock();
    const { service, store } = open((_, context) => untilAborted(context), { governance: holdOnce, clock });
    const held = { target: once };
    const narrow = planOf("two", [step("a", [], held), step("b", [], held)], { timeout_ms: 5000 });
    await service.submitPlan({ plan: narrow }, ann);
    const [review] = store.approvalsOfPlan("two");
    // The plan is ready, and each step is asked about on its own, since the approval of the plan is not for these policies.
    await store.transact((transaction) =>
      transaction.decidePlan("two", "PENDING_REVIEW", { status: "READY_FOR_EXECUTION" }),
    );
    expect(review?.state).toBe("pending");
    const { invocation_id } = await service.applyPlan({ plan_id: "two", mode: "ASYNC" }, ann);
    await Promise.all(
      store
        .approvalsOfRun(invocation_id)
        .map(({ request_id }) => service.approvals.decide({ request_id, approve: true, reviewer: bob.id }, bob)),
    );
    await until(() => service.status({ invocation_id }, ann).state === "RUNNING");
    clock.advance(5000);
    await until(() => service.status({ invocation_id }, ann).state === "TIMED_OUT");
  });

  it.each([
    ["rejected the last one", [true, false]],
    ["approved the last one", [false, true]],
  ])("is what it was allowed again after people have decided about several steps and %s", async (_, verdicts) => {
    const clock = new FakeClock();
    let holds = false;
    const waiting: Behaviour = async ({ step: which }) => {
      if (which === "a") throw new PluginError("It is not there yet.", { retryable: true });
      return {};
    };
    const { service, store } = open(waiting, {
      governance: governance((action) => holds && action === "work.once"),
      clock,
    });
    const held = { target: once, optional: true };
    const retry_policy = { max_attempts: 2, backoff_ms: 300_000 };
    const steps = [step("a", [], { retry_policy }), step("b", [], held), step("c", [], held)];
    const plan = planOf("p", steps, { timeout_ms: 5000 });
    await service.submitPlan({ plan }, ann);
    holds = true;
    const { invocation_id } = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
    for (const [index, { request_id }] of store.approvalsOfRun(invocation_id).entries()) {
      clock.advance(60_000);
      await service.approvals.decide({ request_id, approve: verdicts[index]!, reviewer: bob.id }, bob);
    }
    clock.advance(4999);
    await until(() => service.status({ invocation_id }, ann).state === "RUNNING");
    clock.advance(1);
    await until(() => service.status({ invocation_id }, ann).state === "TIMED_OUT");
  });

  it("is not over where a step began to wait for a human in the moment of the deadline", async () => {
    const clock = new FakeClock();
    let holds = false;
    const gate = Promise.withResolvers<object>();
    const { service } = open(() => gate.promise, { governance: governance(() => holds), clock });
    await service.submitPlan({ plan: planOf("p", [step("a"), step("b", ["a"])], { timeout_ms: 5000 }) }, ann);
    const { invocation_id } = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
    const { state } = service.status({ invocation_id }, ann);
    expect(state).toBe("RUNNING");
    holds = true;
    clock.advance(4999);
    gate.resolve({});
    // The step's end is on its way to the journal, and there the next step is held, when the deadline comes.
    await Promise.resolve();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    clock.advance(1);
    const states = () => service.planStatus({ invocation_id }, ann).step_states.map((each) => each.state);
    await until(() => states()[0] === "COMPLETED");
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([service.status({ invocation_id }, ann).state, ...states()]).toEqual(["RUNNING", "COMPLETED", "PENDING"]);
  });
});

describe("an execution without a run", () => {
  it("is not called cancelled while its run goes on, when both come in one moment", async () => {
    const { service } = open((_, context) => untilAborted(context));
    await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
    const { executionId } = await service.submitIntent({ workspaceId: "w", text: "Do it." }, ann);
    const [{ runId }] = await Promise.all([
      service.startExecution({ executionId, planId: "p", mode: "ASYNC" }, ann),
      service.control.cancel({ executionId, cancelledBy: bob.id }, bob),
    ]);
    expect(service.status({ invocation_id: runId }, ann).state).toBe("CANCELLED");
    expect(service.getExecution({ executionId }).execution.status).toBe("cancelled");
  });
});

describe("a pause", () => {
  it("is refused where the run ended in the same moment", async () => {
    const { service } = open((_, context) => untilAborted(context));
    const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
    const [, paused] = await Promise.allSettled([
      service.cancel({ invocation_id }, ann),
      service.control.pause({ runId: invocation_id, pausedBy: bob.id }, bob),
    ]);
    expect(paused).toMatchObject({ status: "rejected", reason: { code: "STATE_CONFLICT" } });
  });
});

describe("a kill switch on a session", () => {
  it("stops the attempts that wait for their turn", async () => {
    let switches = killSwitchesOf([]);
    let runs = 0;
    const gate = Promise.withResolvers<object>();
    const behaviour: Behaviour = () => {
      runs += 1;
      return gate.promise;
    };
    const { service } = open(behaviour, {
      killSwitches: () => switches,
      limits: { attemptsRunningMax: 1, closeWaitMsMax: 0 },
    });
    const caller: Caller = { ...ann, session_id: "ses-1" };
    await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
    const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, caller);
    await until(() => runs === 1);
    const set: KillSwitch = {
      scope: "session",
      session_id: "ses-1",
      active: true,
      set_by: bob.id,
      set_at: "2026-03-01T09:30:00.000Z",
    };
    switches = killSwitchesOf([set]);
    gate.resolve({});
    await until(() => service.status({ invocation_id }, ann).state === "FAILED");
    expect(service.status({ invocation_id }, ann).error?.underlying_error?.code).toBe("KILL_SWITCH_ACTIVE");
    expect(runs).toBe(1);
  });
});

describe("policies that are replaced while an attempt waits for its turn", () => {
  /** One attempt runs until `free`; another waits for its turn under policies that the test replaces. */
  const waiting = async () => {
    let present = { ...governance(() => false) };
    const inputs: string[] = [];
    const gate = Promise.withResolvers<object>();
    const engine = open(
      async ({ name }, { timeoutMs }) => {
        inputs.push(`${String(name)} ${timeoutMs}`);
        return name === "first" ? await gate.promise : {};
      },
      {
        governance: { decide: (request) => present.decide(request) },
        limits: { attemptsRunningMax: 1, closeWaitMsMax: 0 },
      },
    );
    const { service, store } = engine;
    const invoke = (name: string) => service.invoke({ target: repeat, input: { name }, mode: "ASYNC" }, ann);
    await invoke("first");
    await until(() => inputs.length === 1);
    const { invocation_id } = await invoke("second");
    await until(() => service.attemptsWaiting === 1);
    const replace = (decided: Partial<GovernanceDecision>): void => {
      const { decide } = governance(() => false);
      present = { decide: (request) => ({ ...decide(request), policy_binding_id: "policies-2", ...decided }) };
    };
    const about = () =>
      store
        .ledgerEntries({ limit: 1000, about: invocation_id })
        .items.map(({ entry }) => [entry.envelope_type, entry.decision, entry.policy_ref]);
    const status = () => service.status({ invocation_id }, ann);
    return { service, store, inputs, replace, free: () => gate.resolve({}), status, about, invocation_id };
  };

  it("decide about it: what they deny is not made", async () => {
    const { replace, free, status, inputs, about } = await waiting();
    replace({ decision: "DENY", allowed_actions: [] });
    free();
    await until(() => status().state === "FAILED");
    expect(status().error?.reason).toBe("POLICY_DENIED");
    expect(inputs).toHaveLength(1);
    expect(about()).toContainEqual(["policy.evaluate", "DENY", "policies-2"]);
  });

  it("decide about it: what a human must approve by them waits for that, and is made then", async () => {
    const { service, store, replace, free, status, inputs, invocation_id } = await waiting();
    replace({ decision: "HITL_REQUIRED", allowed_actions: [], approver: "admin" });
    free();
    await until(() => status().state === "PENDING");
    expect(inputs).toHaveLength(1);
    const { request_id } = store.approvalsOfRun(invocation_id)[0]!;
    await service.approvals.decide({ request_id, approve: true, reviewer: bob.id }, bob);
    await until(() => status().state === "COMPLETED");
    expect(inputs).toHaveLength(2);
    expect(journalTurns(store, invocation_id).map((turn) => turn.map(({ type }) => type))).toEqual([
      ["run.accepted"],
      ["step.held"],
      ["step.released"],
      ["step.succeeded"],
    ]);
  });

  it("set their constraints, and stand in the ledger for it", async () => {
    const { replace, free, status, inputs, about } = await waiting();
    replace({ decision: "PARTIAL_ALLOW", constraints: [{ code: "MAX_DURATION", scope: "action", args: { ms: 700 } }] });
    free();
    await until(() => status().state === "COMPLETED");
    expect(inputs[1]).toBe("second 700");
    expect(about()).toContainEqual(["policy.evaluate", "PARTIAL_ALLOW", "policies-2"]);
  });

  it("change nothing for it where they are the same", async () => {
    const { free, status, inputs, store, invocation_id } = await waiting();
    free();
    await until(() => status().state === "COMPLETED");
    expect(inputs).toHaveLength(2);
    expect(store.events(invocation_id)).toHaveLength(2);
  });
});

describe("the ledger", () => {
  const about = ({ store }: EngineUnderTest, invocationId: string): readonly string[] =>
    store
      .ledgerEntries({ limit: 1000, about: invocationId })
      .items.map(({ entry }) => `${entry.envelope_type} ${entry.decision ?? entry.status}`);
  const facts: ExchangeFacts = {
    id: "req-1",
    envelope_type: "exec.invoke",
    kind: "command",
    caller: ann,
    params: { n: 1 },
  };

  it("tells how an invocation ended that was answered while it waited, and what was decided once it was approved", async () => {
    const engine = open(echo, { governance: holdOnce });
    const { service, store } = engine;
    const { result } = await service.exchanges.perform(
      facts,
      (recorder) => service.invoke({ target: once, input: {} }, ann, { recorder }) as never,
    );
    const { invocation_id } = result as { invocation_id: string };
    const { request_id } = store.approvalsOfRun(invocation_id)[0]!;
    await service.approvals.decide({ request_id, approve: true, reviewer: bob.id }, bob);
    await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
    expect(about(engine, invocation_id)).toEqual([
      "policy.evaluate HITL_REQUIRED",
      "approval.requested SUCCESS",
      "approval.decided SUCCESS",
      "policy.evaluate ALLOW",
      "controlPlane.execution.completed SUCCESS",
    ]);
  });

  it("tells how a run ended that an earlier process accepted", async () => {
    const first = open((_, context) => untilAborted(context));
    const { invocation_id } = await first.service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
    await first.close();
    const second = open(echo, { dataDir: first.dataDir });
    await second.service.recover();
    await until(() => second.service.status({ invocation_id }, ann).state === "COMPLETED");
    expect(about(second, invocation_id)).toContain("controlPlane.execution.completed SUCCESS");
  });

  it("admits one of several that name the same entry as the latest, and answers that one again", async () => {
    const { service, store } = open(echo);
    const work = async () => ({ done: true });
    await service.exchanges.perform(facts, work);
    const prev_event_hash = store.ledgerHead(`caller:${ann.id}`);
    const next = (id: string) => service.exchanges.perform({ ...facts, id, prev_event_hash }, work);
    const [one, other] = await Promise.allSettled([next("req-2"), next("req-3")]);
    expect(one).toMatchObject({ status: "fulfilled" });
    expect(other).toMatchObject({ status: "rejected", reason: codeOf("LEDGER_CONFLICT") });
    expect(other.status === "rejected" && other.reason).toBeInstanceOf(OapError);
    expect((await next("req-2")).result).toEqual({ done: true });
    await expect(next("req-3")).rejects.toMatchObject({ code: "LEDGER_CONFLICT" });
  });
});

describe("a secret that is shown once", () => {
  it("is not shown to a twin of the exchange that made it", async () => {
    const { service } = open(echo);
    const making = {
      id: "req-1",
      envelope_type: "control.apiKey.create",
      kind: "command",
      caller: ann,
      params: {},
    } as const;
    const make = () => service.exchanges.perform(making, async () => ({ key_id: "key_1", secret: "hush" }));
    const [first, twin] = await Promise.all([make(), make()]);
    expect([first.result, twin.result]).toEqual([{ key_id: "key_1", secret: "hush" }, { key_id: "key_1" }]);
  });
});
