import { StoreError } from "./store-error.ts";

/** One transaction at a time on one connection, with savepoints inside. */
export interface Transactions {
  begin(): void;
  commit(): void;
  rollback(): void;
  save(): void;
  /** Keeps what was done since `save`. */
  release(): void;
  /** Drops what was done since `save`. */
  rollbackToSave(): void;
  /** Whether the error comes from the disk and not from the work: then the whole group fails with it. */
  isDiskFailure(error: unknown): boolean;
}

interface Entry {
  readonly work: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown };

/** A transaction that was written, or could not be. */
export interface GroupCommitted {
  readonly ok: boolean;
  /** How many works shared it. */
  readonly works: number;
  /** With its works and the sync of the disk. */
  readonly durationMs: number;
}

/** Hears of every transaction. It must not throw. */
export type CommitListener = (committed: GroupCommitted) => void;

/** A transaction takes at most this many works, so that the event loop is never held for long. */
const worksPerGroupMax = 1024;

/**
 * Owns the queue of works that wait for a commit.
 *
 * 1. Works that are given in one turn of the event loop share one transaction: one sync of the disk for all of them.
 *    The turn ends with `setImmediate`, not with a timer, so that a lone work does not wait.
 * 2. A work runs in a savepoint of its own: when it throws, it alone is undone.
 * 3. No promise settles before the commit has returned. When the commit fails, every work of the group fails.
 * 4. Works run, and their promises settle, in the order in which they were given.
 */
export class GroupCommit {
  readonly #transactions: Transactions;
  readonly #onCommit: CommitListener | undefined;
  #queue: Entry[] = [];
  #scheduled = false;

  constructor(transactions: Transactions, onCommit?: CommitListener) {
    this.#transactions = transactions;
    this.#onCommit = onCommit;
  }

  add<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Commits everything that was added, now. */
  flush(): void {
    while (this.#queue.length > 0) this.#commitGroup(this.#queue.splice(0, worksPerGroupMax));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const group = this.#queue.splice(0, worksPerGroupMax);
      if (this.#queue.length > 0) this.#schedule();
      if (group.length > 0) this.#commitGroup(group);
    });
  }

  #commitGroup(group: readonly Entry[]): void {
    const startedAt = performance.now();
    let outcomes: Outcome[];
    try {
      this.#transactions.begin();
      outcomes = group.map((entry) => this.#run(entry));
      this.#transactions.commit();
    } catch (cause) {
      this.#transactions.rollback();
      this.#tell(false, group.length, startedAt);
      const error = new StoreError("WRITE_FAILED", "The journal could not be written; nothing of this was kept.", {
        cause,
      });
      for (const entry of group) entry.reject(error);
      return;
    }
    this.#tell(true, group.length, startedAt);
    group.forEach((entry, index) => {
      const outcome = outcomes[index]!;
      if (outcome.ok) entry.resolve(outcome.result);
      else entry.reject(outcome.error);
    });
  }

  #tell(ok: boolean, works: number, startedAt: number): void {
    this.#onCommit?.({ ok, works, durationMs: performance.now() - startedAt });
  }

  #run(entry: Entry): Outcome {
    this.#transactions.save();
    try {
      const result = entry.work();
      this.#transactions.release();
      return { ok: true, result };
    } catch (error) {
      if (this.#transactions.isDiskFailure(error)) throw error;
      this.#transactions.rollbackToSave();
      return { ok: false, error };
    }
  }
}
