import { type Governance, killSwitchesOf } from "@oap/governance";
import { verifyChain } from "@oap/ledger";
import { PluginError } from "@oap/plugins";
import type { JsonObject, KillSwitch, PolicyConstraint } from "@oap/protocol";
import type { ApprovalRecord, LedgerRecord } from "@oap/store";
import { afterEach, describe, expect, it } from "vitest";
import type { Caller } from "./caller.ts";
import type { ExecutionServiceOptions } from "./execution-service.ts";
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
const reviewer = { reviewer: bob.id };

/** The request of the one approval that there is. */
function onlyOf(approvals: readonly ApprovalRecord[]): string {
  expect(approvals).toHaveLength(1);
  return approvals[0]!.request_id;
}

/** A human must approve what `held` names; `constraints` hold for everything. */
function governance(
  held: readonly string[],
  constraints: readonly PolicyConstraint[] = [],
  binding = "policies-1",
): Governance {
  return {
    decide: ({ target, risk }) => {
      const action = `${target.module_id}.${target.capability}`;
      const waits = held.includes(action);
      return {
        decision: waits ? "HITL_REQUIRED" : constraints.length > 0 ? "PARTIAL_ALLOW" : "ALLOW",
        policy_binding_id: binding,
        risk,
        allowed_actions: waits ? [] : [action],
        ...(waits && { requires_hitl_for: [action], approver: "admin" as const }),
        ...(constraints.length > 0 && { constraints }),
        reasons: ["So the test wants it."],
      };
    },
  };
}

describe("governed runs", () => {
  const engines: EngineUnderTest[] = [];
  const open = (behaviour: Behaviour, options: Partial<ExecutionServiceOptions> & { dataDir?: string } = {}) => {
    const engine = openEngine(behaviour, options);
    engines.push(engine);
    return engine;
  };
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.remove().catch(() => {});
  });
  const echo: Behaviour = async (input) => ({ echo: input });
  const ledgerOf = ({ store }: EngineUnderTest): readonly LedgerRecord[] => store.ledgerEntries({ limit: 1000 }).items;

  describe("approval", () => {
    const hold = { governance: governance(["work.once"]) };

    it("answers even a SYNC call at once with PENDING, and runs nothing before somebody approves", async () => {
      let runs = 0;
      const engine = open(async () => ({ runs: ++runs }), hold);
      const { service, store } = engine;
      const { invocation_id, state, governance: said } = await service.invoke({ target: once, input: {} }, ann);
      expect([state, said?.requires_hitl_for]).toEqual(["PENDING", ["work.once"]]);
      expect(service.status({ invocation_id }, ann)).not.toHaveProperty("started_at");
      const { execution_id } = store.run(invocation_id)!;
      expect(service.getExecution({ executionId: execution_id }).execution.status).toBe("awaiting_approval");
      expect(runs).toBe(0);

      const request_id = onlyOf(store.openApprovals({ limit: 10 }).items);
      await expect(
        service.approvals.decide({ request_id, approve: true, reviewer: ann.id }, ann),
      ).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      const userOnly: Caller = { id: "user:eve", roles: ["user"] };
      await expect(
        service.approvals.decide({ request_id, approve: true, reviewer: userOnly.id }, userOnly),
      ).rejects.toMatchObject({ code: "FORBIDDEN" });

      expect((await service.approvals.decide({ request_id, approve: true, ...reviewer }, bob)).state).toBe("approved");
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
      expect(service.status({ invocation_id }, ann).output).toEqual({ runs: 1 });
      await expect(service.approvals.decide({ request_id, approve: false, ...reviewer }, bob)).rejects.toMatchObject({
        code: "STATE_CONFLICT",
      });
      expect(
        verifyChain(
          ledgerOf(engine)
            .filter(({ chain }) => chain === `caller:${bob.id}`)
            .map(({ entry }) => entry),
        ).ok,
      ).toBe(true);
    });

    it("ends a rejected step with POLICY_DENIED and the reviewer's words", async () => {
      const { service, store } = open(echo, hold);
      const { invocation_id } = await service.invoke({ target: once, input: {} }, ann);
      const { execution_id } = store.run(invocation_id)!;
      const input = { executionId: execution_id, stepId: "invoke", rejectedBy: bob.id, reason: "Not today." };
      expect(await service.control.reject(input, bob)).toMatchObject({ status: "rejected" });
      await until(() => service.status({ invocation_id }, ann).state === "FAILED");
      expect(service.status({ invocation_id }, ann).error).toMatchObject({
        reason: "POLICY_DENIED",
        message: expect.stringContaining("Not today."),
      });
    });

    it("waits over a restart, and goes on with a decision that its run had not heard of", async () => {
      const first = open(echo, hold);
      const { invocation_id } = await first.service.invoke({ target: once, input: { n: 1 } }, ann);
      await first.close();
      const second = open(echo, { ...hold, dataDir: first.dataDir });
      expect(await second.service.recover()).toMatchObject([{ invocation_id, state: "PENDING" }]);
      expect(second.service.status({ invocation_id }, ann).state).toBe("PENDING");
      const request_id = onlyOf(second.store.openApprovals({ limit: 10 }).items);
      // As when the process ends between the decision and the run.
      await second.store.transact((transaction) =>
        transaction.decideApproval(request_id, "pending", {
          state: "approved",
          approved: true,
          reviewer: bob.id,
          decided_at: 1,
        }),
      );
      await second.close();
      const third = open(echo, { ...hold, dataDir: first.dataDir });
      await third.service.recover();
      await until(() => third.service.status({ invocation_id }, ann).state === "COMPLETED");
    });

    it("expires, and counts as rejected then", async () => {
      const clock = new FakeClock();
      const { service } = open(echo, { ...hold, clock, limits: { approvalWaitMs: 60_000, closeWaitMsMax: 0 } });
      const { invocation_id } = await service.invoke({ target: once, input: {}, timeout_ms: 1000 }, ann);
      clock.advance(59_999);
      expect(service.status({ invocation_id }, ann).state).toBe("PENDING");
      clock.advance(1);
      await until(() => service.status({ invocation_id }, ann).state === "FAILED");
      expect(service.status({ invocation_id }, ann).error?.message).toBe("Nobody approved it in time.");
    });

    it("is asked for again when the policies have changed meanwhile", async () => {
      let binding = "policies-1";
      const changing: Governance = { decide: (request) => governance(["work.once"], [], binding).decide(request) };
      const { service, store } = open(echo, { governance: changing });
      const { invocation_id } = await service.invoke({ target: once, input: {} }, ann);
      const [first] = store.approvalsOfRun(invocation_id);
      binding = "policies-2";
      await service.approvals.decide({ request_id: first!.request_id, approve: true, ...reviewer }, bob);
      await until(() => store.approvalsOfRun(invocation_id).length === 2);
      expect(service.status({ invocation_id }, ann).state).toBe("PENDING");
      const second = store.approvalsOfRun(invocation_id).at(-1);
      await service.approvals.decide({ request_id: second!.request_id, approve: true, ...reviewer }, bob);
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
    });

    it("makes a plan wait as PENDING_REVIEW, and counts for its runs once it is given", async () => {
      const { service, store } = open(echo, hold);
      const plan = planOf("reviewed", [step("a"), step("b", ["a"], { target: once })]);
      expect(await service.submitPlan({ plan }, ann)).toMatchObject({ status: "PENDING_REVIEW" });
      await expect(service.applyPlan({ plan_id: plan.plan_id }, ann)).rejects.toMatchObject({ code: "PLAN_NOT_READY" });
      const request_id = onlyOf(store.approvalsOfPlan(plan.plan_id));
      await service.approvals.decide({ request_id, approve: true, ...reviewer }, bob);
      expect(await service.submitPlan({ plan }, ann)).toMatchObject({ status: "READY_FOR_EXECUTION" });
      expect(await service.applyPlan({ plan_id: plan.plan_id }, ann)).toMatchObject({ state: "COMPLETED" });
    });

    it("is found by whoever looks for what waits, until it is decided", async () => {
      const { service } = open(echo, hold);
      const plan = planOf("listed", [step("a", [], { target: once })]);
      await service.submitPlan({ plan }, ann);
      const { invocation_id } = await service.invoke({ target: once, input: {} }, ann);
      const { items, next_cursor } = service.approvals.pending({ limit: 1 });
      expect(items).toMatchObject([{ plan_id: plan.plan_id, state: "pending", requested_by: ann.id }]);
      const [second] = service.approvals.pending({ limit: 1, ...(next_cursor && { cursor: next_cursor }) }).items;
      expect(second).toMatchObject({ invocation_id, step_id: "invoke" });
      for (const { request_id } of [items[0]!, second!]) {
        await service.approvals.decide({ request_id, approve: true, ...reviewer }, bob);
      }
      expect(service.approvals.pending({}).items).toEqual([]);
      expect(() => service.approvals.pending({ cursor: "made up" })).toThrow(
        expect.objectContaining({ code: "INVALID_PARAMS" }),
      );
    });

    it("can be set aside by somebody with the role, which is audited", async () => {
      const engine = open(echo, hold);
      const { service, store } = engine;
      const { invocation_id } = await service.invoke({ target: once, input: {} }, ann);
      const request_id = onlyOf(store.approvalsOfRun(invocation_id));
      const override = { request_id, approve: true, overridden_by: bob.id, reason: "The reviewer is away." };
      expect(await service.approvals.override(override, bob)).toMatchObject({ state: "overridden", approved: true });
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
      const types = ledgerOf(engine).map(({ entry }) => entry.envelope_type);
      expect(types).toEqual(expect.arrayContaining(["approval.requested", "approval.overridden"]));
    });
  });

  describe("constraints", () => {
    it("remove output fields before anything is stored", async () => {
      const remove: PolicyConstraint = {
        code: "REMOVE_OUTPUT_FIELDS",
        scope: "output",
        args: { pointers: ["/secret"] },
      };
      const { service, store } = open(async () => ({ secret: "s3cret", open: 1 }), {
        governance: governance([], [remove]),
      });
      const { invocation_id, ...result } = await service.invoke({ target: repeat, input: {} }, ann);
      expect(result).toMatchObject({ state: "COMPLETED", output: { open: 1 } });
      expect(JSON.stringify([result, store.events(invocation_id)])).not.toContain("s3cret");
    });

    it("refuse what may only be read", async () => {
      const readOnly: PolicyConstraint = { code: "READ_ONLY", scope: "action" };
      const { service } = open(echo, { governance: governance([], [readOnly]) });
      expect(await service.invoke({ target: once, input: {} }, ann)).toMatchObject({
        state: "FAILED",
        error: { reason: "CONSTRAINT_VIOLATION" },
      });
    });
  });

  describe("a kill switch", () => {
    const killSwitch = (members: Partial<KillSwitch>): KillSwitch => ({
      scope: "module",
      module_id: "work",
      active: true,
      set_by: bob.id,
      set_at: "2026-03-01T09:30:00.000Z",
      ...members,
    });

    it("refuses new work, fails the next attempt, and ends running work when it is asked to", async () => {
      let switches = killSwitchesOf([]);
      let isRunning = false;
      const behaviour: Behaviour = (input, context) => {
        if (input.step !== "first") return Promise.resolve({});
        isRunning = true;
        return untilAborted(context);
      };
      const { service } = open(behaviour, { killSwitches: () => switches });
      const plan = planOf("killed", [step("first"), step("second", ["first"])]);
      await service.submitPlan({ plan }, ann);
      const { invocation_id } = await service.applyPlan({ plan_id: plan.plan_id, mode: "ASYNC" }, ann);
      await until(() => isRunning);
      const set = killSwitch({ abort_running: true });
      switches = killSwitchesOf([set]);
      await expect(service.invoke({ target: repeat, input: {} }, ann)).rejects.toMatchObject({
        code: "KILL_SWITCH_ACTIVE",
      });
      expect(service.status({ invocation_id }, ann).state).toBe("RUNNING");
      await service.abortRunning(() => true, set);
      await until(() => service.status({ invocation_id }, ann).state === "FAILED");
      expect(service.status({ invocation_id }, ann).error?.underlying_error?.code).toBe("KILL_SWITCH_ACTIVE");
    });
  });

  describe("pause, resume and retry", () => {
    it("start nothing while paused, show as RUNNING and paused, and go on after a restart", async () => {
      const gate = Promise.withResolvers<object>();
      const first = open((input) => (input.step === "a" ? gate.promise : Promise.resolve({})));
      const plan = planOf("paused", [step("a"), step("b", ["a"])]);
      await first.service.submitPlan({ plan }, ann);
      const { invocation_id } = await first.service.applyPlan({ plan_id: plan.plan_id, mode: "ASYNC" }, ann);
      const { execution_id } = first.store.run(invocation_id)!;
      const pause = { runId: invocation_id, pausedBy: bob.id };
      expect(await first.service.control.pause(pause, bob)).toMatchObject({ status: "paused" });
      await expect(first.service.control.pause(pause, bob)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
      gate.resolve({});
      await until(() => first.service.planStatus({ invocation_id }, ann).step_states[0]?.state === "COMPLETED");
      expect(first.service.planStatus({ invocation_id }, ann)).toMatchObject({
        state: "RUNNING",
        step_states: [{}, { state: "PENDING" }],
      });
      await first.close();

      const second = open(echo, { dataDir: first.dataDir });
      await second.service.recover();
      expect(second.service.getExecution({ executionId: execution_id }).execution.status).toBe("paused");
      expect(second.service.planStatus({ invocation_id }, ann).step_states[1]?.state).toBe("PENDING");
      await second.service.control.resume({ runId: invocation_id, resumedBy: bob.id }, bob);
      await until(() => second.service.status({ invocation_id }, ann).state === "COMPLETED");
      await expect(
        second.service.control.resume({ runId: invocation_id, resumedBy: bob.id }, bob),
      ).rejects.toMatchObject({
        code: "STATE_CONFLICT",
      });
    });

    it("retries in a new run that reuses what was completed", async () => {
      const ran: string[] = [];
      let broken = true;
      const { service, store } = open(async (input) => {
        ran.push(String(input.step));
        if (input.step === "b" && broken) throw new PluginError("It broke.");
        return { by: input.step } as JsonObject;
      });
      const plan = planOf("retried", [step("a"), step("b", ["a"])]);
      await service.submitPlan({ plan }, ann);
      const { invocation_id } = await service.applyPlan({ plan_id: plan.plan_id }, ann);
      expect(service.status({ invocation_id }, ann).state).toBe("FAILED");
      broken = false;
      const retry = { runId: invocation_id, retriedBy: bob.id };
      const { runId } = await service.retryExecution(retry, bob);
      expect(runId).not.toBe(invocation_id);
      await until(() => service.status({ invocation_id: runId }, ann).state === "COMPLETED");
      expect(ran).toEqual(["a", "b", "b"]);
      expect(service.status({ invocation_id }, ann).state).toBe("FAILED");
      expect(store.retriesOf(invocation_id).map((run) => run.invocation_id)).toEqual([runId]);
      await expect(service.retryExecution(retry, bob)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
      await expect(service.retryExecution({ runId, retriedBy: bob.id }, bob)).rejects.toMatchObject({
        code: "STATE_CONFLICT",
      });
    });

    it("cancels an execution by its own id, and lets nobody act in another's name", async () => {
      const { service, store } = open((_, context) => untilAborted(context));
      const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      const { execution_id: executionId } = store.run(invocation_id)!;
      await expect(service.control.cancel({ executionId, cancelledBy: ann.id }, bob)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      expect(await service.control.cancel({ executionId, cancelledBy: bob.id }, bob)).toMatchObject({
        status: "cancelled",
      });
      expect(service.status({ invocation_id }, ann).state).toBe("CANCELLED");
    });
  });

  describe("exchanges", () => {
    const exchange = (id: string, params: JsonObject, envelope_type = "exec.invoke") => ({
      id,
      envelope_type,
      kind: "command" as const,
      caller: ann,
      params,
    });
    const invoke = ({ service }: EngineUnderTest, id: string, n = 1) => {
      const params = { target: repeat, input: { n } };
      return service.exchanges.perform(exchange(id, params), async (recorder) => {
        return (await service.invoke(params, ann, { recorder })) as never;
      });
    };

    it("does a command once, however often and however close together it is sent", async () => {
      let runs = 0;
      const engine = open(async () => ({ runs: ++runs }));
      const [first, second] = await Promise.all([invoke(engine, "x-1"), invoke(engine, "x-1")]);
      const third = await invoke(engine, "x-1");
      expect(second.result).toEqual(first.result);
      expect(third.result).toEqual(first.result);
      expect(runs).toBe(1);
      await expect(invoke(engine, "x-1", 2)).rejects.toMatchObject({ code: "ID_CONFLICT" });
      expect((await invoke(engine, "x-2")).result).not.toEqual(first.result);
    });

    it("answers a repeated command from the record after a restart", async () => {
      const first = open(echo);
      const { result } = await invoke(first, "x-1");
      await first.close();
      const second = open(echo, { dataDir: first.dataDir });
      await second.service.recover();
      expect((await invoke(second, "x-1")).result).toEqual(result);
    });

    it("puts the exchange into the ledger with the end of its run, in two commits altogether", async () => {
      const engine = open(echo);
      const { entry, result } = await invoke(engine, "x-1");
      const { invocation_id } = result as { invocation_id: string };
      expect(entry).toMatchObject({
        event_id: "x-1",
        actor: ann.id,
        status: "SUCCESS",
        decision: "ALLOW",
        policy_ref: "development-allow",
      });
      expect(engine.store.events(invocation_id)).toHaveLength(2);
      expect(ledgerOf(engine).map(({ entry: { event_id } }) => event_id)).toEqual(["x-1"]);
      expect(ledgerOf(engine)[0]?.about).toBe(invocation_id);
    });

    it("records a refused exchange in the ledger, and lets it be sent again", async () => {
      const engine = open(echo);
      const params = { target: { ...repeat, module_id: "nobody" }, input: {} };
      const refused = () =>
        engine.service.exchanges.perform(
          exchange("x-1", params),
          async () => (await engine.service.invoke(params, ann)) as never,
        );
      await expect(refused()).rejects.toMatchObject({ code: "MODULE_NOT_FOUND" });
      await expect(refused()).rejects.toMatchObject({ code: "MODULE_NOT_FOUND" });
      expect(ledgerOf(engine).map(({ entry: { status } }) => status)).toEqual(["ERROR", "ERROR"]);
    });

    it("keeps one chain for each caller, unbroken over everything that happens", async () => {
      const engine = open(echo, { governance: governance(["work.once"]) });
      for (let n = 0; n < 20; n += 1) await invoke(engine, `x-${n}`, n);
      const { invocation_id } = await engine.service.invoke({ target: once, input: {} }, ann);
      const request_id = onlyOf(engine.store.approvalsOfRun(invocation_id));
      await engine.service.approvals.decide({ request_id, approve: true, ...reviewer }, bob);
      await until(() => engine.service.status({ invocation_id }, ann).state === "COMPLETED");
      for (const chain of [`caller:${ann.id}`, `caller:${bob.id}`]) {
        const entries = ledgerOf(engine)
          .filter((record) => record.chain === chain)
          .map(({ entry }) => entry);
        expect(verifyChain(entries)).toMatchObject({ ok: true });
        expect(entries.at(-1)?.event_hash).toBe(engine.store.ledgerHead(chain));
      }
    });

    it("refuses a request whose previous hash is not the ledger's", async () => {
      const engine = open(echo);
      const facts = { ...exchange("x-1", {}), prev_event_hash: `sha256:${"1".repeat(64)}` };
      await expect(engine.service.exchanges.perform(facts, async () => ({}))).rejects.toMatchObject({
        code: "LEDGER_CONFLICT",
      });
    });
  });
});
