import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompiledPlan, initialRun, type RunEvent, type RunState, transition } from "@oap/plan";
import type { CloudEvent } from "@oap/protocol";
import { events as knownEvents } from "@oap/protocol/events";
import { validators } from "@oap/protocol/validators";
import { openSqliteStore, type Store, type StoreTransaction } from "@oap/store";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EventJournal, EventStream, type EventStreamOptions, type EventSubscription } from "./event-stream.ts";
import { journalExecutionEvent } from "./execution-events.ts";
import { standing } from "./live-run.ts";
import { FakeClock } from "./testing/fake-clock.ts";

const start = Date.UTC(2026, 2, 1);
const deadline = start + 1_000_000;

let dataDir: string;
let store: Store;
let stream: EventStream;
/** How often the journal was read. */
let reads = 0;
let notes: string[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "oap-events-"));
  store = openSqliteStore({ dataDir });
  notes = [];
  stream = open();
});

afterEach(async () => {
  stream.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function open(options: Partial<EventStreamOptions> = {}): EventStream {
  return new EventStream({
    store: journal(),
    clock: new FakeClock(start),
    log: (note) => notes.push(note),
    ...options,
  });
}

function journal(): EventJournal {
  return {
    ...store,
    journalAfter: (position, limit) => {
      reads += 1;
      return store.journalAfter(position, limit);
    },
    journalOf: (invocationId, seq, limit) => store.journalOf(invocationId, seq, limit),
  };
}

/** Fans of steps that begin at once. */
function fan(steps: number, over: Partial<CompiledPlan> = {}): CompiledPlan {
  return {
    format: 1,
    kind: "plan",
    hash: `sha256:${"0".repeat(64)}`,
    metadata: {},
    fail_fast: false,
    max_parallel: 64,
    order: Array.from({ length: steps }, (_, index) => index),
    steps: Array.from({ length: steps }, (_, index) => ({
      step_id: `s${index}`,
      index,
      rank: index,
      target: { module_id: "work", capability: "repeat", version: "1.0.0" },
      idempotent: true,
      risk: "LOW",
      timeout_ms: 1_000,
      optional: false,
      dependencies: [],
      dependents: [],
      conditions: [],
      input: { kind: "literal", value: {} },
    })),
    ...over,
  };
}

interface Acceptance {
  readonly plan?: CompiledPlan;
  readonly planId?: string;
  readonly held?: readonly RunEvent[];
  readonly reused?: Extract<RunEvent, { type: "run.accepted" }>["reused"];
}

/** A run that a test steps by hand. Each call is one commit, as the driver makes it; nobody is poked. */
class WrittenRun {
  readonly id: string;
  state: RunState;
  seq = 0;

  constructor(id: string, plan: CompiledPlan) {
    this.id = id;
    this.state = initialRun(plan, id);
  }

  /** `held` are written with the acceptance, as the driver does with attempts that must wait for a human. */
  static async accept(id: string, { plan = fan(1), planId, held = [], reused }: Acceptance = {}): Promise<WrittenRun> {
    const run = new WrittenRun(id, plan);
    const accepted = { type: "run.accepted", at: start, deadline_at: deadline, ...(reused && { reused }) } as const;
    await store.transact((transaction) => {
      transaction.insertRun({
        invocation_id: id,
        kind: planId === undefined ? "invoke" : "plan",
        execution_id: `exe_${id}`,
        ...(planId === undefined ? {} : { plan_id: planId }),
        caller: { id: "ann", roles: ["user"] },
        mode: "SYNC",
        accepted_at: start,
        deadline_at: deadline,
        compiled: plan,
        ...standing(transition(run.state, accepted).state),
      });
      for (const event of [accepted, ...held]) run.append(transaction, event);
    });
    return run;
  }

  append(transaction: StoreTransaction, event: RunEvent): void {
    this.state = transition(this.state, event).state;
    this.seq += 1;
    transaction.appendEvent(this.id, this.seq, event);
  }

  async write(...events: readonly RunEvent[]): Promise<this> {
    await store.transact((transaction) => {
      for (const event of events) this.append(transaction, event);
      if (this.state.completed_at !== undefined) transaction.finishRun(this.id, standing(this.state));
    });
    return this;
  }

  succeed(step_id = "s0"): Promise<this> {
    return this.write({ type: "step.succeeded", at: start, step_id, attempt: 1, output: { n: 1 } });
  }
}

const hold = (step_id: string): RunEvent => ({
  type: "step.held",
  at: start,
  step_id,
  attempt: 1,
  deadline_at: deadline,
});
const release = (step_id: string): RunEvent => ({
  type: "step.released",
  at: start,
  step_id,
  attempt: 1,
  deadline_at: deadline,
});

/** Reads until there is nothing more at once, and leaves. */
async function readAll(subscription: EventSubscription = { after: "0" }, from = stream): Promise<CloudEvent[]> {
  const leaving = new AbortController();
  const told: CloudEvent[] = [];
  const iterator = from.subscribe(subscription, leaving.signal)[Symbol.asyncIterator]();
  for (;;) {
    const next = iterator.next();
    // Full pages follow one another by turns of the event loop; what waits for a poke does not come by them.
    const idle = (async () => {
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return "idle" as const;
    })();
    const result = await Promise.race([next, idle]);
    if (result === "idle") {
      leaving.abort();
      await next;
      return told;
    }
    if (result.done === true) return told;
    told.push(result.value);
  }
}

const story = (events: readonly CloudEvent[]) =>
  events.map(({ type, subject }) => `${subject ?? ""} ${type.replace("controlPlane.execution.", "")}`);

describe("a reader from the beginning", () => {
  it("is told what the journal means, each event valid by its contract", async () => {
    const run = await WrittenRun.accept("inv_1");
    await run.succeed();
    const told = await readAll();
    expect(told).toEqual([
      {
        specversion: "1.0",
        id: "1.0",
        source: "urn:oap:module:control-plane",
        type: "controlPlane.execution.step.started",
        subject: "inv_1",
        time: "2026-03-01T00:00:00.000Z",
        datacontenttype: "application/json",
        data: {
          executionId: "exe_inv_1",
          runId: "inv_1",
          stepId: "s0",
          attempt: 1,
          startedAt: "2026-03-01T00:00:00.000Z",
        },
      },
      expect.objectContaining({ id: "2.0", type: "controlPlane.execution.step.completed" }),
      expect.objectContaining({ id: "2.1", type: "controlPlane.execution.completed" }),
    ]);
    for (const event of told) expectValid(event);
  });

  it("is told the events of an execution that has no run yet", async () => {
    await store.transact((transaction) => {
      const at = "2026-03-01T00:00:00.000Z";
      const executionId = "exe_1";
      journalExecutionEvent(transaction, "controlPlane.intent.received", start, {
        executionId,
        intentId: "int_1",
        receivedAt: at,
      });
      journalExecutionEvent(transaction, "controlPlane.plan.compiled", start, {
        executionId,
        planId: "plan_1",
        compiledAt: at,
        stepCount: 3,
      });
    });
    const told = await readAll();
    expect(told.map(({ id, type, subject }) => [id, type, subject])).toEqual([
      ["1.0", "controlPlane.intent.received", "exe_1"],
      ["2.0", "controlPlane.plan.compiled", "exe_1"],
    ]);
    for (const event of told) expectValid(event);
  });

  it("is not told of outputs", async () => {
    const run = await WrittenRun.accept("inv_1");
    await run.write({ type: "step.succeeded", at: start, step_id: "s0", attempt: 1, output: { pin: "4711-secret" } });
    expect(JSON.stringify(await readAll())).not.toContain("4711-secret");
  });

  it("is told everything else when one run cannot be read", async () => {
    await WrittenRun.accept("inv_1");
    await store.transact((transaction) =>
      transaction.appendEvent("execution:x", 1, { type: "no.such.event", at: start }),
    );
    await WrittenRun.accept("inv_2");
    expect(story(await readAll())).toEqual(["inv_1 step.started", "inv_2 step.started"]);
    expect(notes).toEqual(["A part of the journal could not be told."]);
  });
});

function expectValid(event: CloudEvent): void {
  expect(validators.CloudEvent(event)).toEqual([]);
  const { payloadType } = knownEvents[event.type as keyof typeof knownEvents];
  expect(validators[payloadType as keyof typeof validators](event.data)).toEqual([]);
}

describe("a reader that comes back", () => {
  it("goes on after any event that it has read, in whatever pages the journal is read", async () => {
    await writeMixedHistory();
    const all = await readAll();
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: all.length - 1 }), async (at) => {
        expect(await readAll({ after: all[at]!.id }, open())).toEqual(all.slice(at + 1));
      }),
      { numRuns: 40 },
    );
  });

  it("goes on within one run as within all", async () => {
    await writeMixedHistory();
    const ofRun = (await readAll()).filter(({ subject }) => subject === "inv_wide");
    expect(await readAll({ invocationId: "inv_wide" })).toEqual(ofRun);
    for (const at of [0, 7, ofRun.length - 2]) {
      expect(await readAll({ invocationId: "inv_wide", after: ofRun[at]!.id })).toEqual(ofRun.slice(at + 1));
    }
  });

  it("is told of a gap where events after its place were pruned, and what came after", async () => {
    const run = await WrittenRun.accept("inv_1");
    await run.succeed();
    const later = await WrittenRun.accept("inv_2");
    await store.transact((transaction) =>
      transaction.pruneFinishedRuns({ olderThan: start + 1, keepAtMost: 0, batch: 10 }),
    );
    await later.succeed();
    const told = await readAll({ after: "1.0" });
    expect(told.map(({ id, type }) => [id, type])).toEqual([
      ["2", "events.gap"],
      ["3.0", "controlPlane.execution.step.started"],
      ["4.0", "controlPlane.execution.step.completed"],
      ["4.1", "controlPlane.execution.completed"],
    ]);
    expectValid(told[0]!);
    expect(told[0]!.data).toMatchObject({ after: "1.0", resumedAfter: "2" });
    expect(await readAll({ after: "2" })).toEqual(told.slice(1));
  });

  it("is told of a gap where the journal does not know its place, as after another store was put there", async () => {
    await WrittenRun.accept("inv_1");
    expect((await readAll({ after: "900.0" })).map(({ id, type }) => [id, type])).toEqual([["1", "events.gap"]]);
    expect((await readAll({ after: "900.0", invocationId: "inv_1" })).map(({ type }) => type)).toEqual([
      "events.gap",
      "controlPlane.execution.step.started",
    ]);
  });

  it("cannot come with what is no identifier of an event", () => {
    for (const after of ["", "-1", "1.", "01", "latest", "1.0.0", "9".repeat(40)]) {
      expect(() => stream.subscribe({ after }, new AbortController().signal)).toThrow("identifier of an event");
    }
  });
});

/** More rows than are read at once, of several runs, with holds at many places. */
async function writeMixedHistory(): Promise<void> {
  const wide = await WrittenRun.accept("inv_wide", { plan: fan(40), held: [hold("s38"), hold("s39")] });
  for (let at = 0; at < 38; at += 1) {
    const bothWait = at % 3 === 0;
    const run = await WrittenRun.accept(`inv_${at}`, {
      plan: fan(2),
      held: bothWait ? [hold("s0"), hold("s1")] : [hold("s1")],
    });
    await wide.succeed(`s${at}`);
    if (bothWait) await run.write(release("s0"));
    await run.succeed("s0");
    await run.write(release("s1"));
    await run.succeed("s1");
  }
}

describe("an attempt that was held when it was issued", () => {
  it("is told as blocked, and as started only when it is released", async () => {
    await writeMixedHistory();
    const ofRun = (await readAll()).filter(({ subject }) => subject === "inv_0");
    expect(
      ofRun.map(({ type, data }) => `${type.replace("controlPlane.execution.", "")} ${data.stepId ?? ""}`),
    ).toEqual([
      "step.blocked s0",
      "step.blocked s1",
      "step.started s0",
      "step.completed s0",
      "step.started s1",
      "step.completed s1",
      "completed ",
    ]);
  });
});

describe("a reader that follows", () => {
  it("begins with what comes now, and gets each event once as it is written", async () => {
    const run = await WrittenRun.accept("inv_1");
    const reader = follow();
    await WrittenRun.accept("inv_2");
    stream.poke("inv_2");
    expect((await reader.next()).value).toMatchObject({ id: "2.0", subject: "inv_2" });
    await run.succeed();
    stream.poke("inv_1");
    stream.poke("inv_1");
    expect((await reader.next()).value).toMatchObject({ id: "3.0" });
    expect((await reader.next()).value).toMatchObject({ id: "3.1" });
  });

  it("reads nothing while nothing is written", async () => {
    await WrittenRun.accept("inv_1");
    const reader = follow({ after: "0" });
    await reader.next();
    const waiting = reader.next();
    await turns(20);
    const before = reads;
    await turns(50);
    expect(reads).toBe(before);
    const run = await WrittenRun.accept("inv_2");
    stream.poke(run.id);
    expect((await waiting).value).toMatchObject({ subject: "inv_2" });
  });

  it("is read nothing for while it does not ask, and misses nothing", async () => {
    const reader = follow();
    await WrittenRun.accept("inv_first");
    stream.poke();
    expect((await reader.next()).value).toMatchObject({ subject: "inv_first" });
    const before = reads;
    for (let at = 0; at < 200; at += 1) {
      await WrittenRun.accept(`inv_${at}`);
      stream.poke();
    }
    expect(reads).toBe(before);
    for (let at = 0; at < 200; at += 1) expect((await reader.next()).value).toMatchObject({ subject: `inv_${at}` });
  });

  it("shares the reading with others who are at the same place", async () => {
    const readers = Array.from({ length: 20 }, () => follow());
    const waiting = readers.map((reader) => reader.next());
    await turns(5);
    const before = reads;
    await WrittenRun.accept("inv_1");
    stream.poke();
    for (const next of waiting) expect((await next).value).toMatchObject({ subject: "inv_1" });
    expect(reads - before).toBe(1);
  });

  it("follows one run to its end, and is not woken for others", async () => {
    const run = await WrittenRun.accept("inv_1");
    const reader = follow({ invocationId: "inv_1" });
    expect((await reader.next()).value).toMatchObject({ type: "controlPlane.execution.step.started" });
    const waiting = reader.next();
    await WrittenRun.accept("inv_2");
    stream.poke("inv_2");
    await run.succeed();
    stream.poke("inv_1");
    expect((await waiting).value).toMatchObject({ id: "3.0" });
    expect((await reader.next()).value).toMatchObject({ id: "3.1" });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect(stream.isOver({ invocationId: "inv_1", after: "3.1" })).toBe(true);
    for (const after of ["3.0", "2.0", "1.0", "77.0"]) {
      expect(stream.isOver({ invocationId: "inv_1", after })).toBe(false);
    }
    expect(stream.isOver({ invocationId: "inv_1" })).toBe(false);
    expect(stream.isOver({ after: "3.1" })).toBe(false);
  });

  it("follows the runs of one plan", async () => {
    await store.transact((transaction) =>
      transaction.insertPlan({
        plan_id: "plan_1",
        content_hash: "sha256:1",
        status: "READY_FOR_EXECUTION",
        submitted_by: "ann",
        submitted_at: start,
        plan: { plan_id: "plan_1", steps: [], created_by: "ann", created_at: "2026-03-01T09:30:00.000Z" },
        compiled: fan(1),
      }),
    );
    await WrittenRun.accept("inv_1");
    await WrittenRun.accept("inv_2", { planId: "plan_1" });
    expect(story(await readAll({ after: "0", planId: "plan_1" }))).toEqual(["inv_2 step.started"]);
  });

  it("is told of the gap when its run was pruned before it had read it", async () => {
    const run = await WrittenRun.accept("inv_1");
    const reader = follow({ invocationId: "inv_1" });
    await reader.next();
    await run.succeed();
    await store.transact((transaction) =>
      transaction.pruneFinishedRuns({ olderThan: start + 1, keepAtMost: 0, batch: 10 }),
    );
    stream.poke();
    expect((await reader.next()).value).toMatchObject({ type: "events.gap" });
    expect((await reader.next()).done).toBe(true);
  });

  it("ends when it leaves, and when the stream closes", async () => {
    const leaving = new AbortController();
    const left = stream.subscribe({}, leaving.signal)[Symbol.asyncIterator]().next();
    const closed = follow().next();
    leaving.abort();
    expect((await left).done).toBe(true);
    stream.close();
    expect((await closed).done).toBe(true);
    expect(() => follow()).toThrow(expect.objectContaining({ code: "OVERLOADED" }));
  });

  it("finds its place free again when one who read has left", async () => {
    stream = open({ readersMax: 1 });
    const leaving = new AbortController();
    stream.subscribe({}, leaving.signal);
    expect(() => follow()).toThrow(expect.objectContaining({ code: "OVERLOADED" }));
    leaving.abort();
    const run = await WrittenRun.accept("inv_1");
    await run.succeed();
    // A run that has ended ends its readers' iteration, and with it their stay.
    for (let times = 0; times < 3; times += 1) expect(await readAll({ invocationId: "inv_1" })).toHaveLength(3);
  });

  it("cannot follow what is not there", () => {
    expect(() => follow({ invocationId: "inv_x" })).toThrow(expect.objectContaining({ code: "INVOCATION_NOT_FOUND" }));
    expect(() => follow({ planId: "plan_x" })).toThrow(expect.objectContaining({ code: "PLAN_NOT_FOUND" }));
  });
});

describe("a turn with very many events", () => {
  it("is told whole, and nothing further is made ready with it", async () => {
    const steps = 3_000;
    const plan = fan(steps, { max_parallel: 1 });
    const reused = plan.steps.map(({ step_id }) => ({ step_id, output: {} }));
    await WrittenRun.accept("inv_retry", { plan, reused });
    await WrittenRun.accept("inv_after");
    const told = await readAll();
    expect(told).toHaveLength(steps + 2);
    expect(told.at(-1)).toMatchObject({ subject: "inv_after" });
    expect(await readAll({ after: told[1_234]!.id })).toEqual(told.slice(1_235));
  });
});

function follow(subscription: EventSubscription = {}): AsyncIterator<CloudEvent> {
  return stream.subscribe(subscription, new AbortController().signal)[Symbol.asyncIterator]();
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
