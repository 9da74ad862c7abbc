import type { DatabaseSync } from "node:sqlite";
import { migration1 } from "./migrations/migration-1.ts";
import { migration2 } from "./migrations/migration-2.ts";
import { migration3 } from "./migrations/migration-3.ts";
import { migration4 } from "./migrations/migration-4.ts";
import { StoreError } from "./store-error.ts";

/**
 * The schema's history. Forward only: a release appends, and never edits what another release may have run.
 * The number of a migration is its place, from 1; the schema's version is the number of the last one that ran.
 */
export const migrations: readonly string[] = [migration1, migration2, migration3, migration4];

/**
 * Brings the schema up to the last of `steps`, all in one transaction: a migration that fails leaves the data as it was.
 * Throws StoreError NEWER_SCHEMA for data of a newer release, NOT_A_STORE for somebody else's database.
 */
export function migrate(database: DatabaseSync, file: string, steps: readonly string[] = migrations): void {
  const version = schemaVersion(database, file);
  if (version > steps.length) {
    throw new StoreError(
      "NEWER_SCHEMA",
      `The data in ${file} has schema version ${version}; this release knows versions up to ${steps.length}. Use the release that wrote it, or another data folder.`,
    );
  }
  if (version === steps.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
    for (const step of steps.slice(version)) database.exec(step);
    database
      .prepare("INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .run(String(steps.length));
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function schemaVersion(database: DatabaseSync, file: string): number {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (tables.length === 0) return 0;
  const row = tables.some((table) => table.name === "meta")
    ? database.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get()
    : undefined;
  const version = Number(row?.value);
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new StoreError(
      "NOT_A_STORE",
      `${file} is a database, but not one of a control plane. Use another data folder.`,
    );
  }
  return version;
}
