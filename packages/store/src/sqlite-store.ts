import { closeSync, fdatasyncSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { prepareDataFolder } from "./data-folder.ts";
import { type CommitListener, GroupCommit } from "./group-commit.ts";
import type { JournalRow } from "./journal.ts";
import { migrate } from "./migrations.ts";
import { apiKeyReads, apiKeyWrites } from "./sqlite/api-keys.ts";
import { approvalReads, approvalWrites } from "./sqlite/approvals.ts";
import { assertNotCut, assertNotEmptied, assertNotTooShort } from "./sqlite/damage.ts";
import { exchangeReads, exchangeWrites } from "./sqlite/exchanges.ts";
import { journalReads, journalWrites } from "./sqlite/journal.ts";
import { killSwitchReads, killSwitchWrites } from "./sqlite/kill-switches.ts";
import { ledgerReads, ledgerWrites } from "./sqlite/ledger.ts";
import { planReads, planWrites } from "./sqlite/plans.ts";
import { isDiskFailure, resultCode, resultCodes } from "./sqlite/result-codes.ts";
import { retentionWrites } from "./sqlite/retention.ts";
import { runReads, runWrites } from "./sqlite/runs.ts";
import { sessionReads, sessionWrites } from "./sqlite/sessions.ts";
import { Statements } from "./sqlite/statements.ts";
import { SqliteTransactions } from "./sqlite/transactions.ts";
import type { Store, StoreReads, StoreTransaction } from "./store.ts";
import { StoreError } from "./store-error.ts";

export interface SqliteStoreOptions {
  /** The folder that holds everything; made if there is none. */
  readonly dataDir: string;
  /** Hears of every transaction that was written, or could not be. It must not throw. */
  readonly onCommit?: CommitListener;
}

/** How long opening waits for a process that is just closing the same folder. */
const openWaitMsMax = 250;
/**
 * Pages in the write-ahead log after which a commit also copies them into the main file: about 32 MiB. The copying syncs both
 * files within the event loop; with SQLite's 1000 pages it took a third of all time under load. A start after a crash reads the log.
 */
const checkpointPages = 8000;
/** A write-ahead log that a burst made longer is cut to this after a checkpoint. */
const walBytesKept = 64 * 1024 * 1024;

/**
 * Opens the embedded store: one SQLite file, in WAL mode with a sync of the disk for each group of works.
 * Throws StoreError IN_USE, UNWRITABLE, NEWER_SCHEMA, NOT_A_STORE or DAMAGED, each with one clear sentence.
 */
export function openSqliteStore({ dataDir, onCommit }: SqliteStoreOptions): Store {
  const file = prepareDataFolder(dataDir);
  let database: DatabaseSync | undefined;
  let log: number | undefined;
  try {
    assertNotEmptied(file);
    assertNotTooShort(file);
    database = new DatabaseSync(file, { timeout: openWaitMsMax });
    // The lock is said before the first access: it is taken there, is held until the process ends in whatever way, and
    // spares the shared-memory index, which only serves other processes.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA journal_size_limit = ${walBytesKept};
      PRAGMA temp_store = MEMORY;
    `);
    assertNotCut(database, file);
    migrate(database, file);
    log = openSync(`${file}-wal`, "r+");
    // What a process left there that was killed in the middle of a sync is read from now on, as all that is on the disk.
    fdatasyncSync(log);
    return sqliteStore(database, { onCommit, log });
  } catch (error) {
    if (log !== undefined) closeSync(log);
    database?.close();
    throw error instanceof StoreError ? error : openFailure(error, file, dataDir);
  }
}

export interface SqliteStoreParts {
  readonly onCommit?: CommitListener | undefined;
  /** The open write-ahead log, which the store syncs and closes. Default: the connection syncs each commit by itself. */
  readonly log?: number;
}

/** The store over a connection that nobody else has. The write-ahead log makes invariant 1 of {@link Store}, the lock 5. */
export function sqliteStore(database: DatabaseSync, { onCommit, log }: SqliteStoreParts = {}): Store {
  const statements = new Statements(database);
  const reads: StoreReads = {
    ...runReads(statements),
    ...planReads(statements),
    ...journalReads(statements),
    ...exchangeReads(statements),
    ...approvalReads(statements),
    ...apiKeyReads(statements),
    ...sessionReads(statements),
    ...killSwitchReads(statements),
    ...ledgerReads(statements),
  };
  const transaction: StoreTransaction = {
    ...reads,
    ...runWrites(statements),
    ...planWrites(statements),
    ...journalWrites(statements),
    ...exchangeWrites(statements),
    ...approvalWrites(statements),
    ...apiKeyWrites(statements),
    ...sessionWrites(statements),
    ...killSwitchWrites(statements),
    ...ledgerWrites(statements),
    ...retentionWrites(statements),
  };
  // Who follows the journal tells others at once, so that nothing is read there which a crash may still take back.
  let journaled = reads.journalEnd();
  const isSynced = ({ position }: JournalRow) => position <= journaled;
  const commits = new GroupCommit(new SqliteTransactions(database, log), onCommit, () => {
    journaled = reads.journalEnd();
  });
  let closed = false;
  return {
    ...reads,
    journalEnd: () => journaled,
    journalAfter: (position, limit) => reads.journalAfter(position, limit).filter(isSynced),
    journalOf: (invocationId, seq, limit) => reads.journalOf(invocationId, seq, limit).filter(isSynced),

    transact(work) {
      if (closed) return Promise.reject(new StoreError("CLOSED", "The store is closed."));
      return commits.add(() => work(transaction));
    },

    synced: () => commits.synced(),

    async close() {
      if (closed) return;
      closed = true;
      try {
        await commits.flush();
        statements.close();
        emptyLog(database);
      } finally {
        if (log !== undefined) closeSync(log);
        database.close();
      }
    },
  };
}

/** The last connection's close would do it too, but would not say when it failed. */
function emptyLog(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (cause) {
    if (!isDiskFailure(cause)) throw cause;
    const message =
      "The write-ahead log could not be brought into the main file. It stays, and the next start reads it.";
    throw new StoreError("WRITE_FAILED", message, { cause });
  }
}

function openFailure(error: unknown, file: string, dataDir: string): unknown {
  switch (resultCode(error)) {
    case resultCodes.BUSY:
    case resultCodes.LOCKED:
      return new StoreError(
        "IN_USE",
        `The data folder ${dataDir} is in use by another process. Stop that one, or use another data folder.`,
        { cause: error },
      );
    case resultCodes.NOTADB:
      return new StoreError("NOT_A_STORE", `${file} is not a database. Use another data folder.`, { cause: error });
    case resultCodes.CORRUPT:
      return new StoreError(
        "DAMAGED",
        `${file} is damaged, or a part of it is missing. Restore the data folder from a copy, or use another one.`,
        { cause: error },
      );
    case resultCodes.CANTOPEN:
    case resultCodes.READONLY:
    case resultCodes.IOERR:
    case resultCodes.FULL:
      return new StoreError(
        "UNWRITABLE",
        `The data folder ${dataDir} cannot be written: ${(error as Error).message}.`,
        {
          cause: error,
        },
      );
    default:
      return error;
  }
}
