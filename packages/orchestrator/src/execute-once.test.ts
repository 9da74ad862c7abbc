import type { ExecutionPolicy, ExecutionReport, FinalDecision } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { execute } from "./execute.ts";
import { ExecutionLimits } from "./execution-limits.ts";
import { type ExecutionRecords, MemoryRecords } from "./execution-records.ts";
import type { Executor } from "./executor.ts";
import { actionIdempotencyKey } from "./idempotency-key.ts";
import { SimulatedClock } from "./testing/simulated-clock.ts";

const act: FinalDecision = { action: "ACT", allowed: true, reasons: [], params: { amount: 5 } };
const policy: ExecutionPolicy = { retry: { max_retries: 1 }, idempotency: { idempotency_enabled: true } };

function setUp(end: (attempt: number) => unknown = () => {}, records: ExecutionRecords = new MemoryRecords()) {
  const clock = new SimulatedClock();
  let runs = 0;
  const keys: (string | undefined)[] = [];
  const executor: Executor = ({ idempotencyKey }) => {
    keys.push(idempotencyKey);
    return end(runs++);
  };
  const call = (decision = act, context = {}, changes: ExecutionPolicy = {}, ports = {}) =>
    execute(decision, context, { ...policy, ...changes }, executor, { clock, records, ...ports });
  const go = (...given: Parameters<typeof call>): Promise<ExecutionReport> => clock.settle(call(...given));
  return { clock, records, keys, call, go, runs: () => runs };
}

const failing = (): never => {
  throw new Error("hunter2");
};

describe("an idempotency key", () => {
  it("is derived from the action, its parameters and the context, and is on every attempt", async () => {
    const { go, keys } = setUp(failing);
    const { attempts } = await go(act, { run: "r1" });
    const key = "sha256:b870ece3dcbf968aa896e24bd66da27e13199482d005e794ecb703181bef6400";
    expect(attempts.map(({ idempotency_key }) => idempotency_key)).toEqual([key, key]);
    expect(keys).toEqual([key, key]);
  });

  it("means nothing by the order of members, the time, the switch, or why it was decided", () => {
    const key = actionIdempotencyKey(act, { run: "r1", step: "s1" } as object);
    expect(actionIdempotencyKey(act, { step: "s1", run: "r1", now_ms: 5, ops_deny_actions: false } as object)).toBe(
      key,
    );
    expect(actionIdempotencyKey({ ...act, reasons: ["again"] }, { run: "r1", step: "s1" } as object)).toBe(key);
  });

  it.each<[string, FinalDecision, object]>([
    ["action", { ...act, action: "EXIT" }, {}],
    ["parameter", { ...act, params: { amount: 6 } }, {}],
    ["absence of parameters", { action: "ACT", allowed: true, reasons: [] }, {}],
    ["context", act, { run: "r2" }],
  ])("differs with another %s", (_, decision, context) => {
    expect(actionIdempotencyKey(decision, context)).not.toBe(actionIdempotencyKey(act, {}));
  });

  it("is absent where the policy leaves it off", async () => {
    const { go, keys } = setUp();
    const { attempts } = await go(act, {}, { idempotency: {} });
    expect(attempts[0]).not.toHaveProperty("idempotency_key");
    expect(keys).toEqual([undefined]);
  });

  it("cannot be derived from what is not JSON, and then nothing runs", async () => {
    const { go, runs } = setUp();
    expect(await go(act, { amount: 5n })).toMatchObject({ fail_closed: true, attempts: [] });
    expect(await go(act, { text: "\ud800" })).toMatchObject({ fail_closed: true, attempts: [] });
    expect(runs()).toBe(0);
  });
});

describe("a replay", () => {
  it("returns the recorded report and does not run the action again", async () => {
    const { go, runs, clock } = setUp((attempt) => (attempt === 0 ? failing() : undefined));
    const first = await go();
    await clock.advance(60_000);
    expect(await go()).toEqual(first);
    expect(first.attempts).toHaveLength(2);
    expect(runs()).toBe(2);
  });

  it("returns a recorded failure too", async () => {
    const { go, runs } = setUp(failing);
    const first = await go();
    expect(first.failed_count).toBe(1);
    expect(await go()).toEqual(first);
    expect(runs()).toBe(2);
  });

  it("is nothing that the rate limits count", async () => {
    const { go } = setUp();
    const limits = { limits: new ExecutionLimits() };
    const limited = { rate_limit: { global: { max_executions: 1, window_ms: 1000 } } };
    await go(act, {}, limited, limits);
    expect(await go(act, {}, limited, limits)).toMatchObject({ success_count: 1 });
    expect(await go(act, { run: "r2" }, limited, limits)).toMatchObject({ denied_count: 1 });
  });

  it("is denied like anything else while the kill switch is on", async () => {
    const { go } = setUp();
    await go();
    expect(await go(act, { ops_deny_actions: true })).toMatchObject({ denied_count: 1 });
  });

  it("cannot be changed by who got the report before", async () => {
    const { go } = setUp();
    const first = await go();
    const copy = structuredClone(first);
    first.attempts.length = 0;
    expect(await go()).toEqual(copy);
  });

  it("of what was never attempted runs", async () => {
    const { go, runs } = setUp();
    const limits = { limits: new ExecutionLimits() };
    const limited = { rate_limit: { global: { max_executions: 1, window_ms: 100 } } };
    await go(act, { run: "r0" }, limited, limits);
    expect(await go(act, {}, limited, limits)).toMatchObject({ markers: ["rate_limited"] });
    expect(await go(act, {}, {}, { signal: AbortSignal.abort() })).toMatchObject({ markers: ["aborted"] });
    expect(await go()).toMatchObject({ success_count: 1 });
    expect(runs()).toBe(2);
  });
});

describe("twins", () => {
  it("run once, and all get the one report", async () => {
    const { clock, call, runs } = setUp(() => clock.work(100));
    const reports = await clock.settle(Promise.all([call(), call(), call()]));
    expect(runs()).toBe(1);
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[2]).toEqual(reports[0]);
  });

  it("wait no longer than their own time, and leave nothing behind that others would wait for", async () => {
    const { clock, call, go, runs } = setUp(() => clock.work(100));
    const first = call();
    const second = call(act, {}, { timeout: { max_total_time_ms: 40 } });
    const third = call(act, {}, {}, { signal: AbortSignal.abort() });
    expect((await clock.settle(second)).markers).toEqual(["total_timeout"]);
    expect((await third).markers).toEqual(["aborted"]);
    const report = await clock.settle(first);
    expect(await go()).toEqual(report);
    expect(runs()).toBe(1);
    expect(clock.openTimers).toBe(0);
  });

  it("run in their turn if the first one was denied before it attempted anything", async () => {
    const { clock, call, runs } = setUp(() => clock.work(10));
    const limits = new ExecutionLimits();
    const limited: ExecutionPolicy = { rate_limit: { global: { max_executions: 1, window_ms: 50 } } };
    const reports = await clock.settle(
      Promise.all([
        call(act, { run: "other" }, limited, { limits }),
        call(act, {}, limited, { limits }),
        call(act, {}, {}, {}),
      ]),
    );
    expect(reports.map(({ markers }) => markers)).toEqual([undefined, ["rate_limited"], undefined]);
    expect(runs()).toBe(2);
  });
});

describe("INV-EXE-3: a record that cannot be relied on", () => {
  const never = new Promise<never>(() => {});
  const nothing = async () => undefined;

  it.each<[string, Partial<ExecutionRecords>, string]>([
    ["throws", { begin: failing }, "unrecorded"],
    ["rejects", { begin: async () => failing() }, "unrecorded"],
    ["answers garbage", { begin: async () => ({ success_count: 1 }) as never }, "unrecorded"],
    ["never answers", { begin: () => never }, "total_timeout"],
  ])("lets nothing run: one that %s", async (_, broken, marker) => {
    const { go, runs } = setUp(undefined, { begin: nothing, end: nothing, ...broken } as ExecutionRecords);
    const report = await go();
    expect(report).toMatchObject({ attempts: [], failed_count: 1, fail_closed: true, markers: [marker] });
    expect(JSON.stringify(report)).not.toContain("hunter2");
    expect(runs()).toBe(0);
  });

  it.each<[string, ExecutionRecords["end"]]>([
    ["throws", failing],
    ["rejects", async () => failing()],
    ["never answers", () => never],
  ])("is told when what happened could not be written: one that %s", async (_, end) => {
    const { go } = setUp(undefined, { begin: nothing, end });
    expect(await go()).toMatchObject({ success_count: 1, fail_closed: true, markers: ["unrecorded"] });
  });

  it("is given back what it hands out too late", async () => {
    const ended: [string, ExecutionReport | undefined][] = [];
    const records: ExecutionRecords = {
      begin: () => clock.work(500).then(() => undefined),
      end: async (...given) => void ended.push(given),
    };
    const { clock, go, runs } = setUp(undefined, records);
    await go(act, {}, { timeout: { max_total_time_ms: 100 } });
    await clock.advance(500);
    expect(ended).toEqual([[expect.stringMatching(/^sha256:/), undefined]]);
    expect(runs()).toBe(0);
  });
});

describe("records in memory", () => {
  it("are bounded: the oldest makes way", async () => {
    const { go, runs } = setUp(undefined, new MemoryRecords({ recordsMax: 2 }));
    for (const run of ["a", "b", "c"]) await go(act, { run });
    await go(act, { run: "c" });
    await go(act, { run: "b" });
    expect(runs()).toBe(3);
    await go(act, { run: "a" });
    expect(runs()).toBe(4);
  });
});
