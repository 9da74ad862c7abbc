import type { DatabaseSync, StatementSync } from "node:sqlite";
import { StoreError } from "../store-error.ts";
import { isUniqueViolation } from "./result-codes.ts";

/** The statements of one connection, prepared once each. After `close` there are none, so that nothing is read or written. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** `sql` is best a constant: a text that is put together anew is also hashed anew to find its statement. */
  get(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined || this.#closed) {
      if (this.#closed) throw new StoreError("CLOSED", "The store is closed.");
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  close(): void {
    this.#closed = true;
    this.#statements.clear();
  }
}

/** Runs an insert. Throws StoreError TAKEN where what it names is there already. */
export function inserting<T>(kind: string, key: string, insert: () => T): T {
  try {
    return insert();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new StoreError("TAKEN", `There is ${kind} ${key} already.`, { cause: error });
  }
}
