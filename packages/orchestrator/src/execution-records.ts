import type { ExecutionReport } from "@oap/protocol";

/**
 * Where executions are recorded by their idempotency keys, so that a replay gets the recorded report and does not run again.
 * A store that can be reached from several processes must make `begin` atomic.
 */
export interface ExecutionRecords {
  /**
   * Resolves with the recorded report, or with `undefined` if the caller is to run it: then nobody else is until the caller has called
   * `end`. While somebody else runs it, this waits.
   */
  begin(key: string): Promise<ExecutionReport | undefined>;
  /** Records what came of it, or, without a report, that nothing was attempted and another may begin. */
  end(key: string, report: ExecutionReport | undefined): Promise<void>;
}

/** Records in memory. The oldest records make way for new ones; an execution whose record has gone would run again. */
export class MemoryRecords implements ExecutionRecords {
  readonly #recordsMax: number;
  readonly #records = new Map<string, ExecutionReport>();
  readonly #open = new Map<string, PromiseWithResolvers<void>>();

  constructor({ recordsMax = 10_000 }: { readonly recordsMax?: number } = {}) {
    this.#recordsMax = recordsMax;
  }

  async begin(key: string): Promise<ExecutionReport | undefined> {
    for (let open = this.#open.get(key); open !== undefined; open = this.#open.get(key)) await open.promise;
    const recorded = this.#records.get(key);
    if (recorded !== undefined) return structuredClone(recorded);
    this.#open.set(key, Promise.withResolvers());
    return undefined;
  }

  async end(key: string, report: ExecutionReport | undefined): Promise<void> {
    if (report !== undefined) {
      this.#records.delete(key);
      this.#records.set(key, structuredClone(report));
      for (const oldest of this.#records.keys()) {
        if (this.#records.size <= this.#recordsMax) break;
        this.#records.delete(oldest);
      }
    }
    this.#open.get(key)?.resolve();
    this.#open.delete(key);
  }
}
