import { PluginError } from "@oap/plugins";
import { expect, it, onTestFinished } from "vitest";
import {
  ann,
  type Behaviour,
  type EngineUnderTest,
  openEngine,
  planOf,
  step,
  until,
  untilAborted,
} from "./testing/engine-under-test.ts";
import { FakeClock } from "./testing/fake-clock.ts";

it("a run that is paused while a step waits to be retried, over restarts, ends at its deadline, and is tried again from where it was", async () => {
  const clock = new FakeClock();
  const made: string[] = [];
  let isThirdDone = false;
  const behaviour: Behaviour = async ({ step: name }, context) => {
    made.push(`${String(name)} ${context.attempt}`);
    if (name === "second" && context.attempt === 1) throw new PluginError("It is not there yet.", { retryable: true });
    if (name === "third" && !isThirdDone) return await untilAborted(context);
    return {};
  };
  const first = openEngine(behaviour, { clock });
  const opened: EngineUnderTest[] = [first];
  onTestFinished(() => opened.at(-1)!.remove());
  const { dataDir } = first;
  const restart = async (): Promise<EngineUnderTest> => {
    await opened.at(-1)!.close();
    const next = openEngine(behaviour, { clock, dataDir });
    opened.push(next);
    await next.service.recover();
    return next;
  };
  const retry_policy = { max_attempts: 3, backoff_ms: 1000 };
  const steps = [step("first"), step("second", ["first"], { retry_policy }), step("third", ["second"])];

  await first.service.submitPlan({ plan: planOf("p", steps, { timeout_ms: 10_000 }) }, ann);
  const run = await first.service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
  const runId = run.invocation_id;
  await until(() => made.includes("second 1") && clock.pending.includes(1000), "the retry is waited for");
  await first.service.control.pause({ runId, pausedBy: ann.id }, ann);

  // The pause outlives the process, and so does the retry that falls due in it.
  const second = await restart();
  clock.advance(5000);
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(second.service.status(run, ann).state).toBe("RUNNING");
  expect(made).toEqual(["first 1", "second 1"]);
  await second.service.control.resume({ runId, resumedBy: ann.id }, ann);
  await until(() => made.includes("third 1"), "the third step runs");

  // The deadline is where it was, whatever stood still meanwhile.
  const third = await restart();
  await until(() => made.filter((each) => each === "third 1").length === 2, "the third step runs again");
  clock.advance(4999);
  expect(third.service.status(run, ann).state).toBe("RUNNING");
  clock.advance(1);
  await until(() => third.service.status(run, ann).state === "TIMED_OUT", "the run is over");
  const states = third.service.planStatus(run, ann).step_states.map(({ state }) => state);
  expect(states).toEqual(["COMPLETED", "COMPLETED", "TIMED_OUT"]);

  // Tried again, it goes on from there, over a restart too; what it was stays as it ended.
  const again = await third.service.retryExecution({ runId, retriedBy: ann.id }, ann);
  isThirdDone = true;
  const last = await restart();
  await until(() => last.service.status({ invocation_id: again.runId }, ann).state === "COMPLETED", "it is completed");
  expect(made.filter((each) => !each.startsWith("third"))).toEqual(["first 1", "second 1", "second 2"]);
  expect(last.service.status(run, ann).state).toBe("TIMED_OUT");
});
