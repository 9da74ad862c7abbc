import { decodeCursor } from "../page-cursor.ts";
import type { RunRecord } from "../records.ts";
import type { RunReads, RunWrites } from "../store.ts";
import { json, pageOf, parsed, type Row, record } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

// Everything but the compiled plan, which may be large and is seldom needed.
const columns =
  "invocation_id, kind, plan_id, execution_id, caller, state, target, action, mode, accepted_at, deadline_at, started_at, completed_at, output, error, governance, retry_of, paused_at, awaiting_approval_since, traceparent";
const jsonColumns = ["caller", "target", "action", "output", "error", "governance"];

const openStates = "('PENDING', 'RUNNING')";
/** Numbers without gaps, in the order in which runs end: the oldest is the least, and how many there are is a difference. */
const nextFinishedNo = "(SELECT coalesce(max(finished_no), 0) + 1 FROM runs WHERE finished_no IS NOT NULL)";

const insertRunSql = `INSERT INTO runs (${columns}, compiled, finished_no)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`;
const insertEndedRunSql = insertRunSql.replace("NULL)", `${nextFinishedNo})`);
const finishRunSql = `UPDATE runs SET state = ?, started_at = ?, completed_at = ?, output = ?, error = ?,
  paused_at = NULL, awaiting_approval_since = NULL, finished_no = ${nextFinishedNo}
  WHERE invocation_id = ? AND state IN ${openStates}`;
const setRunStandingSql = `UPDATE runs SET state = ?, started_at = ?, paused_at = ?, awaiting_approval_since = ?,
  governance = ? WHERE invocation_id = ? AND state IN ${openStates}`;

export function runReads(statements: Statements): RunReads {
  return {
    run: (invocationId) =>
      runRecord(statements.get(`SELECT ${columns} FROM runs WHERE invocation_id = ?`).get(invocationId)),

    compiledRun(invocationId) {
      const row = statements
        .get(
          "SELECT coalesce(runs.compiled, plans.compiled) AS compiled FROM runs LEFT JOIN plans USING (plan_id) WHERE invocation_id = ?",
        )
        .get(invocationId);
      return parsed(row?.compiled);
    },

    openRuns: () =>
      statements
        .get(`SELECT ${columns} FROM runs WHERE state IN ${openStates} ORDER BY rowid`)
        .all()
        .map((row) => runRecord(row)!),

    runsAwaitingApproval({ cursor, limit }) {
      const rows = statements
        .get(
          `SELECT rowid AS run_no, ${columns} FROM runs INDEXED BY runs_awaiting_approval
           WHERE awaiting_approval_since IS NOT NULL AND rowid > ?
           ORDER BY rowid LIMIT ?`,
        )
        .all(cursor === undefined ? 0 : decodeCursor(cursor), limit + 1);
      return pageOf(rows, limit, "run_no", (row) => runRecord(row)!);
    },

    retriesOf: (invocationId) =>
      statements
        .get(`SELECT ${columns} FROM runs WHERE retry_of = ? ORDER BY rowid`)
        .all(invocationId)
        .map((row) => runRecord(row)!),
  };
}

export function runWrites(statements: Statements): RunWrites {
  return {
    insertRun(run) {
      // A run can end in the moment of its acceptance, such as a plan all of whose steps are skipped.
      const open = run.state === "PENDING" || run.state === "RUNNING";
      inserting("a run", run.invocation_id, () =>
        statements
          .get(open ? insertRunSql : insertEndedRunSql)
          .run(
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
            run.retry_of ?? null,
            run.paused_at ?? null,
            run.awaiting_approval_since ?? null,
            run.traceparent ?? null,
            json(run.compiled),
          ),
      );
    },

    setRunStanding(invocationId, standing) {
      const { changes } = statements
        .get(setRunStandingSql)
        .run(
          standing.state,
          standing.started_at ?? null,
          standing.paused_at ?? null,
          standing.awaiting_approval_since ?? null,
          json(standing.governance),
          invocationId,
        );
      if (changes === 0) throw noOpenRun(invocationId);
    },

    finishRun(invocationId, end) {
      const { changes } = statements
        .get(finishRunSql)
        .run(
          end.state,
          end.started_at ?? null,
          end.completed_at ?? null,
          json(end.output),
          json(end.error),
          invocationId,
        );
      if (changes === 0) throw noOpenRun(invocationId);
    },
  };
}

function runRecord(row: Row | undefined): RunRecord | undefined {
  return record(row, jsonColumns);
}

function noOpenRun(invocationId: string): Error {
  return new Error(`There is no open run ${invocationId}; a run that has ended never changes.`);
}
