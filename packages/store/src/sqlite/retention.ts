import type { PruneByAge, PruneRuns, RetentionWrites } from "../retention.ts";
import type { Row } from "./rows.ts";
import type { Statements } from "./statements.ts";

const oldestRunsSql = `SELECT finished_no, invocation_id, execution_id, coalesce(completed_at, accepted_at) AS ended_at FROM runs
  WHERE finished_no IS NOT NULL ORDER BY finished_no LIMIT ?`;
const notePrunedToSql = `INSERT INTO meta VALUES ('journal_pruned_to', ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

export function retentionWrites(statements: Statements): RetentionWrites {
  /** Returns the position of the last event of its own, such as that its intent was received. */
  const deleteExecution = (execution: Row): number => {
    const stream = `execution:${String(execution.execution_id)}`;
    const last = statements.get("SELECT max(position) AS position FROM events WHERE invocation_id = ?").get(stream);
    statements.get("DELETE FROM events WHERE invocation_id = ?").run(stream);
    if (execution.intent_id !== null) {
      statements.get("DELETE FROM intents WHERE intent_id = ?").run(execution.intent_id!);
    }
    statements.get("DELETE FROM executions WHERE execution_no = ?").run(execution.execution_no!);
    return Number(last?.position ?? 0);
  };

  /** Returns the position of its last event. */
  const deleteRun = ({ invocation_id, execution_id }: Row): number => {
    const last = statements
      .get("SELECT position FROM events WHERE invocation_id = ? ORDER BY seq DESC LIMIT 1")
      .get(invocation_id!);
    statements.get("DELETE FROM events WHERE invocation_id = ?").run(invocation_id!);
    statements.get("DELETE FROM approvals WHERE invocation_id = ?").run(invocation_id!);
    const execution = statements
      .get("SELECT execution_no, execution_id, intent_id FROM executions WHERE execution_id = ? AND run_id = ?")
      .get(execution_id!, invocation_id!);
    const own = execution === undefined ? 0 : deleteExecution(execution);
    statements.get("DELETE FROM runs WHERE invocation_id = ?").run(invocation_id!);
    return Math.max(own, Number(last?.position ?? 0));
  };

  const notePrunedTo = (position: number): void => {
    const known = Number(statements.get("SELECT value FROM meta WHERE key = 'journal_pruned_to'").get()?.value ?? 0);
    if (position > known) statements.get(notePrunedToSql).run(String(position));
  };

  return {
    pruneFinishedRuns({ olderThan, keepAtMost, batch }: PruneRuns) {
      const latest = statements
        .get("SELECT max(finished_no) AS latest FROM runs WHERE finished_no IS NOT NULL")
        .get()?.latest;
      const oldest = statements.get(oldestRunsSql).all(batch);
      const doomed = oldest.findIndex(
        (run) => Number(latest) - Number(run.finished_no) < keepAtMost && Number(run.ended_at) >= olderThan,
      );
      const pruned = doomed === -1 ? oldest : oldest.slice(0, doomed);
      if (pruned.length === 0) return 0;
      notePrunedTo(pruned.reduce((position, run) => Math.max(position, deleteRun(run)), 0));
      return pruned.length;
    },

    pruneIdleExecutions({ olderThan, batch }: PruneByAge) {
      const idle = statements
        .get(
          "SELECT execution_no, execution_id, intent_id FROM executions WHERE run_id IS NULL AND updated_at < ? ORDER BY updated_at LIMIT ?",
        )
        .all(olderThan, batch);
      const last = idle.reduce((position, execution) => Math.max(position, deleteExecution(execution)), 0);
      notePrunedTo(last);
      return idle.length;
    },

    pruneUnusedPlans({ olderThan, batch, after = 0 }) {
      const plans = statements
        .get(
          `SELECT rowid AS plan_no, plan_id, status, submitted_at,
           EXISTS (SELECT 1 FROM runs WHERE runs.plan_id = plans.plan_id) AS used
           FROM plans WHERE rowid > ? ORDER BY rowid LIMIT ?`,
        )
        .all(after, batch);
      const unused = plans.filter(
        (plan) => plan.used === 0 && Number(plan.submitted_at) < olderThan && plan.status !== "PENDING_REVIEW",
      );
      for (const plan of unused) statements.get("DELETE FROM plans WHERE plan_id = ?").run(plan.plan_id!);
      const last = plans.at(-1);
      const further = plans.length === batch && Number(last?.submitted_at) < olderThan;
      return { pruned: unused.length, ...(further ? { after: Number(last?.plan_no) } : {}) };
    },
  };
}
