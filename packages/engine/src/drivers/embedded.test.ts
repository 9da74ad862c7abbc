import { developmentAllow } from "@oap/governance";
import { PluginError } from "@oap/plugins";
import type { ExecutionState } from "@oap/protocol";
import { type Store, StoreError } from "@oap/store";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { ExecutionService } from "../execution-service.ts";
import { systemClock } from "../system-clock.ts";
import {
  ann,
  type Behaviour,
  type EngineUnderTest,
  openEngine,
  planOf,
  repeat,
  step,
  until,
  workPlugins,
} from "../testing/engine-under-test.ts";
import { FakeClock } from "../testing/fake-clock.ts";

describe("EmbeddedDriver", () => {
  let engine: EngineUnderTest;
  afterEach(() => engine.remove());

  it("brings any plan to the end that its steps' outcomes call for, however the steps overlap, and the journal says the same", async () => {
    let run: Generated;
    const behaviour: Behaviour = async (input, { attempt }) => {
      const { fates, dependencies, expected, calls, ended, tooEarly } = run;
      const index = Number(String(input.step).slice(1));
      calls[index]! += 1;
      tooEarly.push(...dependencies[index]!.filter((each) => expected[each] !== "CANCELLED" && !ended.has(each)));
      const { turns, failures } = fates[index]!;
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (attempt > failures || attempt === attemptsMax) ended.add(index);
      if (attempt <= failures) throw new PluginError("It failed.", { retryable: true });
      return {};
    };
    engine = openEngine(behaviour);
    const { service, store } = engine;
    let round = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (fates) => {
        run = generated(fates);
        const { dependencies, expected, calls, tooEarly } = run;
        round += 1;
        const plan_id = `p${round}`;
        const retry_policy = { max_attempts: attemptsMax, backoff_ms: 0 };
        const steps = fates.map(({ optional }, index) =>
          step(
            `s${index}`,
            dependencies[index]!.map((each) => `s${each}`),
            { optional, retry_policy },
          ),
        );
        await service.submitPlan({ plan: planOf(plan_id, steps) }, ann);
        const { invocation_id, state } = await service.applyPlan({ plan_id }, ann);

        expect(service.planStatus({ invocation_id }, ann).step_states.map((each) => each.state)).toEqual(expected);
        const failed = fates.some(({ optional }, index) => !optional && expected[index] !== "COMPLETED");
        expect(state).toBe(failed ? "FAILED" : "COMPLETED");
        expect(tooEarly).toEqual([]);
        expect(calls).toEqual(
          fates.map(({ failures }, index) =>
            expected[index] === "CANCELLED" ? 0 : Math.min(failures + 1, attemptsMax),
          ),
        );
        expect(store.events(invocation_id).map(({ seq }) => seq)).toEqual(
          store.events(invocation_id).map((_, index) => index + 1),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("runs many invocations at once, each to its own end", async () => {
    engine = openEngine(async (input) => {
      if (Number(input.n) % 3 === 0) throw new PluginError("a third fails");
      return { n: Number(input.n) };
    });
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, n) => engine.service.invoke({ target: repeat, input: { n } }, ann)),
    );
    expect(results.map(({ state }) => state)).toEqual(results.map((_, n) => (n % 3 === 0 ? "FAILED" : "COMPLETED")));
    expect(results.flatMap((result) => ("output" in result ? [result.output] : []))).toEqual(
      results.flatMap((_, n) => (n % 3 === 0 ? [] : [{ n }])),
    );
  });

  it("brings a plan of very many steps to its end", async () => {
    engine = openEngine(async () => ({}));
    const { service } = engine;
    const steps = Array.from({ length: 1500 }, (_, index) => step(`s${index}`, index < 3 ? [] : [`s${index - 3}`]));
    await service.submitPlan({ plan: planOf("wide", steps) }, ann);
    const { invocation_id, state } = await service.applyPlan({ plan_id: "wide" }, ann);
    expect(state).toBe("COMPLETED");
    expect(Object.keys(service.status({ invocation_id }, ann).output as object)).toHaveLength(3);
  });

  it("gives others their turn while very many conditions are decided, and goes on after a crash in the middle", async () => {
    const list = Array.from({ length: 1000 }, (_, index) => index);
    engine = openEngine(async ({ step: name }) => (name === "root" ? { list } : {}));
    const { service, store, dataDir } = engine;
    const steps = [step("root"), ...Array.from({ length: 300 }, (_, index) => step(`s${index}`))];
    const cel = "steps.root.output.list.all(n, n >= 0)";
    const edges = Array.from({ length: 300 }, (_, index) => ({ from: "root", to: `s${index}`, condition: { cel } }));
    await service.submitPlan({ plan: { ...planOf("fan", steps), edges } }, ann);
    const run = await service.applyPlan({ plan_id: "fan", mode: "ASYNC" }, ann);
    const typesOf = () => store.events(run.invocation_id).map(({ event }) => event.type);
    await until(() => typesOf().includes("run.continued"));
    expect(service.planStatus(run, ann).step_states.some(({ state }) => state === "PENDING")).toBe(true);
    await engine.close();

    engine = openEngine(async () => ({}), { dataDir });
    await engine.service.recover();
    await until(() => engine.service.status(run, ann).state === "COMPLETED");
    const types = engine.store.events(run.invocation_id).map(({ event }) => event.type);
    expect(types.filter((type) => type === "run.continued").length).toBeGreaterThan(3);
  });

  describe("with a disk that fails", () => {
    /** The real store, whose commits fail while `failing.with` is set. */
    function failingStore(store: Store): { store: Store; failing: { with?: Error } } {
      const failing: { with?: Error } = {};
      const transact: Store["transact"] = (work) =>
        failing.with === undefined ? store.transact(work) : Promise.reject(failing.with);
      const failingStore = new Proxy(store, {
        get: (target, name) => {
          if (name === "transact") return transact;
          const member: unknown = Reflect.get(target, name);
          return typeof member === "function" ? member.bind(target) : member;
        },
      });
      return { store: failingStore, failing };
    }

    function openOverFailingStore(
      behaviour: Behaviour,
      clock = systemClock() as FakeClock | ReturnType<typeof systemClock>,
    ) {
      engine = openEngine(behaviour, { clock });
      const { store, failing } = failingStore(engine.store);
      const { registry, plugins } = workPlugins(behaviour, clock);
      const notes: string[] = [];
      const service = new ExecutionService({
        store,
        catalog: registry,
        plugins,
        governance: developmentAllow,
        clock,
        log: (message) => notes.push(message),
        limits: { closeWaitMsMax: 0 },
      });
      return { service, store, failing, notes };
    }

    const full = new StoreError("WRITE_FAILED", "The disk is full.");

    it("accepts nothing: the caller gets the failure, and nothing runs", async () => {
      let calls = 0;
      const { service, failing } = openOverFailingStore(async () => {
        calls += 1;
        return {};
      });
      failing.with = full;
      await expect(service.invoke({ target: repeat, input: {} }, ann)).rejects.toBe(full);
      delete failing.with;
      expect(calls).toBe(0);
      expect(service.listExecutions({}).items).toEqual([]);
      expect(await service.invoke({ target: repeat, input: {} }, ann)).toMatchObject({ state: "COMPLETED" });
    });

    it("holds a result back and writes it again until it is on disk; until then the run is RUNNING", async () => {
      const clock = new FakeClock();
      const gate = Promise.withResolvers<object>();
      let calls = 0;
      const { service, failing, notes } = openOverFailingStore(() => {
        calls += 1;
        return gate.promise;
      }, clock);
      const { invocation_id } = await service.invoke({ target: repeat, input: {}, mode: "ASYNC" }, ann);
      failing.with = full;
      gate.resolve({ ended: true });
      for (let tries = 1; tries <= 3; tries += 1) {
        await until(() => notes.length === tries && clock.pending.includes(1000));
        expect(service.status({ invocation_id }, ann).state).toBe("RUNNING");
        clock.advance(1000);
      }
      await until(() => notes.length === 4);
      delete failing.with;
      clock.advance(1000);
      await until(() => service.status({ invocation_id }, ann).state === "COMPLETED");
      expect(service.status({ invocation_id }, ann).output).toEqual({ ended: true });
      expect(calls).toBe(1);
    });

    it("gives a run up when the journal stays away: its caller is told, and on disk it stays open for the next start", async () => {
      const clock = new FakeClock();
      const gate = Promise.withResolvers<object>();
      const { service, store, failing, notes } = openOverFailingStore(() => gate.promise, clock);
      const waiting = service.invoke({ target: repeat, input: {}, timeout_ms: 3_600_000 }, ann);
      const refusal = expect(waiting).rejects.toMatchObject({ code: "INTERNAL" });
      await until(() => store.openRuns().length === 1 && clock.pending.length > 1);
      failing.with = full;
      gate.resolve({});
      for (let tries = 1; tries <= 60; tries += 1) {
        await until(() => notes.length === tries && clock.pending.includes(1000));
        clock.advance(1000);
      }
      await refusal;
      delete failing.with;
      const [open] = store.openRuns();
      expect(open).toMatchObject({ state: "RUNNING" });
      expect(clock.pending).toEqual([]);
      await expect(service.cancel({ invocation_id: open!.invocation_id }, ann)).rejects.toMatchObject({
        code: "INTERNAL",
      });
    });
  });
});

const attemptsMax = 2;

interface Fate {
  readonly dependsOn: readonly number[];
  readonly optional: boolean;
  /** How many attempts fail before one succeeds; with 2 of them the step fails. */
  readonly failures: number;
  /** For how many turns of the event loop each attempt runs. */
  readonly turns: number;
}

const plans = fc.array(
  fc.record({
    dependsOn: fc.array(fc.nat(20), { maxLength: 3 }),
    optional: fc.boolean(),
    failures: fc.constantFrom(0, 0, 0, 1, attemptsMax),
    turns: fc.nat(4),
  }),
  { minLength: 1, maxLength: 20 },
);

interface Generated {
  readonly fates: readonly Fate[];
  /** Of each step: only steps before it, so that there is no cycle. */
  readonly dependencies: readonly (readonly number[])[];
  readonly expected: readonly ExecutionState[];
  /** How often each step was called. */
  readonly calls: number[];
  readonly ended: Set<number>;
  /** Dependencies that had not ended when a step began. */
  readonly tooEarly: number[];
}

function generated(fates: readonly Fate[]): Generated {
  const dependencies = fates.map(({ dependsOn }, index) => [
    ...new Set(index === 0 ? [] : dependsOn.map((each) => each % index)),
  ]);
  const expected: ExecutionState[] = [];
  fates.forEach(({ failures }, index) => {
    // An optional dependency satisfies in any end; a required one that did not complete leaves the step CANCELLED.
    const satisfied = dependencies[index]!.every((each) => expected[each] === "COMPLETED" || fates[each]!.optional);
    expected.push(!satisfied ? "CANCELLED" : failures >= attemptsMax ? "FAILED" : "COMPLETED");
  });
  return { fates, dependencies, expected, calls: fates.map(() => 0), ended: new Set(), tooEarly: [] };
}
