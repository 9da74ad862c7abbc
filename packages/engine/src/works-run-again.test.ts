import type { JsonValue } from "@oap/protocol";
import { firstPrevEventHash } from "@oap/store";
import { afterEach, expect, it } from "vitest";
import type { ExchangeFacts, ExchangeRecorder } from "./exchanges.ts";
import { ann, type EngineUnderTest, openEngine, planOf, repeat, step } from "./testing/engine-under-test.ts";

const engines: EngineUnderTest[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.remove();
});

/** What a store holds after the same commands, without identifiers and times. */
async function keptAfterCommands(beside: (transact: EngineUnderTest["store"]["transact"]) => void) {
  const calls: JsonValue[] = [];
  const engine = openEngine(async (input) => {
    calls.push(input);
    return {};
  });
  engines.push(engine);
  const { service, store } = engine;
  const transact = store.transact;
  store.transact = (work) => {
    const kept = transact(work);
    beside(transact);
    return kept;
  };

  const perform = async (id: string, params: object, work: (recorder: ExchangeRecorder) => Promise<object>) => {
    const facts: ExchangeFacts = { id, envelope_type: id, kind: "command", caller: ann, params: params as JsonValue };
    const { result } = await service.exchanges.perform(facts, async (recorder) => (await work(recorder)) as JsonValue);
    return result as Record<string, string>;
  };
  const invocation = (n: number) => ({ target: repeat, input: { n } });
  const invoked = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      perform(`invoke ${n}`, invocation(n), (recorder) => service.invoke(invocation(n), ann, { recorder })),
    ),
  );
  const plan = planOf("p", [step("a"), step("b", ["a"]), step("c", ["a"])]);
  await perform("submit", plan, (recorder) => service.submitPlan({ plan }, ann, { recorder }));
  const applied = await perform("apply", { plan_id: "p" }, (recorder) =>
    service.applyPlan({ plan_id: "p" }, ann, { recorder }),
  );
  const question = { reason: "May I?", required_role: "admin", proposed_action: "work.once", payload: {} };
  const asked = await perform("ask", question, (recorder) => service.approvals.request(question, ann, { recorder }));
  const { request_id = "" } = asked;
  const decision = { request_id, approve: false, reviewer: "bob" };
  await perform("decide", {}, (recorder) => service.approvals.decide(decision, { ...ann, id: "bob" }, { recorder }));

  const runs = [...invoked, applied].map(({ invocation_id = "" }) => invocation_id);
  const { items } = store.ledgerEntries({ limit: 100 });
  return {
    calls: calls.length,
    events: runs.map((run) => store.events(run).map(({ seq, event }) => [seq, event.type])),
    states: runs.map((run) => store.run(run)?.state),
    ledger: items.map(({ entry: { envelope_type, status, actor } }) => [envelope_type, status, actor]).sort(),
    follows: items.every(({ chain, entry: { prev_event_hash } }, index) => {
      const before = items.slice(0, index).findLast((item) => item.chain === chain);
      return prev_event_hash === (before?.entry.event_hash ?? firstPrevEventHash);
    }),
    approvals: [store.approval(request_id)?.state, store.openApprovals({ limit: 10 }).items.length],
  };
}

it("what is done is done and told once, though works beside it throw and its own run again", async () => {
  let thrown = 0;
  const alone = await keptAfterCommands(() => {});
  const disturbed = await keptAfterCommands((transact) => {
    const failing = transact(() => {
      thrown += 1;
      throw new Error("no such run");
    });
    failing.catch(() => {});
  });
  expect(thrown).toBeGreaterThan(10);
  expect(alone.calls).toBe(8);
  expect(alone.follows).toBe(true);
  expect(disturbed).toEqual(alone);
});
