import { randomInt } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "@oap/client";
import { markKill } from "./effects-file.ts";
import { EventsWatcher, type WatchedEvent } from "./events-watcher.ts";
import { KillableProcess } from "./killable-process.ts";
import { PersistentClient, runOf } from "./persistent-client.ts";
import { allCapabilities, allOperations, writePolicies } from "./policies.ts";
import { auditRecovery, type RecoveryFindings } from "./recovery-audit.ts";
import { RecoveryLoad, Reviewing } from "./recovery-load.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** What a trial found: lists of what went wrong, all of them empty if nothing did, and how much there was to go wrong. */
export interface RecoveryReport {
  readonly seed: number;
  readonly findings: RecoveryFindings & {
    /** Acknowledged commands that were answered otherwise when they were sent again. */
    readonly answers: readonly string[];
    /** Stores that SQLite calls damaged after a kill. */
    readonly integrity: readonly string[];
    /** Events that a reader, who came back after each kill, did not get, got twice, or got otherwise. */
    readonly events: readonly string[];
    /** Work that did not end, processes that did not start, commands that nobody answered. */
    readonly stuck: readonly string[];
  };
  readonly figures: Readonly<Record<string, number>>;
}

export interface RecoveryTrial {
  readonly kills: number;
  /** Decides what is done and when is killed. The moments at which things happen still differ from run to run. */
  readonly seed?: number;
}

/** Callers who work at the same time. */
const callers = 16;
/** The longest life of a process, in milliseconds. */
const lifeMsMax = 5000;
/** How long work may take to end once nothing new comes, in milliseconds. */
const drainMsMax = 30_000;

/** Holds an attempt for a human, in an invocation and in a plan alike; what may be submitted is not decided by it. */
const guardedIsHeld =
  '@id("guarded") @decision("HITL_REQUIRED") @approver("admin") permit (principal, action == Action::"work.guarded", resource) when { context has attempt };';

/** Puts a control plane under load, kills it over and over at moments of all kinds, and compares what was said with what was done. */
export async function recoveryTrial({ kills, seed = randomInt(2 ** 31) }: RecoveryTrial): Promise<RecoveryReport> {
  const folder = mkdtempSync(join(tmpdir(), "oap-recovery-"));
  const policies = await writePolicies(join(folder, "policies"), allOperations, allCapabilities, guardedIsHeld);
  const paths = {
    dataDir: join(folder, "data"),
    policies,
    effects: join(folder, "effects"),
    copy: join(folder, "copy"),
  };
  const trial = new Trial(kills, seededRandom(seed), paths);
  try {
    return { seed, ...(await trial.run()) };
  } finally {
    await trial.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Paths {
  readonly dataDir: string;
  readonly policies: string;
  readonly effects: string;
  /** Where the data folder is copied to and looked at, so that the next process finds it as the last one left it. */
  readonly copy: string;
}

class Trial {
  readonly #kills: number;
  readonly #random: SeededRandom;
  readonly #paths: Paths;
  readonly #client = new PersistentClient();
  readonly #processes = new Set<KillableProcess>();
  readonly #watchers = new Set<EventsWatcher>();
  readonly #journalEnds: number[] = [];
  readonly #answers: string[] = [];
  readonly #integrity: string[] = [];
  readonly #stuck: string[] = [];
  readonly #repeating: Promise<void>[] = [];
  #repeated = 0;

  constructor(kills: number, random: SeededRandom, paths: Paths) {
    this.#kills = kills;
    this.#random = random;
    this.#paths = paths;
  }

  async run(): Promise<Omit<RecoveryReport, "seed">> {
    const random = this.#random;
    const loads = Array.from({ length: callers }, (_, index) => {
      return new RecoveryLoad(this.#client, seededRandom(random.between(0, 2 ** 31)), `user:caller-${index}`);
    });
    const reviewing = new Reviewing(this.#client, seededRandom(random.between(0, 2 ** 31)));
    const losing = seededRandom(random.between(0, 2 ** 31));
    const watcher = this.#watcher(() => losing.chance(0.05));
    let lastRun: string | undefined;
    const watching = watcher.watch((event) => lastRun !== undefined && endsRun(event, lastRun));
    const working = Promise.all(loads.map((load) => load.run()));
    const reviews = reviewing.run();

    let next = this.#process();
    for (let kill = 0; kill < this.#kills; kill += 1) {
      const current = next;
      await current.loaded();
      next = this.#process();
      await this.#live(current);
    }
    await next.loaded();
    const url = await next.start();
    if (url === undefined) throw new Error("The last process did not start.");
    this.#client.up(url);
    for (const load of loads) load.stop();
    await this.#within(working, "the callers were not answered");
    await this.#within(Promise.all(this.#repeating), "commands that were sent again were not answered");
    await this.#sendAgain(200);
    await this.#drained(url);
    reviewing.stop();
    await reviews;

    const { result } = await this.#client.send({
      id: "user:last/sync",
      caller: "user:last",
      call: ({ exec }, options) =>
        exec.invoke({ target: { module_id: "work", capability: "repeat" }, input: { tag: "last" } }, options),
    });
    lastRun = runOf(result) ?? "";
    const events = await this.#compareEvents(watcher, watching, lastRun);
    await this.#kill(next);
    const found = await auditRecovery(
      { dataDir: this.#paths.copy, effects: this.#paths.effects, journalEnds: this.#journalEnds },
      this.#client.acknowledged,
    );
    const { answers, integrity, stuck } = { answers: this.#answers, integrity: this.#integrity, stuck: this.#stuck };
    return {
      findings: { ...found, answers, integrity, events, stuck: [...stuck, ...this.#client.faults] },
      figures: {
        kills: this.#journalEnds.length,
        acknowledged: this.#client.acknowledged.length,
        refused: this.#client.acknowledged.filter(({ refusal }) => refusal !== undefined).length,
        "sent more than once before an answer": this.#client.acknowledged.filter(({ sends }) => sends > 1).length,
        "sent again after it": this.#repeated,
        runs: new Set(this.#client.acknowledged.map(({ result: answer }) => runOf(answer))).size,
        events: watcher.events.length,
        "connections of the watcher": watcher.connections,
      },
    };
  }

  /** Ends what may still be running. */
  async end(): Promise<void> {
    for (const watcher of this.#watchers) watcher.stop();
    await Promise.all([...this.#processes].map((process_) => process_.kill()));
  }

  /** The life of one process: while it starts, as the first one is, after some time, or after some answers, it is killed. */
  async #live(process_: KillableProcess): Promise<void> {
    const random = this.#random;
    const starting = process_.start();
    if (this.#journalEnds.length === 0 || random.chance(0.2)) {
      await Promise.race([starting, delay(random.between(0, 300))]);
      await this.#kill(process_);
      return;
    }
    const url = await starting;
    if (url === undefined) {
      this.#stuck.push("a process did not start");
      return;
    }
    await this.#worked(url);
    await this.#kill(process_);
  }

  /** Some time, or some answers: after the one that comes last of a little of both, or first of much of either. */
  async #worked(url: string): Promise<void> {
    const random = this.#random;
    const [some, many] = [random.between(0, 15), random.between(15, 150)];
    const [few, enough] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let count = 0;
    const counted = () => {
      if (count >= some) few.resolve();
      if (count >= many) enough.resolve();
      count += 1;
    };
    counted();
    this.#client.onAcknowledged = counted;
    this.#client.up(url);
    // Nobody waits for these: the next processes answer what this one does not.
    this.#repeating.push(this.#sendAgain(10));
    const both = Promise.all([few.promise, delay(random.between(20, 600))]);
    await Promise.race([both, enough.promise, delay(lifeMsMax)]);
    this.#client.onAcknowledged = () => {};
  }

  async #kill(process_: KillableProcess): Promise<void> {
    const killed = process_.kill();
    this.#client.down();
    await killed;
    this.#processes.delete(process_);
    markKill(this.#paths.effects);
    this.#lookAtDisk();
  }

  /** Where the journal ends now, and whether the store is whole: read from a copy. */
  #lookAtDisk(): void {
    const { dataDir, copy } = this.#paths;
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(dataDir)) {
      // The first process had not come that far.
      this.#journalEnds.push(0);
      return;
    }
    cpSync(dataDir, copy, { recursive: true });
    const database = new DatabaseSync(join(copy, "control-plane.sqlite"));
    try {
      const integrity = database
        .prepare("PRAGMA integrity_check")
        .all()
        .map((row) => String(row.integrity_check));
      if (integrity.join() !== "ok")
        this.#integrity.push(`after kill ${this.#journalEnds.length}: ${integrity.join("; ")}`);
      const isMigrated = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get() !== undefined;
      const end = isMigrated ? database.prepare("SELECT max(position) AS position FROM events").get()?.position : 0;
      this.#journalEnds.push(Number(end ?? 0));
    } finally {
      database.close();
    }
  }

  /** Sends commands again that were acknowledged long ago or just before. */
  async #sendAgain(count: number): Promise<void> {
    const done = this.#client.acknowledged.filter(({ result }) => result !== undefined);
    const chosen = [...done.slice(-count / 2), ...Array.from({ length: count / 2 }, () => this.#random.pick(done))];
    await Promise.all(
      chosen.map(async (each) => {
        if (each === undefined) return;
        const fault = await this.#client.sendAgain(each);
        this.#repeated += 1;
        if (fault !== undefined) this.#answers.push(fault);
      }),
    );
  }

  /** Waits until no run is open. */
  async #drained(url: string): Promise<void> {
    const { controlPlane } = connect({ baseUrl: url, caller: "user:last" });
    const until = Date.now() + drainMsMax;
    for (;;) {
      const pages = await Promise.all(
        (["running", "paused", "awaiting_approval"] as const).map((status) => controlPlane.execution.list({ status })),
      );
      const open = pages.flatMap(({ items }) => items);
      if (open.length === 0) return;
      if (Date.now() > until) {
        this.#stuck.push(...open.map(({ runId, status }) => `${runId} is still ${status}`));
        return;
      }
      await delay(20);
    }
  }

  /** The reader who came back after each kill has read what one reads who comes now. */
  async #compareEvents(watcher: EventsWatcher, watching: Promise<void>, lastRun: string): Promise<readonly string[]> {
    const fresh = this.#watcher();
    await this.#within(
      fresh.watch((event) => endsRun(event, lastRun)),
      "the events did not end",
    );
    await this.#within(watching, "the watcher did not read the last event");
    const length = Math.max(watcher.events.length, fresh.events.length);
    for (let index = 0; index < length; index += 1) {
      const [seen, there] = [watcher.events[index], fresh.events[index]];
      if (seen?.id === there?.id && seen?.data === there?.data) continue;
      return [`as the event ${index} was read ${seen?.data}, there is ${there?.data}`];
    }
    return [];
  }

  async #within(work: Promise<unknown>, otherwise: string): Promise<void> {
    const timeout = new AbortController();
    const late = delay(drainMsMax, true, { signal: timeout.signal }).catch(() => false);
    if ((await Promise.race([work.then(() => false), late])) === true) this.#stuck.push(otherwise);
    timeout.abort();
  }

  #process(): KillableProcess {
    const { dataDir, policies, effects } = this.#paths;
    const process_ = new KillableProcess(dataDir, policies, effects);
    this.#processes.add(process_);
    return process_;
  }

  #watcher(isLost?: () => boolean): EventsWatcher {
    const watcher = new EventsWatcher(() => this.#client.url, isLost);
    this.#watchers.add(watcher);
    return watcher;
  }
}

function endsRun({ data }: WatchedEvent, invocationId: string): boolean {
  const { type, subject } = JSON.parse(data) as { readonly type: string; readonly subject?: string };
  return subject === invocationId && type === "controlPlane.execution.completed";
}
