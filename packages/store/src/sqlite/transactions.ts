import { fdatasync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Transactions } from "../group-commit.ts";
import { isDiskFailure } from "./result-codes.ts";

/**
 * Transactions on a connection with `synchronous = NORMAL`, under which a commit writes the write-ahead log and does not wait
 * for the disk: the wait is `sync`, which the event loop does not stand still for. That is all that `FULL` does more
 * (https://sqlite.org/pragma.html#pragma_synchronous), and a log whose end is missing is taken up to its last whole commit.
 */
export class SqliteTransactions implements Transactions {
  readonly #log: number | undefined;
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #save: StatementSync;
  readonly #release: StatementSync;
  readonly #rollbackToSave: StatementSync;

  /** `log` is the open write-ahead log; without it commits are as durable as the connection's `synchronous` makes them. */
  constructor(database: DatabaseSync, log?: number) {
    this.#log = log;
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

  sync(): Promise<void> {
    const log = this.#log;
    if (log === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      fdatasync(log, (error) => (error === null ? resolve() : reject(error)));
    });
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
    return isDiskFailure(error);
  }
}
