import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { decodeCursor, encodeCursor } from "./page-cursor.ts";
import type {
  ExecutionQuery,
  ExecutionRecord,
  FinishedRun,
  IntentRecord,
  JournalEvent,
  JournaledEvent,
  NewPlan,
  NewRun,
  Page,
  PlanRecord,
  RegistrationRecord,
  RunRecord,
} from "./records.ts";
import type { StoreTransaction } from "./store.ts";

type Row = Record<string, SQLOutputValue>;

// Everything but the compiled plans and the submitted content, which may be large and are seldom needed.
const runColumns =
  "invocation_id, kind, plan_id, execution_id, caller, state, target, action, mode, accepted_at, deadline_at, started_at, completed_at, output, error, governance";
const planColumns = "plan_id, content_hash, status, governance, submitted_by, submitted_at";
const executionColumns =
  "execution_id, workspace_id, intent_id, plan_id, run_id, status, risk_tier, created_at, updated_at";

// What each invocation runs, made once: a text that is put together anew is also hashed anew to find its statement.
const insertPlanSql = `INSERT INTO plans (${planColumns}, plan, compiled) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const insertRunSql = `INSERT INTO runs (${runColumns}, compiled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const finishRunSql =
  "UPDATE runs SET state = ?, started_at = ?, completed_at = ?, output = ?, error = ? WHERE invocation_id = ?";
const appendEventSql = "INSERT INTO events (invocation_id, seq, type, payload) VALUES (?, ?, ?, ?)";
const putExecutionSql = `INSERT INTO executions (${executionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (execution_id) DO UPDATE SET workspace_id = excluded.workspace_id, intent_id = excluded.intent_id,
  plan_id = excluded.plan_id, run_id = excluded.run_id, status = excluded.status,
  risk_tier = excluded.risk_tier, updated_at = excluded.updated_at`;
const setExecutionStatusSql = "UPDATE executions SET status = ?, updated_at = ? WHERE execution_id = ?";

/** The tables of one connection, by statements that are prepared once. Whoever holds it decides what a transaction is. */
export class SqliteTables implements StoreTransaction {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  insertPlan(plan: NewPlan): void {
    this.#prepare(insertPlanSql).run(
      plan.plan_id,
      plan.content_hash,
      plan.status,
      json(plan.governance),
      plan.submitted_by,
      plan.submitted_at,
      JSON.stringify(plan.plan),
      JSON.stringify(plan.compiled),
    );
  }

  plan(planId: string): PlanRecord | undefined {
    return record(this.#prepare(`SELECT ${planColumns} FROM plans WHERE plan_id = ?`).get(planId), ["governance"]);
  }

  compiledPlan(planId: string): unknown {
    return parsed(this.#prepare("SELECT compiled FROM plans WHERE plan_id = ?").get(planId)?.compiled);
  }

  insertRun(run: NewRun): void {
    this.#prepare(insertRunSql).run(
      run.invocation_id,
      run.kind,
      run.plan_id ?? null,
      run.execution_id,
      JSON.stringify(run.caller),
      run.state,
      json(run.target),
      json(run.action),
      run.mode,
      run.accepted_at,
      run.deadline_at,
      run.started_at ?? null,
      run.completed_at ?? null,
      json(run.output),
      json(run.error),
      json(run.governance),
      json(run.compiled),
    );
  }

  finishRun(invocationId: string, end: FinishedRun): void {
    this.#prepare(finishRunSql).run(
      end.state,
      end.started_at ?? null,
      end.completed_at ?? null,
      json(end.output),
      json(end.error),
      invocationId,
    );
  }

  run(invocationId: string): RunRecord | undefined {
    return runRecord(this.#prepare(`SELECT ${runColumns} FROM runs WHERE invocation_id = ?`).get(invocationId));
  }

  compiledRun(invocationId: string): unknown {
    const row = this.#prepare(
      "SELECT coalesce(runs.compiled, plans.compiled) AS compiled FROM runs LEFT JOIN plans USING (plan_id) WHERE invocation_id = ?",
    ).get(invocationId);
    return parsed(row?.compiled);
  }

  openRuns(): readonly RunRecord[] {
    return this.#prepare(
      `SELECT ${runColumns} FROM runs WHERE state IN ('PENDING', 'RUNNING') ORDER BY accepted_at, rowid`,
    )
      .all()
      .map((row) => runRecord(row)!);
  }

  appendEvent(invocationId: string, seq: number, event: JournalEvent): void {
    this.#prepare(appendEventSql).run(invocationId, seq, event.type, JSON.stringify(event));
  }

  events(invocationId: string): readonly JournaledEvent[] {
    return this.#prepare("SELECT seq, payload FROM events WHERE invocation_id = ? ORDER BY seq")
      .all(invocationId)
      .map((row) => ({ seq: Number(row.seq), event: JSON.parse(String(row.payload)) as JournalEvent }));
  }

  putExecution(execution: ExecutionRecord): void {
    this.#prepare(putExecutionSql).run(
      execution.execution_id,
      execution.workspace_id ?? null,
      execution.intent_id ?? null,
      execution.plan_id ?? null,
      execution.run_id ?? null,
      execution.status,
      execution.risk_tier ?? null,
      execution.created_at,
      execution.updated_at,
    );
  }

  setExecutionStatus(executionId: string, status: ExecutionRecord["status"], updatedAt: number): void {
    this.#prepare(setExecutionStatusSql).run(status, updatedAt, executionId);
  }

  execution(executionId: string): ExecutionRecord | undefined {
    return record(this.#prepare(`SELECT ${executionColumns} FROM executions WHERE execution_id = ?`).get(executionId));
  }

  executions(query: ExecutionQuery): Page<ExecutionRecord> {
    const conditions = ["execution_no < ?"];
    const values: SQLInputValue[] = [query.cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(query.cursor)];
    if (query.workspace_id !== undefined) {
      conditions.push("workspace_id = ?");
      values.push(query.workspace_id);
    }
    if (query.status !== undefined) {
      conditions.push("status = ?");
      values.push(query.status);
      // Said again in the index's own words, without which SQLite would not use the partial index.
      if (query.status !== "completed") conditions.push("status <> 'completed'");
    }
    // One more than asked for tells whether there is a next page.
    const rows = this.#prepare(
      `SELECT execution_no, ${executionColumns} FROM executions WHERE ${conditions.join(" AND ")} ORDER BY execution_no DESC LIMIT ?`,
    ).all(...values, query.limit + 1);
    const page = rows.slice(0, query.limit);
    return {
      items: page.map(({ execution_no, ...row }) => record<ExecutionRecord>(row)!),
      ...(rows.length > page.length && page.length > 0
        ? { next_cursor: encodeCursor(Number(page.at(-1)!.execution_no)) }
        : {}),
    };
  }

  insertIntent(intent: IntentRecord): void {
    this.#prepare(
      `INSERT INTO intents (intent_id, execution_id, workspace_id, text, actor_id, channel_key, metadata, trace_id, submitted_by, orch_id, content_hash, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      intent.intent_id,
      intent.execution_id,
      intent.workspace_id,
      intent.text,
      intent.actor_id ?? null,
      intent.channel_key ?? null,
      json(intent.metadata),
      intent.trace_id ?? null,
      intent.submitted_by,
      intent.orch_id ?? null,
      intent.content_hash,
      intent.received_at,
    );
  }

  intent(intentId: string): IntentRecord | undefined {
    return record(this.#prepare("SELECT * FROM intents WHERE intent_id = ?").get(intentId), ["metadata"]);
  }

  intentOfExchange(submittedBy: string, orchId: string): IntentRecord | undefined {
    return record(
      this.#prepare("SELECT * FROM intents WHERE submitted_by = ? AND orch_id = ?").get(submittedBy, orchId),
      ["metadata"],
    );
  }

  putRegistration(registration: RegistrationRecord): void {
    this.#prepare(
      `INSERT OR REPLACE INTO registrations (module_id, capabilities, endpoint, registered_by, registered_at)
       VALUES (?, ?, ?, ?, ?)`,
    ).run(
      registration.module_id,
      JSON.stringify(registration.capabilities),
      registration.endpoint ?? null,
      registration.registered_by,
      registration.registered_at,
    );
  }

  registrations(): readonly RegistrationRecord[] {
    return this.#prepare("SELECT * FROM registrations ORDER BY module_id")
      .all()
      .map((row) => record<RegistrationRecord>(row, ["capabilities"])!);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function runRecord(row: Row | undefined): RunRecord | undefined {
  return record(row, ["caller", "target", "action", "output", "error", "governance"]);
}

/** A row as its record: columns without a value are absent members, and those named in `jsonColumns` are read as JSON. */
function record<TRecord>(row: Row | undefined, jsonColumns: readonly string[] = []): TRecord | undefined {
  if (row === undefined) return undefined;
  const members: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (value !== null) members[column] = jsonColumns.includes(column) ? JSON.parse(String(value)) : value;
  }
  return members as TRecord;
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function parsed(text: SQLOutputValue | undefined): unknown {
  return typeof text === "string" ? JSON.parse(text) : undefined;
}
