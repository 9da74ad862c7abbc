import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Transactions } from "../group-commit.ts";
import { isDiskFailure } from "./result-codes.ts";

export class SqliteTransactions implements Transactions {
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
    return isDiskFailure(error);
  }
}
