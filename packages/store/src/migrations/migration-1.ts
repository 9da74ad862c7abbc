/** Runs and their journal, plans, executions, intents, and the modules that registered. */
export const migration1 = `
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
`;
