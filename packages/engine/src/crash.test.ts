import { type ChildProcess, spawn } from "node:child_process";
import { once as event } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PluginError } from "@oap/plugins";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

describe("after a crash", () => {
  let dataDir: string;
  let child: ChildProcess | undefined;
  let engine: EngineUnderTest | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "oap-crash-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await engine?.close();
    child = undefined;
    engine = undefined;
    rmSync(dataDir, { recursive: true });
  });

  /** Runs a control plane in another process, and kills it with SIGKILL as soon as its output says so. */
  async function crash(mode: string, enough: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
    const script = fileURLToPath(new URL("./testing/crashing-process.ts", import.meta.url));
    const process_ = spawn(process.execPath, ["--conditions=source", script, mode, dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = process_;
    let text = "";
    const lines = (): string[] => text.split("\n").slice(0, -1);
    process_.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (enough(lines())) process_.kill("SIGKILL");
    });
    const [, signal] = await event(process_, "close");
    expect(signal).toBe("SIGKILL");
    return lines();
  }

  it("everything that was acknowledged is there, as it was acknowledged", async () => {
    const lines = await crash("acknowledge", (said) => said.length >= 40);
    engine = openEngine(async () => ({}), { dataDir });
    const { store } = engine;
    for (const line of lines) {
      const [mode, invocationId = ""] = line.split(" ");
      const run = store.run(invocationId);
      expect(run).toBeDefined();
      expect(store.events(invocationId)[0]?.event.type).toBe("run.accepted");
      expect(store.execution(run!.execution_id)?.run_id).toBe(invocationId);
      if (mode === "sync") expect(run).toMatchObject({ state: "COMPLETED", output: { got: expect.anything() } });
    }
  });

  it("a plan finishes: completed steps do not run again, idempotent ones do, of others the outcome is not known", async () => {
    const lines = await crash("hang", (said) => said.includes("started hangs") && said.includes("started hangs_once"));
    const invocation_id = lines.find((line) => line.startsWith("applied "))!.slice("applied ".length);
    const effects = join(dataDir, "effects");
    engine = openEngine(
      async (input) => {
        appendFileSync(effects, `${String(input.step)}\n`);
        return { by: "second process" };
      },
      { dataDir },
    );
    const { service, store } = engine;
    expect(await service.recover()).toEqual([{ invocation_id, plan_id: "crash", state: "RUNNING" }]);
    await until(() => service.status({ invocation_id }, ann).state !== "RUNNING");
    expect(service.status({ invocation_id }, ann)).toMatchObject({
      state: "COMPLETED",
      output: { last: { by: "second process" } },
    });
    expect(service.planStatus({ invocation_id }, ann).step_states).toMatchObject([
      { step_id: "done", state: "COMPLETED" },
      { step_id: "hangs", state: "COMPLETED" },
      { step_id: "hangs_once", state: "FAILED", error: { reason: "UNKNOWN" } },
      { step_id: "last", state: "COMPLETED" },
    ]);
    expect(readFileSync(effects, "utf8").trim().split("\n").sort()).toEqual([
      "done",
      "hangs",
      "hangs",
      "hangs_once",
      "last",
    ]);
    expect(store.execution(store.run(invocation_id)!.execution_id)?.status).toBe("completed");
    expect(store.openRuns()).toEqual([]);
  });
});

describe("a run that was left open", () => {
  let engine: EngineUnderTest;
  afterEach(() => engine.remove());

  /** Leaves a run open in a store, as a process that died would have, and opens the store again. */
  async function reopen(
    target: typeof repeat | typeof once,
    behaviour: Behaviour,
    clock: FakeClock,
    timeout_ms = 1000,
  ): Promise<string> {
    engine = openEngine((_, context) => untilAborted(context), { clock });
    const { invocation_id } = await engine.service.invoke({ target, input: {}, mode: "ASYNC", timeout_ms }, ann);
    await engine.close();
    engine = openEngine(behaviour, { clock, dataDir: engine.dataDir });
    return invocation_id;
  }

  it("resumes with the same attempt and key where its capability is idempotent", async () => {
    const calls: [number, string][] = [];
    const clock = new FakeClock();
    const invocation_id = await reopen(
      repeat,
      async (_, { attempt, idempotencyKey }) => {
        calls.push([attempt, idempotencyKey]);
        return { resumed: true };
      },
      clock,
    );
    await engine.service.recover();
    await until(() => engine.service.status({ invocation_id }, ann).state === "COMPLETED");
    expect(calls).toEqual([[1, expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]]);
    expect(engine.store.events(invocation_id).map(({ event }) => event.type)).toEqual([
      "run.accepted",
      "run.recovered",
      "step.succeeded",
    ]);
  });

  it("is not run again where its capability is not idempotent, but FAILED with an unknown outcome", async () => {
    let calls = 0;
    const invocation_id = await reopen(
      once,
      async () => {
        calls += 1;
        return {};
      },
      new FakeClock(),
    );
    expect(await engine.service.recover()).toEqual([{ invocation_id, state: "FAILED" }]);
    expect(engine.service.status({ invocation_id }, ann)).toMatchObject({
      state: "FAILED",
      error: { reason: "UNKNOWN" },
    });
    expect(calls).toBe(0);
  });

  it("is TIMED_OUT without being started again where its deadline passed meanwhile", async () => {
    let calls = 0;
    const clock = new FakeClock();
    const invocation_id = await reopen(
      repeat,
      async () => {
        calls += 1;
        return {};
      },
      clock,
    );
    clock.advance(1000);
    expect(await engine.service.recover()).toEqual([{ invocation_id, state: "TIMED_OUT" }]);
    expect(calls).toBe(0);
  });

  it("keeps its deadline where that is still to come", async () => {
    const clock = new FakeClock();
    const invocation_id = await reopen(repeat, (_, context) => untilAborted(context), clock);
    clock.advance(600);
    await engine.service.recover();
    clock.advance(399);
    expect(engine.service.status({ invocation_id }, ann).state).toBe("RUNNING");
    clock.advance(1);
    await until(() => engine.service.status({ invocation_id }, ann).state === "TIMED_OUT");
  });

  it("keeps waiting for its next attempt, until the same time", async () => {
    const clock = new FakeClock();
    const busy: Behaviour = async (_, { attempt }) => {
      if (attempt === 1) throw new PluginError("busy", { retryable: true });
      return { attempt };
    };
    engine = openEngine(busy, { clock });
    const { dataDir } = engine;
    const plan = planOf("p", [step("a", [], { retry_policy: { max_attempts: 2, backoff_ms: 500 } })]);
    await engine.service.submitPlan({ plan }, ann);
    const { invocation_id } = await engine.service.applyPlan({ plan_id: "p", mode: "ASYNC" }, ann);
    await until(() => clock.pending.includes(500));
    await engine.close();
    clock.advance(200);
    engine = openEngine(busy, { clock, dataDir });
    await engine.service.recover();
    expect(clock.pending).toContain(300);
    clock.advance(300);
    await until(() => engine.service.status({ invocation_id }, ann).state === "COMPLETED");
    expect(engine.service.status({ invocation_id }, ann).output).toEqual({ a: { attempt: 2 } });
  });

  it("can be cancelled after it was taken up", async () => {
    const invocation_id = await reopen(repeat, (_, context) => untilAborted(context), new FakeClock());
    await engine.service.recover();
    expect(await engine.service.cancel({ invocation_id }, ann)).toMatchObject({ new_state: "CANCELLED" });
  });
});
