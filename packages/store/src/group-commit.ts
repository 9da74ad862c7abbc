import { StoreError } from "./store-error.ts";

/** One transaction at a time on one connection, with savepoints inside where they are needed. */
export interface Transactions {
  begin(): void;
  /** Hands the transaction to the system; a crash of the machine may still take it back until `sync` has resolved. */
  commit(): void;
  /** Brings everything that was committed to the disk, beside the event loop. */
  sync(): Promise<void>;
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

/** A transaction that was committed and is on its way to the disk. */
interface CommittedGroup {
  readonly group: readonly Entry[];
  readonly outcomes: readonly Outcome[];
  readonly startedAt: number;
  /** Settles when the sync has. */
  readonly synced: PromiseWithResolvers<void>;
}

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
 * For so many turns of the event loop a transaction waits for works to share it. Each turn takes in what other connections have
 * sent meanwhile, and where they have sent nothing it is over in microseconds.
 */
const turnsPerGroup = 4;

/**
 * Owns the queue of works that wait for a commit, and the commit that is on its way to the disk.
 *
 * 1. Works that are given in a few turns of the event loop share one transaction: one sync of the disk for all of them.
 *    The turns end with `setImmediate`, not with a timer, so that a lone work hardly waits.
 * 2. A work that throws is undone, and it alone: its group is taken back and runs again, each work in a savepoint of its own. Works
 *    that throw are few, and savepoints cost a fifth of what small works do.
 * 3. No promise settles before what it says is on the disk. When the commit fails, every work of the group fails.
 * 4. Works run, and their promises settle, in the order in which they were given.
 * 5. One sync is under way at a time, beside the event loop; the works that come meanwhile share the next transaction.
 * 6. After a sync that failed nobody knows what is on the disk: that group fails, and so does every work after it.
 */
export class GroupCommit {
  readonly #transactions: Transactions;
  readonly #onCommit: CommitListener | undefined;
  readonly #onSynced: () => void;
  #queue: Entry[] = [];
  #scheduled = false;
  #syncing: CommittedGroup | undefined;
  #broken: StoreError | undefined;

  /** `onSynced` is called when a transaction is on the disk, before the promises of its works settle. */
  constructor(transactions: Transactions, onCommit?: CommitListener, onSynced: () => void = () => {}) {
    this.#transactions = transactions;
    this.#onCommit = onCommit;
    this.#onSynced = onSynced;
  }

  add<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Resolves once everything that was committed so far is on the disk; rejects where nobody knows whether it is. */
  synced(): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return this.#syncing?.synced.promise ?? Promise.resolve();
  }

  /**
   * Resolves when everything that was added has settled. No second sync goes in front of one that is under way: a disk tells of a
   * failure once, so that the second would hear of none.
   */
  async flush(): Promise<void> {
    await this.add(() => undefined).catch(() => {});
  }

  #schedule(): void {
    if (this.#scheduled || this.#syncing !== undefined) return;
    this.#scheduled = true;
    this.#wait(turnsPerGroup);
  }

  #wait(turns: number): void {
    setImmediate(() => {
      if (turns > 1 && this.#queue.length < worksPerGroupMax) this.#wait(turns - 1);
      else this.#next();
    });
  }

  #next(): void {
    this.#scheduled = false;
    const committed = this.#commit(this.#queue.splice(0, worksPerGroupMax));
    if (committed === undefined) this.#goOn();
    else this.#sync(committed);
  }

  #goOn(): void {
    if (this.#queue.length > 0) this.#schedule();
  }

  #sync(committed: CommittedGroup): void {
    this.#syncing = committed;
    const over = (settle: () => void) => {
      this.#syncing = undefined;
      settle();
      this.#goOn();
    };
    this.#transactions.sync().then(
      () => over(() => this.#settle(committed)),
      (cause: unknown) => over(() => this.#break(committed, cause)),
    );
  }

  /** Undefined where nothing was kept; then the works have failed. */
  #commit(group: readonly Entry[]): CommittedGroup | undefined {
    const startedAt = performance.now();
    try {
      if (this.#broken !== undefined) throw this.#broken;
      const outcomes = this.#run(group);
      this.#transactions.commit();
      const synced = Promise.withResolvers<void>();
      // Nobody has to wait for it; one that does still sees the rejection.
      synced.promise.catch(() => {});
      return { group, outcomes, startedAt, synced };
    } catch (cause) {
      if (cause !== this.#broken) this.#transactions.rollback();
      this.#fail(group, startedAt, writeFailed("The journal could not be written; nothing of this was kept.", cause));
      return undefined;
    }
  }

  #settle({ group, outcomes, startedAt, synced }: CommittedGroup): void {
    this.#tell(true, group.length, startedAt);
    this.#onSynced();
    synced.resolve();
    group.forEach((entry, index) => {
      const outcome = outcomes[index]!;
      if (outcome.ok) entry.resolve(outcome.result);
      else entry.reject(outcome.error);
    });
  }

  #break({ group, startedAt, synced }: CommittedGroup, cause: unknown): void {
    this.#broken = writeFailed(
      "The disk failed, so that nobody knows what it holds. Restart the control plane when it is mended.",
      cause,
    );
    synced.reject(this.#broken);
    this.#fail(group, startedAt, this.#broken);
  }

  #fail(group: readonly Entry[], startedAt: number, error: StoreError): void {
    this.#tell(false, group.length, startedAt);
    for (const entry of group) entry.reject(error);
  }

  #tell(ok: boolean, works: number, startedAt: number): void {
    this.#onCommit?.({ ok, works, durationMs: performance.now() - startedAt });
  }

  /** Begins a transaction and runs the works in it. Throws what the disk does not take. */
  #run(group: readonly Entry[]): readonly Outcome[] {
    this.#transactions.begin();
    try {
      return group.map(({ work }) => ({ ok: true, result: work() }));
    } catch (error) {
      if (this.#transactions.isDiskFailure(error)) throw error;
    }
    this.#transactions.rollback();
    this.#transactions.begin();
    return group.map((entry) => this.#runApart(entry));
  }

  #runApart({ work }: Entry): Outcome {
    this.#transactions.save();
    try {
      const result = work();
      this.#transactions.release();
      return { ok: true, result };
    } catch (error) {
      if (this.#transactions.isDiskFailure(error)) throw error;
      this.#transactions.rollbackToSave();
      return { ok: false, error };
    }
  }
}

function writeFailed(message: string, cause: unknown): StoreError {
  return new StoreError("WRITE_FAILED", message, { cause });
}
