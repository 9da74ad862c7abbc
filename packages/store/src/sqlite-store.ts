import { DatabaseSync, type StatementSync } from "node:sqlite";
import { prepareDataFolder } from "./data-folder.ts";
import { GroupCommit, type Transactions } from "./group-commit.ts";
import { migrate } from "./migrations.ts";
import type {
  ExecutionQuery,
  ExecutionRecord,
  IntentRecord,
  JournaledEvent,
  Page,
  PlanRecord,
  RegistrationRecord,
  RunRecord,
} from "./records.ts";
import { SqliteTables } from "./sqlite-tables.ts";
import type { Store, StoreTransaction } from "./store.ts";
import { StoreError } from "./store-error.ts";

export interface SqliteStoreOptions {
  /** The folder that holds everything; made if there is none. */
  readonly dataDir: string;
}

/** How long opening waits for a process that is just closing the same folder. */
const openWaitMsMax = 250;
/** Pages in the write-ahead log after which a commit also copies them into the main file: about 4 MiB. */
const checkpointPages = 1000;
/** A write-ahead log that a burst made longer is cut to this after a checkpoint. */
const walBytesKept = 64 * 1024 * 1024;

/**
 * Opens the embedded store: one SQLite file, in WAL mode with a sync of the disk for each commit.
 * Throws StoreError IN_USE, UNWRITABLE, NEWER_SCHEMA or NOT_A_STORE, each with one clear sentence.
 */
export function openSqliteStore({ dataDir }: SqliteStoreOptions): Store {
  const file = prepareDataFolder(dataDir);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: openWaitMsMax });
    // The lock is said before the first access: it is taken there, is held until the process ends in whatever way, and
    // spares the shared-memory index, which only serves other processes.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA journal_size_limit = ${walBytesKept};
      PRAGMA temp_store = MEMORY;
    `);
    migrate(database, file);
    return new SqliteStore(database);
  } catch (error) {
    database?.close();
    throw error instanceof StoreError ? error : openFailure(error, file, dataDir);
  }
}

/** See {@link Store}; the write-ahead log makes invariant 1, the exclusive lock invariant 5. */
class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #tables: SqliteTables;
  readonly #commits: GroupCommit;
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#tables = new SqliteTables(database);
    this.#commits = new GroupCommit(new SqliteTransactions(database));
  }

  transact<T>(work: (transaction: StoreTransaction) => T): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    return this.#commits.add(() => work(this.#tables));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#commits.flush();
    // The last connection's close would do it too, but would not say when it failed.
    this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#database.close();
  }

  run(invocationId: string): RunRecord | undefined {
    return this.#open().run(invocationId);
  }

  compiledRun(invocationId: string): unknown {
    return this.#open().compiledRun(invocationId);
  }

  openRuns(): readonly RunRecord[] {
    return this.#open().openRuns();
  }

  events(invocationId: string): readonly JournaledEvent[] {
    return this.#open().events(invocationId);
  }

  plan(planId: string): PlanRecord | undefined {
    return this.#open().plan(planId);
  }

  compiledPlan(planId: string): unknown {
    return this.#open().compiledPlan(planId);
  }

  execution(executionId: string): ExecutionRecord | undefined {
    return this.#open().execution(executionId);
  }

  executions(query: ExecutionQuery): Page<ExecutionRecord> {
    return this.#open().executions(query);
  }

  intent(intentId: string): IntentRecord | undefined {
    return this.#open().intent(intentId);
  }

  intentOfExchange(submittedBy: string, orchId: string): IntentRecord | undefined {
    return this.#open().intentOfExchange(submittedBy, orchId);
  }

  registrations(): readonly RegistrationRecord[] {
    return this.#open().registrations();
  }

  #open(): SqliteTables {
    if (this.#closed) throw closed();
    return this.#tables;
  }
}

class SqliteTransactions implements Transactions {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #save: StatementSync;
  readonly #release: StatementSync;
  readonly #rollbackToSave: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#save = database.prepare("SAVEPOINT work");
    this.#release = database.prepare("RELEASE work");
    this.#rollbackToSave = database.prepare("ROLLBACK TO work");
  }

  begin(): void {
    this.#begin.run();
  }

  commit(): void {
    this.#commit.run();
  }

  rollback(): void {
    // A full disk can make SQLite roll back by itself.
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
  }

  save(): void {
    this.#save.run();
  }

  release(): void {
    this.#release.run();
  }

  rollbackToSave(): void {
    this.#rollbackToSave.run();
    this.#release.run();
  }

  isDiskFailure(error: unknown): boolean {
    const code = sqliteCode(error);
    return code !== undefined && diskFailures.has(code);
  }
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const sqliteCodes = {
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
};
const diskFailures: ReadonlySet<number> = new Set(Object.values(sqliteCodes));

function sqliteCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: number };
  // The low byte is the primary code; the rest tells variants apart.
  return errcode === undefined ? undefined : errcode & 0xff;
}

function openFailure(error: unknown, file: string, dataDir: string): unknown {
  switch (sqliteCode(error)) {
    case sqliteCodes.BUSY:
    case sqliteCodes.LOCKED:
      return new StoreError(
        "IN_USE",
        `The data folder ${dataDir} is in use by another process. Stop that one, or use another data folder.`,
        { cause: error },
      );
    case sqliteCodes.NOTADB:
    case sqliteCodes.CORRUPT:
      return new StoreError("NOT_A_STORE", `${file} is not a database, or is damaged. Use another data folder.`, {
        cause: error,
      });
    case sqliteCodes.CANTOPEN:
    case sqliteCodes.READONLY:
    case sqliteCodes.IOERR:
    case sqliteCodes.FULL:
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

function closed(): StoreError {
  return new StoreError("CLOSED", "The store is closed.");
}
