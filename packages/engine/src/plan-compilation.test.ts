import { denyAll, type Governance } from "@oap/governance";
import type { ControlPlanePlanCompileInput, ExecPlanSubmitParams, ExecPlanSubmitResult } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { afterEach, describe, expect, it } from "vitest";
import type { Caller } from "./caller.ts";
import { CompiledPlans } from "./compiled-plans.ts";
import { executionStream } from "./execution-events.ts";
import { PlanCompilations } from "./plan-compilation.ts";
import { ann, type EngineUnderTest, openEngine, planOf, step } from "./testing/engine-under-test.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { timestampOf } from "./timestamp.ts";

describe("PlanCompilations", () => {
  let engine: EngineUnderTest;
  const clock = new FakeClock();
  afterEach(() => engine.remove());

  type Submit = (params: ExecPlanSubmitParams, caller: Caller) => Promise<ExecPlanSubmitResult>;
  async function open({ governance, submit }: { governance?: Governance; submit?: Submit } = {}) {
    engine = openEngine(async () => ({}), { clock, ...(governance && { governance }) });
    const { service, store } = engine;
    const compilations = new PlanCompilations({
      store,
      compiledPlans: new CompiledPlans(store),
      clock,
      submit: submit ?? ((params, caller) => service.submitPlan(params, caller)),
    });
    const { executionId, intentId } = await service.submitIntent({ workspaceId: "w", text: "t" }, ann);
    const compile = async (input: Partial<ControlPlanePlanCompileInput> = {}) => {
      const output = await compilations.compile({ executionId, intentId, ...input }, ann);
      expect(validators.ControlPlanePlanCompileOutput(output)).toEqual([]);
      return output;
    };
    const execution = () => service.getExecution({ executionId }).execution;
    const told = () => store.events(executionStream(executionId)).map(({ event }) => event.type);
    return { compile, execution, told, executionId, intentId, ...engine };
  }

  const draft = planOf("p", [step("a"), step("b", ["a"])]);

  it("makes a draft the plan of the execution", async () => {
    const { compile, execution, told, store } = await open();
    clock.advance(10);
    const output = await compile({ draft });
    expect(output).toMatchObject({ planId: "p", compiledAt: timestampOf(clock.now()), stepCount: 2 });
    expect(output.deterministicHash).toBe((store.compiledPlan("p") as { hash: string }).hash);
    expect(execution()).toMatchObject({
      status: "compiled",
      planId: "p",
      riskTier: "low",
      updatedAt: timestampOf(clock.now()),
    });
    expect(told().at(-1)).toBe("controlPlane.plan.compiled");
  });

  it("answers the same draft alike, and tells of it once", async () => {
    const { compile, execution, told } = await open();
    const first = await compile({ draft });
    const before = [execution(), told()];
    clock.advance(10);
    const { created_by, created_at, steps, plan_id } = draft;
    expect(await compile({ draft: { steps, created_at, plan_id, created_by } })).toEqual(first);
    expect([execution(), told()]).toEqual(before);
  });

  it("hashes drafts of other names alike and of other content differently", async () => {
    const { compile } = await open();
    const { deterministicHash: first } = await compile({ draft });
    expect((await compile({ draft: { ...draft, plan_id: "q" } })).deterministicHash).toBe(first);
    const other = planOf("r", [step("a"), step("b")]);
    expect((await compile({ draft: other })).deterministicHash).not.toBe(first);
  });

  it("lets another draft take its place until something is started", async () => {
    const { compile, execution, executionId, service } = await open();
    await compile({ draft });
    await compile({ draft: { ...draft, plan_id: "q" } });
    expect(execution()).toMatchObject({ planId: "q", status: "compiled" });
    await service.startExecution({ executionId, planId: "q", mode: "SYNC" }, ann);
    await expect(compile({ draft })).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    expect(execution()).toMatchObject({ planId: "q", status: "completed" });
  });

  it("records what policy said of the plan, and a rejection is for good", async () => {
    const { compile, execution, told } = await open({ governance: denyAll });
    await compile({ draft });
    expect(execution()).toMatchObject({ planId: "p", status: "rejected" });
    expect(told().slice(-2)).toEqual(["controlPlane.plan.compiled", "controlPlane.plan.rejected"]);
    await expect(compile({ draft: { ...draft, plan_id: "q" } })).rejects.toMatchObject({
      code: "STATE_CONFLICT",
      details: { status: "rejected" },
    });
  });

  it("waits for a human where policy wants one", async () => {
    const governance: Governance = {
      decide: ({ risk }) => ({
        decision: "HITL_REQUIRED",
        policy_binding_id: "p1",
        risk,
        allowed_actions: [],
        requires_hitl_for: ["work.repeat"],
        approver: "admin",
        reasons: ["A human must look."],
      }),
    };
    const { compile, execution } = await open({ governance });
    await compile({ draft });
    expect(execution()).toMatchObject({ planId: "p", status: "awaiting_approval" });
  });

  it("needs a draft, since no planner is built in", async () => {
    const { compile, execution } = await open();
    await expect(compile({ plannerModel: "m" })).rejects.toMatchObject({ code: "PLANNER_UNAVAILABLE" });
    expect(execution()).toMatchObject({ status: "received" });
  });

  it("refuses executions and intents that there are not, or that do not belong together", async () => {
    const { compile, service } = await open();
    const other = await service.submitIntent({ workspaceId: "w", text: "other" }, ann);
    await expect(compile({ draft, executionId: "exe_no" })).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" });
    await expect(compile({ draft, intentId: "int_no" })).rejects.toMatchObject({ code: "INTENT_NOT_FOUND" });
    await expect(compile({ draft, intentId: other.intentId })).rejects.toMatchObject({ code: "INTENT_NOT_FOUND" });
  });

  it("lists the issues of a wrong draft by their places in the draft, and keeps nothing", async () => {
    const { compile, execution, store } = await open();
    await expect(compile({ draft: planOf("w", [step("a", ["nobody"])]) })).rejects.toMatchObject({
      code: "INVALID_PLAN",
      details: { issues: [{ pointer: "/params/draft/steps/0/depends_on/0" }] },
    });
    expect(store.plan("w")).toBeUndefined();
    expect(execution()).toMatchObject({ status: "received" });
  });

  it("does not take the name of another plan", async () => {
    const { compile, service } = await open();
    await service.submitPlan({ plan: planOf("p", [step("other")]) }, ann);
    await expect(compile({ draft })).rejects.toMatchObject({ code: "ID_CONFLICT" });
  });

  it("is refused where somebody started the execution meanwhile", async () => {
    const { compile, execution, executionId, service } = await open({
      submit: async (params, caller) => {
        await engine.service.submitPlan({ plan: planOf("first", [step("a")]) }, caller);
        await engine.service.startExecution({ executionId, planId: "first", mode: "SYNC" }, caller);
        return await service.submitPlan(params, caller);
      },
    });
    await expect(compile({ draft })).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    expect(execution()).toMatchObject({ planId: "first", status: "completed" });
  });
});
