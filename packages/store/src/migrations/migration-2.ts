/** What the governed runtime keeps: exchanges, approvals, keys, sessions, kill switches, the ledger; and what retention needs. */
export const migration2 = `
ALTER TABLE runs ADD COLUMN retry_of TEXT;
ALTER TABLE runs ADD COLUMN paused_at INTEGER;
ALTER TABLE runs ADD COLUMN awaiting_approval_since INTEGER;
-- The place among the runs that have ended, without gaps: retention takes the least, and counts by a difference.
ALTER TABLE runs ADD COLUMN finished_no INTEGER;
UPDATE runs SET finished_no = ended.number FROM (
  SELECT invocation_id AS id, row_number() OVER (ORDER BY completed_at, rowid) AS number
  FROM runs WHERE state NOT IN ('PENDING', 'RUNNING')
) AS ended WHERE invocation_id = ended.id;
CREATE UNIQUE INDEX runs_finished ON runs (finished_no) WHERE finished_no IS NOT NULL;
CREATE INDEX runs_awaiting_approval ON runs (state) WHERE awaiting_approval_since IS NOT NULL;
CREATE INDEX runs_by_plan ON runs (plan_id) WHERE plan_id IS NOT NULL;
CREATE INDEX runs_by_retried ON runs (retry_of) WHERE retry_of IS NOT NULL;

-- The journal with a position that is its own: a hidden rowid changes when the file is vacuumed. AUTOINCREMENT would cost a page
-- more in each commit; whoever appends takes care that no position is given twice.
CREATE TABLE positioned_events (
  position INTEGER PRIMARY KEY,
  invocation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT;
INSERT INTO positioned_events SELECT rowid, invocation_id, seq, type, payload FROM events ORDER BY rowid;
DROP TABLE events;
ALTER TABLE positioned_events RENAME TO events;
CREATE UNIQUE INDEX events_of_run ON events (invocation_id, seq);

CREATE INDEX executions_without_run ON executions (updated_at) WHERE run_id IS NULL;

CREATE TABLE exchanges (
  caller TEXT NOT NULL,
  orch_id TEXT NOT NULL,
  envelope_type TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  invocation_id TEXT,
  answer TEXT,
  recorded_at INTEGER NOT NULL,
  CHECK ((invocation_id IS NULL) <> (answer IS NULL))
) STRICT;
CREATE UNIQUE INDEX exchanges_by_id ON exchanges (caller, orch_id);
CREATE INDEX exchanges_by_time ON exchanges (recorded_at);

CREATE TABLE approvals (
  approval_no INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  invocation_id TEXT,
  step_id TEXT,
  plan_id TEXT,
  requested_at INTEGER NOT NULL,
  expires_at INTEGER,
  approval TEXT NOT NULL
) STRICT;
CREATE INDEX approvals_open ON approvals (state) WHERE state = 'pending';
CREATE INDEX approvals_due ON approvals (expires_at) WHERE state = 'pending' AND expires_at IS NOT NULL;
CREATE INDEX approvals_by_run ON approvals (invocation_id) WHERE invocation_id IS NOT NULL;
CREATE INDEX approvals_by_plan ON approvals (plan_id) WHERE plan_id IS NOT NULL;
CREATE INDEX approvals_without_run ON approvals (requested_at) WHERE invocation_id IS NULL AND state <> 'pending';

CREATE TABLE api_keys (
  key_no INTEGER PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  caller TEXT NOT NULL,
  roles TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  revoked_by TEXT
) STRICT;

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  caller TEXT NOT NULL,
  purpose TEXT,
  attributes TEXT,
  started_at INTEGER NOT NULL,
  closed_at INTEGER,
  reason TEXT
) STRICT;
CREATE INDEX sessions_closed ON sessions (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE kill_switches (
  scope_key TEXT PRIMARY KEY,
  kill_switch TEXT NOT NULL
) STRICT;

-- One entry costs an insert for each index here, so only what narrows a query well has one.
CREATE TABLE ledger_entries (
  ordinal INTEGER PRIMARY KEY,
  chain TEXT NOT NULL,
  about TEXT,
  event_id TEXT NOT NULL,
  trace_id TEXT,
  session_id TEXT,
  actor TEXT NOT NULL,
  module_id TEXT NOT NULL,
  envelope_type TEXT NOT NULL,
  status TEXT NOT NULL,
  risk TEXT,
  -- Never less than that of the entry before, so that a time is found by halving.
  recorded_at INTEGER NOT NULL,
  event_hash TEXT NOT NULL,
  -- The members of the entry that have no column.
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_by_event ON ledger_entries (event_id);
CREATE INDEX ledger_by_run ON ledger_entries (about) WHERE about IS NOT NULL;
CREATE INDEX ledger_by_trace ON ledger_entries (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX ledger_by_session ON ledger_entries (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX ledger_by_actor ON ledger_entries (actor);

CREATE TABLE ledger_heads (
  chain TEXT PRIMARY KEY,
  event_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_checkpoints (
  sequence INTEGER PRIMARY KEY,
  anchor TEXT NOT NULL UNIQUE,
  first_entry INTEGER NOT NULL UNIQUE,
  last_entry INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  checkpoint TEXT NOT NULL
) STRICT;
`;
