import { afterEach, describe, expect, it } from "vitest";
import { Retention } from "./retention.ts";
import { ann, type EngineUnderTest, openEngine, repeat, until, untilAborted } from "./testing/engine-under-test.ts";
import { FakeClock } from "./testing/fake-clock.ts";

const day = 24 * 60 * 60 * 1000;

describe("Retention", () => {
  let engine: EngineUnderTest;
  let retention: Retention;
  afterEach(async () => {
    await retention.close();
    await engine.remove();
  });
  const open = (clock: FakeClock, limits: ConstructorParameters<typeof Retention>[0]["limits"]) => {
    engine = openEngine((input, context) => (input.hang ? untilAborted(context) : Promise.resolve({})), { clock });
    retention = new Retention({ store: engine.store, clock, log: () => {}, ...(limits && { limits }) });
    return engine.service;
  };
  const invoke = (hang = false) =>
    engine.service.invoke(
      { target: repeat, input: hang ? { hang } : {}, mode: hang ? "ASYNC" : "SYNC", timeout_ms: 86_400_000 },
      ann,
    );

  it("lets finished runs go by age, and never open ones", async () => {
    const clock = new FakeClock();
    const service = open(clock, { runsMs: day / 2 });
    const old = await invoke();
    const hanging = await invoke(true);
    clock.advance(day / 2 + 1);
    const young = await invoke();
    await retention.sweep();
    expect(() => service.status(old, ann)).toThrow("There is no invocation");
    expect(service.status(young, ann).state).toBe("COMPLETED");
    expect(service.status(hanging, ann).state).toBe("RUNNING");
  });

  it("lets the oldest go beyond the number that is kept, by itself", async () => {
    const clock = new FakeClock();
    const service = open(clock, { runsMax: 2 });
    const runs = [await invoke(), await invoke(), await invoke()];
    clock.advance(60_000);
    await until(() => engine.store.run(runs[0]!.invocation_id) === undefined);
    expect(runs.slice(1).map((run) => service.status(run, ann).state)).toEqual(["COMPLETED", "COMPLETED"]);
  });
});
