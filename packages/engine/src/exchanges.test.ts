import type { JsonValue } from "@oap/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Caller } from "./caller.ts";
import type { ExchangeFacts, ExchangeRecorder } from "./exchanges.ts";
import {
  ann,
  type Behaviour,
  type EngineUnderTest,
  openEngine,
  planOf,
  repeat,
  step,
  until,
  untilAborted,
} from "./testing/engine-under-test.ts";

const bob: Caller = { id: "user:bob", roles: ["user", "admin"] };

const engines: EngineUnderTest[] = [];
const open = (behaviour: Behaviour, dataDir?: string) => {
  const engine = openEngine(behaviour, { ...(dataDir !== undefined && { dataDir }) });
  engines.push(engine);
  return engine;
};
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.remove().catch(() => {});
});

const command = (envelope_type: string, params: object, caller = bob): ExchangeFacts => ({
  id: `req-${envelope_type}`,
  envelope_type,
  kind: "command",
  caller,
  params: params as JsonValue,
});

describe("a command whose answer was lost", () => {
  /** Performs it as a process that dies before it can answer, and then again. */
  async function lostAndSentAgain(
    { service }: EngineUnderTest,
    facts: ExchangeFacts,
    work: (recorder: ExchangeRecorder) => Promise<object>,
  ): Promise<JsonValue> {
    const lost = service.exchanges.perform(facts, async (recorder) => {
      await work(recorder);
      throw new Error("The process is gone.");
    });
    await expect(lost).rejects.toThrow("The process is gone.");
    const { result } = await service.exchanges.perform(facts, async (recorder) => (await work(recorder)) as JsonValue);
    return result;
  }

  it("asks a human once", async () => {
    const engine = open(async () => ({}));
    const question = { reason: "May I?", required_role: "admin", proposed_action: "work.once", payload: {} };
    const answer = await lostAndSentAgain(engine, command("hitl.request", question), (recorder) =>
      engine.service.approvals.request(question, bob, { recorder }),
    );
    const { items } = engine.store.openApprovals({ limit: 10 });
    expect(items).toHaveLength(1);
    expect(answer).toMatchObject({ request_id: items[0]?.request_id, state: "pending" });
  });

  it("decides once, and is not told that it was decided before", async () => {
    const engine = open(async () => ({}));
    const question = { reason: "May I?", required_role: "admin", proposed_action: "work.once", payload: {} };
    const { request_id } = await engine.service.approvals.request(question, ann);
    const decision = { request_id, approve: true, reviewer: bob.id };
    const answer = await lostAndSentAgain(engine, command("hitl.decision.submit", decision), (recorder) =>
      engine.service.approvals.decide(decision, bob, { recorder }),
    );
    expect(answer).toMatchObject({ request_id, state: "approved" });
  });

  it("pauses, resumes and cancels once", async () => {
    const engine = open((_, context) => untilAborted(context));
    const { service, store } = engine;
    await service.submitPlan({ plan: planOf("p", [step("a")]) }, ann);
    const { invocation_id } = await service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
    const pause = { runId: invocation_id, pausedBy: bob.id };
    const paused = await lostAndSentAgain(engine, command("controlPlane.execution.pause", pause), (recorder) =>
      service.control.pause(pause, bob, { recorder }),
    );
    expect(paused).toMatchObject({ status: "paused" });
    const resume = { runId: invocation_id, resumedBy: bob.id };
    const resumed = await lostAndSentAgain(engine, command("controlPlane.execution.resume", resume), (recorder) =>
      service.control.resume(resume, bob, { recorder }),
    );
    expect(resumed).toMatchObject({ status: "running" });
    const cancelled = await lostAndSentAgain(engine, command("exec.cancel", { invocation_id }), (recorder) =>
      service.cancel({ invocation_id }, bob, { recorder }),
    );
    expect(cancelled).toEqual({ invocation_id, previous_state: "RUNNING", new_state: "CANCELLED" });
    expect(store.events(invocation_id).map(({ event }) => event.type)).toEqual([
      "run.accepted",
      "run.pause_requested",
      "run.resume_requested",
      "run.cancel_requested",
    ]);
  });

  it("has one entry in the ledger, once it is answered by the process that took up its run", async () => {
    const first = open((_, context) => untilAborted(context));
    const params = { target: repeat, input: {} };
    const facts = command("exec.invoke", params, ann);
    const invoke =
      ({ service }: EngineUnderTest) =>
      async (recorder: ExchangeRecorder) =>
        (await service.invoke(params, ann, { recorder })) as unknown as JsonValue;
    const lost = first.service.exchanges.perform(facts, invoke(first));
    lost.catch(() => {});
    await until(() => first.store.exchange(ann.id, facts.id) !== undefined);
    await first.close();
    await expect(lost).rejects.toMatchObject({ code: "OVERLOADED" });

    const second = open(async () => ({ done: true }), first.dataDir);
    await second.service.recover();
    const { result, entry } = await second.service.exchanges.perform(facts, invoke(second));
    expect(result).toMatchObject({ state: "COMPLETED", output: { done: true } });
    expect(entry).toMatchObject({ event_id: facts.id, envelope_type: "exec.invoke", status: "SUCCESS" });
    expect((await second.service.exchanges.perform(facts, invoke(second))).entry).toEqual(entry);
    const { items } = second.store.ledgerEntries({ event_id: facts.id, limit: 10 });
    expect(items.filter(({ entry: { status } }) => status === "SUCCESS")).toHaveLength(1);
  });
});
