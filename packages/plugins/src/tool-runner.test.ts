import { abortGraceMs } from "@oap/orchestrator";
import type { CapabilityDescriptor, JsonValue } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import type { AttemptOutcome, AttemptRequest } from "./attempt.ts";
import { publicMessageLengthMax } from "./attempt-failure.ts";
import { abandonedRunsMax, waitingAttemptsMax } from "./attempt-slots.ts";
import { type CapabilityContext, type CapabilityRun, definePlugin, type PayloadChecks } from "./define-plugin.ts";
import { PluginError, type PluginErrorOptions } from "./plugin-error.ts";
import { PluginRegistry } from "./plugin-registry.ts";
import { PluginService } from "./plugin-service.ts";
import type { ToolRunnerPorts } from "./tool-runner.ts";

type Run = (input: { text: string }, context: CapabilityContext) => Promise<unknown>;

const contract: CapabilityDescriptor = {
  name: "shout",
  version: "1.2.3",
  type: "test",
  description: "Says it loudly.",
  input: { type: "object", properties: { text: { type: "string", minLength: 1 } }, required: ["text"] },
  output: { type: "object", properties: { loud: { type: "string" } }, required: ["loud"] },
  risk: "LOW",
  idempotent: true,
};

/** Time stands still until the test moves it. */
class ManualClock {
  #now = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly #timers = new Set<{ at: number; fire: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimer(at: number, fire: () => void): () => void {
    const timer = { at, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get openTimers(): number {
    return this.#timers.size;
  }

  async advance(ms: number): Promise<void> {
    await settle();
    this.#now += ms;
    for (const timer of [...this.#timers].sort((left, right) => left.at - right.at)) {
      if (timer.at <= this.#now && this.#timers.delete(timer)) timer.fire();
    }
    await settle();
  }
}

/** Lets everything that can go on without time go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

function setUp(
  run: Run,
  changes: Partial<CapabilityDescriptor> = {},
  ports: Partial<ToolRunnerPorts> = {},
  also: { readonly checks?: PayloadChecks } = {},
) {
  const registry = new PluginRegistry();
  const clock = new ManualClock();
  const failures: Parameters<NonNullable<ToolRunnerPorts["onFailure"]>>[0][] = [];
  const late: Parameters<NonNullable<ToolRunnerPorts["onLateResult"]>>[0][] = [];
  const logged: Parameters<NonNullable<ToolRunnerPorts["onLog"]>>[0][] = [];
  registry.register(
    definePlugin({
      module: "demo",
      capabilities: { shout: { contract: { ...contract, ...changes }, run: run as CapabilityRun, ...also } },
    }),
  );
  const service = new PluginService(registry, {
    clock,
    onFailure: (failure) => failures.push(failure),
    onLateResult: (result) => late.push(result),
    onLog: (entry) => logged.push(entry),
    ...ports,
  });
  const invoke = (input: JsonValue = { text: "hi" }, request: Partial<AttemptRequest> = {}): Promise<AttemptOutcome> =>
    service.run({
      target: { module_id: "demo", capability: "shout", version: "1.2.3" },
      input,
      attempt: 1,
      idempotency_key: "key-1",
      timeout_ms: 1000,
      signal: new AbortController().signal,
      ...request,
    });
  const state = () => registry.modules()[0]!.state;
  const metrics = () => registry.modules()[0]!.metrics;
  return { registry, clock, failures, late, logged, invoke, state, metrics };
}

const shout: Run = async ({ text }) => ({ loud: text.toUpperCase() });
const never = () => new Promise<never>(() => {});

function failed(outcome: AttemptOutcome) {
  if (outcome.ok) throw new Error(`expected a failure, and it succeeded with ${JSON.stringify(outcome.output)}`);
  expect(validators.ExecutionErrorInfo(outcome.error)).toEqual([]);
  expect(validators.PublicPluginErrorEnvelope(outcome.error.details)).toEqual([]);
  return outcome;
}

function throwing(thrown: unknown): Run {
  return async () => {
    throw thrown;
  };
}

describe("a run that succeeds", () => {
  it("gives the output, counts a success and leaves the plugin INITIALIZED", async () => {
    const { invoke, state, metrics, clock } = setUp(shout);
    expect(state()).toBe("LOADED");
    expect(await invoke()).toEqual({ ok: true, output: { loud: "HI" } });
    expect(state()).toBe("INITIALIZED");
    expect(metrics()).toMatchObject({ open: 0, success: 1, error: 0 });
    expect(clock.openTimers).toBe(0);
  });

  it("shows RUNNING while it is open, and measures how long it took", async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const { invoke, state, metrics, clock } = setUp(() => promise);
    const outcome = invoke();
    await clock.advance(30);
    expect(state()).toBe("RUNNING");
    resolve({ loud: "!" });
    await outcome;
    expect(metrics().duration_ms_total).toBe(30);
  });

  it("tells the plugin its attempt, its key and its deadline", async () => {
    let seen: CapabilityContext | undefined;
    const { invoke, clock } = setUp(async (_, context) => {
      seen = context;
      return { loud: "" };
    });
    await invoke({ text: "x" }, { attempt: 3, idempotency_key: "key-9", timeout_ms: 700 });
    expect(seen).toMatchObject({ attempt: 3, idempotencyKey: "key-9", deadline: clock.now() + 700 });
    expect(seen?.signal.aborted).toBe(false);
  });

  it("hands on what the plugin logs, with its attempt", async () => {
    const { invoke, logged } = setUp(async (_, context) => {
      context.log("half way", { percent: 50 });
      return { loud: "" };
    });
    await invoke();
    expect(logged).toMatchObject([
      { message: "half way", fields: { percent: 50 }, attempt: 1, target: { module_id: "demo" } },
    ]);
  });

  it("gives the plugin a copy of the input, and keeps a copy of the output", async () => {
    const returned = { loud: "kept" };
    const { invoke } = setUp(async (input) => {
      input.text = "changed";
      return returned;
    });
    const input = { text: "original" };
    const outcome = await invoke(input);
    returned.loud = "changed afterwards";
    expect(input).toEqual({ text: "original" });
    expect(outcome).toEqual({ ok: true, output: { loud: "kept" } });
  });
});

describe("validation", () => {
  it.each<[string, JsonValue, string, string]>([
    ["a missing member", {}, "", "required"],
    ["an empty text", { text: "" }, "/text", "minLength"],
    ["a list", [], "", "type"],
    ["null", null, "", "type"],
  ])("refuses %s as input, without running the plugin", async (_, input, pointer, keyword) => {
    let runs = 0;
    const { invoke, state } = setUp(async () => {
      runs++;
      return { loud: "" };
    });
    const outcome = failed(await invoke(input));
    expect(outcome).toMatchObject({
      retryable: false,
      error: {
        reason: "VALIDATION_ERROR",
        details: { error: { type: "ValidationError", plugin: "demo", details: { issues: [{ pointer, keyword }] } } },
      },
    });
    expect(runs).toBe(0);
    expect(state()).toBe("FAILED");
  });

  it("lists every issue of the input", async () => {
    const outcome = failed(
      await setUp(shout, { input: { ...contract.input, additionalProperties: false } }).invoke({ text: "", a: 1 }),
    );
    expect(outcome.error.details).toMatchObject({
      error: { details: { issues: [{ pointer: "/text" }, { pointer: "" }] } },
    });
    expect(outcome.error.message).toBe(
      "The input of demo.shout is wrong. At `/text`: It must have at least 1 characters. And 1 more.",
    );
  });

  it("says in one sentence what a validator of its own finds wrong", async () => {
    const checks = { input: () => validators.TextStatisticsInput({}), output: () => [] };
    const { invoke } = setUp(shout, {}, {}, { checks });
    expect(failed(await invoke()).error.message).toBe(
      "The input of demo.shout is wrong. At the root: `text` is missing.",
    );
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "loud"],
    ["a list", [{ loud: "" }]],
    ["an object that does not match", { loud: 1 }],
    ["an object that lacks a member", {}],
    ["a Date", new Date(0)],
    ["a function", () => ({ loud: "" })],
    ["a cycle", cyclic],
    ["a BigInt inside", { loud: "", big: 1n }],
    ["NaN inside", { loud: "", number: Number.NaN }],
    ["a lone surrogate", { loud: "\ud800" }],
    ["more than a body may hold", { loud: "x".repeat(5 * 1024 * 1024) }],
  ])("never passes on an output that is %s", async (_, returned) => {
    const { invoke, state, metrics } = setUp(async () => returned);
    expect(failed(await invoke())).toMatchObject({
      retryable: false,
      error: { reason: "VALIDATION_ERROR", details: { error: { type: "ValidationError" } } },
    });
    expect(state()).toBe("FAILED");
    expect(metrics()).toMatchObject({ open: 0, success: 0, error: 1 });
  });
});

describe("the error envelope", () => {
  it("has the members of the execution governance document, and the traceback only for the log", async () => {
    const { invoke, failures } = setUp(
      throwing(new PluginError("The printer is out of paper.", { details: { tray: 2 } })),
    );
    const outcome = failed(await invoke());
    expect(outcome.error).toEqual({
      reason: "RUNTIME_ERROR",
      message: "The printer is out of paper.",
      details: {
        error: {
          type: "PluginError",
          message: "The printer is out of paper.",
          details: { tray: 2 },
          plugin: "demo",
          timestamp: "2026-01-02T03:04:05.000Z",
        },
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/_internal|traceback|tool-runner/);
    expect(failures).toHaveLength(1);
    expect(validators.PluginErrorEnvelope(failures[0]?.envelope)).toEqual([]);
    expect(failures[0]?.envelope._internal.traceback).toMatch(/tool-runner\.test/);
  });

  it("has the public reason of an error of another copy of this package, which a plugin may bring", async () => {
    const copy = "./plugin-error.ts?copy";
    const other: typeof import("./plugin-error.ts") = await import(copy);
    expect(other.PluginError).not.toBe(PluginError);
    const outcome = failed(await setUp(throwing(new other.PluginError("The printer is out of paper."))).invoke());
    expect(outcome.error.message).toBe("The printer is out of paper.");
  });

  class DatabaseError extends Error {
    override readonly name = "DatabaseError";
  }
  it.each<[string, unknown, string]>([
    ["an Error", new Error("password=hunter2"), "The plugin failed with Error."],
    ["an Error of its own class", new DatabaseError("password=hunter2"), "The plugin failed with DatabaseError."],
    ["a TypeError", new TypeError("hunter2 is not a function"), "The plugin failed with TypeError."],
    [
      "an Error with a talkative name",
      Object.assign(new Error(), { name: "hunter2 was wrong" }),
      "The plugin failed with Error.",
    ],
    ["a text", "hunter2", "The plugin failed with a value that is not an Error."],
    ["undefined", undefined, "The plugin failed with a value that is not an Error."],
  ])("keeps the message of %s inside", async (_, thrown, message) => {
    const outcome = failed(await setUp(throwing(thrown)).invoke());
    expect(outcome.error).toMatchObject({
      reason: "RUNTIME_ERROR",
      message,
      details: { error: { type: "ExecutionError" } },
    });
    expect(outcome.retryable).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  it("keeps the cause of a public error inside, and logs it", async () => {
    const { invoke, failures } = setUp(throwing(new PluginError("No.", { cause: new Error("password=hunter2") })));
    expect(JSON.stringify(await invoke())).not.toContain("hunter2");
    expect(failures[0]?.envelope._internal.traceback).toContain("hunter2");
  });

  it("wraps an exception that is thrown before the plugin returns a promise", async () => {
    const { invoke } = setUp(() => {
      throw new RangeError("at once");
    });
    expect(failed(await invoke()).error.message).toBe("The plugin failed with RangeError.");
  });

  it("cuts long public messages and drops details that are not JSON", async () => {
    const details = { self: {} as object };
    details.self = details;
    const options = { details } as unknown as PluginErrorOptions;
    const outcome = failed(await setUp(throwing(new PluginError("x".repeat(100_000), options))).invoke());
    expect(outcome.error.message).toHaveLength(publicMessageLengthMax);
    expect(outcome.error.details).toMatchObject({ error: { details: {} } });
  });

  it("cuts no character of a public message in two, which no hash could be made of", async () => {
    const message = `${"x".repeat(publicMessageLengthMax - 1)}\u{1F600}`;
    const { error } = failed(await setUp(throwing(new PluginError(message))).invoke());
    expect(error.message.isWellFormed()).toBe(true);
  });

  it("survives an exception that cannot even be looked at", async () => {
    const hostile = new Proxy(new Error("x"), {
      get() {
        throw new Error("hunter2");
      },
    });
    const outcome = failed(await setUp(throwing(hostile)).invoke());
    expect(outcome.error.reason).toBe("RUNTIME_ERROR");
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  it("is the same when a listener fails", async () => {
    const registry = new PluginRegistry();
    const run = throwing(new PluginError("No."));
    registry.register(
      definePlugin({ module: "demo", capabilities: { shout: { contract, run: run as CapabilityRun } } }),
    );
    const service = new PluginService(registry, {
      clock: new ManualClock(),
      onFailure: () => {
        throw new Error("the log is full");
      },
    });
    const outcome = await service.run({
      target: { module_id: "demo", capability: "shout", version: "1.2.3" },
      input: { text: "x" },
      attempt: 1,
      idempotency_key: "k",
      timeout_ms: 10,
      signal: new AbortController().signal,
    });
    expect(failed(outcome).error.message).toBe("No.");
  });
});

describe("retryable", () => {
  it.each<[PluginErrorOptions, boolean, boolean]>([
    [{}, false, false],
    [{ nothingHappened: true }, false, false],
    [{ retryable: true }, true, false],
    [{ retryable: true, nothingHappened: true }, true, true],
    [{ retryable: true, nothingHappened: true, reason: "UPSTREAM_UNAVAILABLE" }, true, true],
    [{ retryable: true, nothingHappened: true, reason: "VALIDATION_ERROR" }, false, false],
    [{ retryable: true, nothingHappened: true, reason: "CONSTRAINT_VIOLATION" }, false, false],
  ])("for %o is %s if the capability is idempotent and %s if not", async (options, idempotent, otherwise) => {
    const run = throwing(new PluginError("No.", options));
    expect(failed(await setUp(run, { idempotent: true }).invoke())).toMatchObject({
      retryable: idempotent,
      error: { reason: options.reason ?? "RUNTIME_ERROR" },
    });
    expect(failed(await setUp(run, { idempotent: false }).invoke()).retryable).toBe(otherwise);
  });
});

describe("the time limit", () => {
  it("aborts the plugin and reports a timeout", async () => {
    const { invoke, clock, state, late } = setUp(
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    const outcome = invoke({ text: "x" }, { timeout_ms: 500 });
    await clock.advance(499);
    expect(state()).toBe("RUNNING");
    await clock.advance(1);
    expect(failed(await outcome)).toMatchObject({
      timed_out: true,
      retryable: true,
      error: {
        reason: "RUNTIME_ERROR",
        message: "The attempt did not end within 500 ms.",
        details: { error: { type: "ExecutionError" } },
        underlying_error: { code: "DEADLINE_EXCEEDED" },
      },
    });
    expect(state()).toBe("FAILED");
    expect(late).toEqual([]);
    expect(clock.openTimers).toBe(0);
  });

  it("is not worth a retry where running twice may do more than running once", async () => {
    const { invoke, clock } = setUp(never, { idempotent: false });
    const outcome = invoke();
    await clock.advance(1000);
    await clock.advance(abortGraceMs);
    expect(failed(await outcome)).toMatchObject({ timed_out: true, retryable: false });
  });

  it("drops a result that comes in the grace, and notes it", async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const { invoke, clock, late } = setUp(() => promise);
    const outcome = invoke();
    await clock.advance(1000);
    resolve({ loud: "too late" });
    expect(failed(await outcome).timed_out).toBe(true);
    expect(late).toMatchObject([{ ended: "fulfilled", idempotency_key: "key-1" }]);
  });

  it.each(["fulfilled", "rejected"] as const)(
    "abandons a plugin that ignores its abort, drops what it does later (%s), and notes it",
    async (end) => {
      const { promise, resolve, reject } = Promise.withResolvers<object>();
      const { invoke, clock, late, state, metrics } = setUp(() => promise);
      const outcome = invoke();
      await clock.advance(1000);
      await clock.advance(abortGraceMs);
      expect(failed(await outcome).timed_out).toBe(true);
      expect(late).toEqual([]);
      expect(state()).toBe("FAILED");
      if (end === "fulfilled") resolve({ loud: "too late" });
      else reject(new Error("too late"));
      await settle();
      expect(late).toMatchObject([{ ended: end, attempt: 1, target: { capability: "shout" } }]);
      expect(metrics()).toMatchObject({ open: 0, success: 0, error: 1 });
      expect(clock.openTimers).toBe(0);
    },
  );
});

describe("a plugin that holds the event loop beyond its time", () => {
  /** Time goes on while the plugin blocks, and no timer fires. */
  function blocking(ms: number, end: () => object) {
    let now = 0;
    const clock = { now: () => now, setTimer: () => () => {} };
    return setUp(
      async () => {
        now += ms;
        return end();
      },
      {},
      { clock },
    );
  }

  it("is timed out by the clock, and what it returned is dropped and noted", async () => {
    const { invoke, late, metrics } = blocking(1000, () => ({ loud: "late" }));
    expect(failed(await invoke())).toMatchObject({
      timed_out: true,
      retryable: true,
      error: { underlying_error: { code: "DEADLINE_EXCEEDED" } },
    });
    expect(late).toMatchObject([{ ended: "fulfilled" }]);
    expect(metrics()).toMatchObject({ open: 0, success: 0, error: 1 });
  });

  it("is timed out when it throws then", async () => {
    const { invoke, late } = blocking(1001, () => {
      throw new PluginError("No.", { reason: "CONSTRAINT_VIOLATION" });
    });
    expect(failed(await invoke()).timed_out).toBe(true);
    expect(late).toMatchObject([{ ended: "rejected" }]);
  });

  it("is fine up to its last millisecond", async () => {
    expect(await blocking(999, () => ({ loud: "in time" })).invoke()).toMatchObject({ ok: true });
  });
});

describe("abort from outside", () => {
  it("aborts the plugin's signal, and counts neither success nor error", async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const { invoke, state, metrics } = setUp((_, { signal }) => {
      seen = signal;
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    const outcome = invoke({ text: "x" }, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(failed(await outcome)).toMatchObject({ cancelled: true, retryable: false });
    expect(seen?.aborted).toBe(true);
    expect(metrics()).toMatchObject({ open: 0, success: 0, error: 0, cancelled: 1 });
    expect(state()).toBe("LOADED");
  });

  it("abandons a plugin that ignores it", async () => {
    const controller = new AbortController();
    const { invoke, clock } = setUp(never);
    const outcome = invoke({ text: "x" }, { signal: controller.signal });
    await settle();
    controller.abort();
    await clock.advance(abortGraceMs);
    expect(failed(await outcome).cancelled).toBe(true);
  });

  it("does not start the plugin if it comes first", async () => {
    let runs = 0;
    const { invoke } = setUp(async () => {
      runs++;
      return { loud: "" };
    });
    expect(failed(await invoke({ text: "x" }, { signal: AbortSignal.abort() })).cancelled).toBe(true);
    expect(runs).toBe(0);
  });
});

describe("the kill switch (INV-EXE-4)", () => {
  it("denies the attempt without running the plugin, and nothing has happened", async () => {
    let runs = 0;
    const seen: object[] = [];
    const run: Run = async () => {
      runs++;
      return { loud: "" };
    };
    const isKilled = (target: object) => seen.push(target) > 0;
    const { invoke, metrics } = setUp(run, { concurrency: 1 }, { isKilled });
    for (let index = 0; index < 3; index++) {
      expect(failed(await invoke())).toMatchObject({
        retryable: false,
        error: { reason: "POLICY_DENIED", underlying_error: { code: "KILL_SWITCH_ACTIVE" } },
      });
    }
    expect(runs).toBe(0);
    expect(seen[0]).toEqual({ module_id: "demo", capability: "shout", version: "1.2.3" });
    expect(metrics()).toMatchObject({ open: 0, error: 3 });
  });

  it("takes effect on an attempt that waits for its slot", async () => {
    let killed = false;
    const { promise, resolve } = Promise.withResolvers<object>();
    const { invoke } = setUp(() => promise, { concurrency: 1 }, { isKilled: () => killed });
    const first = invoke();
    const second = invoke();
    await settle();
    killed = true;
    resolve({ loud: "" });
    expect((await first).ok).toBe(true);
    expect(failed(await second).error.reason).toBe("POLICY_DENIED");
  });

  it("that cannot be read is on, and keeps no slot", async () => {
    let broken = true;
    const isKilled = () => {
      if (broken) throw new Error("hunter2");
      return false;
    };
    const { invoke } = setUp(shout, { concurrency: 1 }, { isKilled });
    const outcome = failed(await invoke());
    expect(outcome).toMatchObject({ retryable: false, error: { reason: "POLICY_DENIED" } });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
    broken = false;
    expect((await invoke()).ok).toBe(true);
  });
});

describe("the concurrency bound of a capability", () => {
  function gate() {
    const open: ((output: object) => void)[] = [];
    const order: string[] = [];
    let most = 0;
    const run: Run = ({ text }) => {
      order.push(text);
      return new Promise<object>((resolve) => {
        open.push(resolve);
        most = Math.max(most, open.length);
      });
    };
    const endOne = () => open.shift()?.({ loud: "" });
    return { run, open, order, endOne, most: () => most };
  }

  it("lets at most so many run at once, and the others in the order in which they came", async () => {
    const { run, open, order, endOne, most } = gate();
    const { invoke, state } = setUp(run, { concurrency: 3 });
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`);
    const outcomes = Promise.all(texts.map((text) => invoke({ text })));
    await settle();
    expect(open).toHaveLength(3);
    for (const _ of texts) {
      endOne();
      await settle();
    }
    expect((await outcomes).every(({ ok }) => ok)).toBe(true);
    expect(most()).toBe(3);
    expect(order).toEqual(texts);
    expect(state()).toBe("INITIALIZED");
  });

  it("does not count the waiting as the plugin's time", async () => {
    const { run, endOne } = gate();
    const { invoke, clock } = setUp(run, { concurrency: 1 });
    const first = invoke({ text: "1" });
    const second = invoke({ text: "2" });
    await clock.advance(900);
    endOne();
    await clock.advance(900);
    endOne();
    expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  });

  it("asks once more whether an attempt that had to wait may begin, and hands its slot on where it may not", async () => {
    const { run, order, endOne } = gate();
    const { invoke } = setUp(run, { concurrency: 1 });
    const asked: string[] = [];
    const mayBegin = (text: string, may: boolean) => () => {
      asked.push(text);
      return may;
    };
    const first = invoke({ text: "1" }, { mayBegin: mayBegin("1", false) });
    const second = invoke({ text: "2" }, { mayBegin: mayBegin("2", false) });
    const third = invoke({ text: "3" }, { mayBegin: mayBegin("3", true) });
    await settle();
    endOne();
    expect(failed(await second)).toMatchObject({ cancelled: true });
    await settle();
    endOne();
    expect([(await first).ok, (await third).ok, order, asked]).toEqual([true, true, ["1", "3"], ["2", "3"]]);
  });

  it("does not begin an attempt of which nobody can say whether it may, and hands its slot on", async () => {
    const { run, order, endOne } = gate();
    const { invoke } = setUp(run, { concurrency: 1 });
    const unanswerable = () => {
      throw new Error("The policies cannot be read.");
    };
    const first = invoke({ text: "1" });
    const second = invoke({ text: "2" }, { mayBegin: unanswerable });
    const third = invoke({ text: "3" });
    await settle();
    endOne();
    expect(failed(await second).error.reason).toBe("RUNTIME_ERROR");
    await settle();
    endOne();
    expect([(await first).ok, (await third).ok, order]).toEqual([true, true, ["1", "3"]]);
  });

  it("takes an attempt that is aborted out of the queue", async () => {
    const { run, order, endOne } = gate();
    const { invoke } = setUp(run, { concurrency: 1 });
    const controller = new AbortController();
    const first = invoke({ text: "1" });
    const second = invoke({ text: "2" }, { signal: controller.signal });
    const third = invoke({ text: "3" });
    await settle();
    controller.abort();
    expect(failed(await second)).toMatchObject({ cancelled: true });
    endOne();
    await settle();
    endOne();
    expect([(await first).ok, (await third).ok]).toEqual([true, true]);
    expect(order).toEqual(["1", "3"]);
  });

  it("refuses what does not fit the queue: it may be tried again, and nothing has happened", async () => {
    const { run, endOne } = gate();
    const { invoke } = setUp(run, { concurrency: 1, idempotent: false });
    const waiting = Array.from({ length: 1 + waitingAttemptsMax }, () => invoke());
    await settle();
    expect(failed(await invoke())).toMatchObject({
      retryable: true,
      error: { reason: "UPSTREAM_UNAVAILABLE", underlying_error: { code: "OVERLOADED" } },
    });
    const outcomes = Promise.all(waiting);
    const interval = setInterval(endOne, 0);
    for (let index = 0; index <= waitingAttemptsMax; index++) {
      endOne();
      await new Promise(setImmediate);
    }
    clearInterval(interval);
    expect((await outcomes).every(({ ok }) => ok)).toBe(true);
  });

  it("is kept for each capability and frees the slot of an abandoned run", async () => {
    let hang = true;
    const { invoke, clock } = setUp(async () => (hang ? never() : { loud: "" }), { concurrency: 1 });
    const first = invoke();
    await clock.advance(1000);
    await clock.advance(abortGraceMs);
    await first;
    hang = false;
    expect((await invoke()).ok).toBe(true);
  });

  it("makes the plugin UNAVAILABLE when too many abandoned runs are still open, until one ends", async () => {
    const ends: ((output: object) => void)[] = [];
    const { invoke, clock, state } = setUp(() => new Promise((resolve) => ends.push(resolve)), { concurrency: 1000 });
    const outcomes = Promise.all(Array.from({ length: abandonedRunsMax }, () => invoke()));
    await clock.advance(1000);
    await clock.advance(abortGraceMs);
    await outcomes;
    expect(state()).toBe("UNAVAILABLE");
    expect(failed(await invoke())).toMatchObject({ retryable: true, error: { reason: "UPSTREAM_UNAVAILABLE" } });
    expect(ends).toHaveLength(abandonedRunsMax);
    ends[0]?.({});
    await settle();
    expect(state()).toBe("FAILED");
  });
});

describe("a target that cannot be run", () => {
  it.each([
    [{ module_id: "nope", capability: "shout", version: "1.2.3" }, "MODULE_NOT_FOUND"],
    [{ module_id: "demo", capability: "nope", version: "1.2.3" }, "CAPABILITY_NOT_FOUND"],
    [{ module_id: "demo", capability: "shout", version: "9.9.9" }, "VERSION_NOT_FOUND"],
  ])("%o fails with %s", async (target, code) => {
    expect(failed(await setUp(shout).invoke({ text: "x" }, { target }))).toMatchObject({
      retryable: false,
      error: { reason: "UPSTREAM_UNAVAILABLE", underlying_error: { code } },
    });
  });

  it("of a module elsewhere fails with UPSTREAM_UNAVAILABLE", async () => {
    const { registry, invoke } = setUp(shout);
    registry.registerRemote("far", [contract]);
    const target = { module_id: "far", capability: "shout", version: "1.2.3" };
    expect(failed(await invoke({ text: "x" }, { target })).error).toMatchObject({
      reason: "UPSTREAM_UNAVAILABLE",
      underlying_error: { code: "UPSTREAM_UNAVAILABLE" },
    });
    expect(registry.modules().find(({ module_id }) => module_id === "far")).toMatchObject({ state: "UNAVAILABLE" });
  });
});
