import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "./store-error.ts";

/**
 * The schema's history. Forward only: a release appends, and never edits what another release may have run.
 * The number of a migration is its place, from 1; the schema's version is the number of the last one that ran.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE plans (
    plan_id TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,
    status TEXT NOT NULL,
    governance TEXT,
    submitted_by TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    plan TEXT NOT NULL,
    compiled TEXT NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    invocation_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    plan_id TEXT REFERENCES plans,
    execution_id TEXT NOT NULL,
    caller TEXT NOT NULL,
    state TEXT NOT NULL,
    target TEXT,
    action TEXT,
    mode TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    deadline_at INTEGER NOT NULL,
    started_at INTEGER,
    completed_at INTEGER,
    output TEXT,
    error TEXT,
    governance TEXT,
    compiled TEXT
  ) STRICT;
  -- Partial, so that it stays as small as the open work: it is read at start-up, and written twice a run.
  CREATE INDEX runs_open ON runs (state) WHERE state IN ('PENDING', 'RUNNING');

  -- The journal. Nothing in it is ever changed.
  CREATE TABLE events (
    invocation_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    payload TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_of_run ON events (invocation_id, seq);

  CREATE TABLE executions (
    execution_no INTEGER PRIMARY KEY,
    execution_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT,
    intent_id TEXT,
    plan_id TEXT,
    run_id TEXT,
    status TEXT NOT NULL,
    risk_tier TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  -- Most executions are completed: a page of those is found by walking, a page of any other status by this.
  CREATE INDEX executions_by_status ON executions (status) WHERE status <> 'completed';
  CREATE INDEX executions_by_workspace ON executions (workspace_id) WHERE workspace_id IS NOT NULL;

  CREATE TABLE intents (
    intent_id TEXT PRIMARY KEY,
    execution_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    text TEXT NOT NULL,
    actor_id TEXT,
    channel_key TEXT,
    metadata TEXT,
    trace_id TEXT,
    submitted_by TEXT NOT NULL,
    orch_id TEXT,
    content_hash TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX intents_by_exchange ON intents (submitted_by, orch_id) WHERE orch_id IS NOT NULL;

  CREATE TABLE registrations (
    module_id TEXT PRIMARY KEY,
    capabilities TEXT NOT NULL,
    endpoint TEXT,
    registered_by TEXT NOT NULL,
    registered_at INTEGER NOT NULL
  ) STRICT;
  `,
];

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
