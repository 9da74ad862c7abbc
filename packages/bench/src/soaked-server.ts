import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ControlPlaneOptions } from "@oap/server";

/** How a soaked control plane is to be. */
export interface SoakedOrder {
  readonly dataDir: string;
  /** A key that it knows already; without it, it makes one. */
  readonly apiKey?: string;
  readonly retention?: ControlPlaneOptions["retention"];
}

/** What it says once it is ready. Times are milliseconds. */
export interface SoakedStart {
  readonly url: string;
  readonly apiKey: string;
  /** From the start of the process until its code was loaded. */
  readonly loadMs: number;
  /** From there until it was ready. */
  readonly startMs: number;
}

export interface Memory {
  readonly rss: number;
  /** After a garbage collection. */
  readonly heapUsed: number;
  readonly external: number;
}

/** A control plane in a process of its own, which tells how much memory it has. */
export class SoakedServer implements SoakedStart {
  readonly url: string;
  readonly apiKey: string;
  readonly loadMs: number;
  readonly startMs: number;
  readonly #dataDir: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  static async start(order: SoakedOrder): Promise<SoakedServer> {
    const program = fileURLToPath(new URL("./serve-soaked.ts", import.meta.url));
    const child = fork(program, { execArgv: ["--conditions=source", "--expose-gc"], stdio: "inherit" });
    const closed = once(child, "close");
    child.send(order);
    const started = await Promise.race([once(child, "message"), closed.then(() => undefined)]);
    if (started === undefined) throw new Error("The control plane ended before it was ready.");
    return new SoakedServer(order.dataDir, started[0] as SoakedStart, child, closed);
  }

  private constructor(dataDir: string, start: SoakedStart, child: ChildProcess, closed: Promise<unknown>) {
    this.url = start.url;
    this.apiKey = start.apiKey;
    this.loadMs = start.loadMs;
    this.startMs = start.startMs;
    this.#dataDir = dataDir;
    this.#child = child;
    this.#closed = closed;
  }

  async memory(): Promise<Memory> {
    this.#child.send("memory");
    const [memory] = (await once(this.#child, "message")) as [Memory];
    return memory;
  }

  /** What its data folder takes, in bytes. */
  disk(): number {
    return readdirSync(this.#dataDir).reduce((sum, name) => sum + statSync(join(this.#dataDir, name)).size, 0);
  }

  /** Lets it close. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send("close");
    await this.#closed;
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }
}
