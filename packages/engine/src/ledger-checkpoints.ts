import { ledgerCheckpoint, type SigningKey } from "@oap/ledger";
import { bounds, type LedgerCheckpoint } from "@oap/protocol";
import type { Store, StoreTransaction } from "@oap/store";
import type { Clock, Log } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

export interface LedgerCheckpointsOptions {
  readonly store: Store;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly log: Log;
}

/** After so many new entries a checkpoint is made at once. */
export const checkpointEntries = 1000;
/** No entry that the control plane appends waits longer than this for its checkpoint, in milliseconds. */
export const checkpointWaitMs = 1000;

/**
 * Signs the ledger from time to time. What is between two checkpoints is what somebody with write access to the store could change
 * unseen, so they are close to each other.
 *
 * 1. A checkpoint and the entries that it covers are on disk together, and it follows on the one before without a gap.
 * 2. Nothing is signed where there is nothing new, and no timer runs then.
 * 3. An entry that could not be covered (the disk was full) is tried again, and at the latest at the next start.
 *
 * Source: wire decisions, Ledger.
 */
export class LedgerCheckpoints {
  readonly #options: LedgerCheckpointsOptions;
  /** Entries that were told of since the last checkpoint began. */
  #waiting = 0;
  #stopTimer: (() => void) | undefined;
  #closed = false;

  /** What an earlier process left uncovered is covered soon. */
  constructor(options: LedgerCheckpointsOptions) {
    this.#options = options;
    const { store } = options;
    if (store.ledgerEnd() > (store.latestLedgerCheckpoint()?.last_entry ?? 0)) this.#arm();
  }

  /** To be told whenever entries were appended; telling too early or too often does no harm. */
  appended(entries = 1): void {
    if (this.#closed) return;
    this.#waiting += entries;
    if (this.#waiting < checkpointEntries) this.#arm();
    else this.#makeUnattended();
  }

  /** Covers every entry that was committed before the call, and resolves to the latest checkpoint; undefined for an empty ledger. */
  async make(): Promise<LedgerCheckpoint | undefined> {
    this.#disarm();
    this.#waiting = 0;
    for (;;) {
      const { latest, complete } = await this.#options.store.transact((transaction) => this.#makeOne(transaction));
      if (complete) return latest;
    }
  }

  /** Makes a last one. A ledger that cannot be signed now is at the next start. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#attempt();
    this.#disarm();
  }

  /** One covers no more than `checkpointEntriesMax` entries, so that a long ledger takes several. */
  #makeOne(transaction: StoreTransaction): {
    readonly latest: LedgerCheckpoint | undefined;
    readonly complete: boolean;
  } {
    const { clock, key } = this.#options;
    const previous = transaction.latestLedgerCheckpoint();
    const covered = previous?.last_entry ?? 0;
    const end = transaction.ledgerEnd();
    if (end === covered) return { latest: previous, complete: true };
    const last = Math.min(end, covered + bounds.checkpointEntriesMax);
    const latest = ledgerCheckpoint(
      {
        ...(previous === undefined ? {} : { previous }),
        createdAt: timestampOf(clock.now()),
        eventHashes: transaction.ledgerHashes(covered + 1, last),
      },
      key,
    );
    transaction.insertLedgerCheckpoint(latest);
    return { latest, complete: last === end };
  }

  #makeUnattended(): void {
    void this.#attempt();
  }

  async #attempt(): Promise<void> {
    try {
      await this.make();
    } catch (error) {
      this.#options.log("The ledger could not be signed; it is tried again.", { error: String(error) });
      this.#arm();
    }
  }

  #arm(): void {
    if (this.#closed || this.#stopTimer !== undefined) return;
    const { clock } = this.#options;
    this.#stopTimer = clock.setTimer(clock.now() + checkpointWaitMs, () => this.#makeUnattended());
  }

  #disarm(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}
