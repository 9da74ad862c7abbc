import { setImmediate as nextTurn } from "node:timers/promises";
import { bounds } from "@oap/protocol";
import type { Store, StoreTransaction } from "@oap/store";
import { pruneLedger } from "./ledger-retention.ts";
import type { Clock, Log } from "./ports.ts";

/** How long things are kept once nothing is open about them. Times are milliseconds. */
export interface RetentionLimits {
  /** Finished runs, with their journal. */
  readonly runsMs: number;
  /** Beyond this many finished runs the oldest go, however young they are. */
  readonly runsMax: number;
  /** The ledger's entries, counted from the checkpoint that covers them. Their checkpoints stay for ever. */
  readonly ledgerMs: number;
  /** What commands were answered with, so that their repetition is answered alike. */
  readonly exchangesMs: number;
  /** How often is looked for what can go. */
  readonly sweepEveryMs: number;
}

export const retentionLimits: RetentionLimits = Object.freeze({
  runsMs: 30 * 24 * 60 * 60 * 1000,
  runsMax: 1_000_000,
  ledgerMs: 365 * 24 * 60 * 60 * 1000,
  exchangesMs: bounds.idempotencyRetentionMs,
  sweepEveryMs: 60_000,
});

/** Rows of one transaction: the event loop is held for a few milliseconds. */
const batch = 500;

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<RetentionLimits>;
}

/** Lets go, from time to time, of what is old enough. Open work, open requests and what belongs to them always stay. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #limits: RetentionLimits;
  #stopTimer: () => void = () => {};
  #sweeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#limits = { ...retentionLimits, ...options.limits };
    this.#arm();
  }

  /** Lets go of everything that is old enough now. */
  async sweep(): Promise<void> {
    const { store, clock } = this.#options;
    const { runsMs, runsMax, ledgerMs, exchangesMs } = this.#limits;
    const now = clock.now();
    const olderThan = now - runsMs;
    await this.#repeat((transaction) => transaction.pruneFinishedRuns({ olderThan, keepAtMost: runsMax, batch }));
    await this.#repeat((transaction) => transaction.pruneIdleExecutions({ olderThan, batch }));
    await this.#repeat((transaction) => transaction.pruneApprovals({ olderThan, batch }));
    await this.#repeat((transaction) => transaction.pruneSessions({ olderThan, batch }));
    await this.#prunePlans(olderThan);
    await this.#repeat((transaction) => transaction.pruneExchanges({ olderThan: now - exchangesMs, batch }));
    await pruneLedger(store, now - ledgerMs);
  }

  /** Ends after the batch that is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer();
    await this.#sweeping;
  }

  async #prunePlans(olderThan: number): Promise<void> {
    let after: number | undefined = 0;
    while (after !== undefined && !this.#closed) {
      const from: number = after;
      ({ after } = await this.#options.store.transact((transaction) =>
        transaction.pruneUnusedPlans({ olderThan, batch, after: from }),
      ));
      await nextTurn();
    }
  }

  /** Batch after batch, with a turn for others between two. */
  async #repeat(prune: (transaction: StoreTransaction) => number): Promise<void> {
    while (!this.#closed) {
      const gone = await this.#options.store.transact(prune);
      if (gone < batch) return;
      await nextTurn();
    }
  }

  #arm(): void {
    const { clock, log } = this.#options;
    this.#stopTimer = clock.setTimer(clock.now() + this.#limits.sweepEveryMs, () => {
      this.#sweeping = this.sweep()
        .catch((error) => log("What is old could not be let go; it is tried again.", { error: String(error) }))
        .then(() => {
          if (!this.#closed) this.#arm();
        });
    });
  }
}
