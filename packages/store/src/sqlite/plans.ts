import type { SQLInputValue } from "node:sqlite";
import type { ExecutionPlan } from "@oap/protocol";
import { decodeCursor } from "../page-cursor.ts";
import type { ExecutionRecord, IntentRecord, RegistrationRecord } from "../records.ts";
import type { PlanReads, PlanWrites } from "../store.ts";
import { columnValues, json, pageOf, parsed, record } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

// Everything but the compiled plan and the submitted content, which may be large and are seldom needed.
const planColumns = "plan_id, content_hash, status, governance, submitted_by, submitted_at";
const executionColumns =
  "execution_id, workspace_id, intent_id, plan_id, run_id, status, risk_tier, created_at, updated_at";
const intentColumns = [
  "intent_id",
  "execution_id",
  "workspace_id",
  "text",
  "actor_id",
  "channel_key",
  "metadata",
  "trace_id",
  "submitted_by",
  "orch_id",
  "content_hash",
  "received_at",
] as const satisfies readonly (keyof IntentRecord)[];

const insertPlanSql = `INSERT INTO plans (${planColumns}, plan, compiled) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const putExecutionSql = `INSERT INTO executions (${executionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (execution_id) DO UPDATE SET workspace_id = excluded.workspace_id, intent_id = excluded.intent_id,
  plan_id = excluded.plan_id, run_id = excluded.run_id, status = excluded.status,
  risk_tier = excluded.risk_tier, updated_at = excluded.updated_at`;
const setExecutionStatusSql = "UPDATE executions SET status = ?, updated_at = ? WHERE execution_id = ?";
const insertIntentSql = `INSERT INTO intents (${intentColumns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Plans, the executions they are applied in, the intents these came from, and the modules that registered. */
export function planReads(statements: Statements): PlanReads {
  return {
    plan: (planId) =>
      record(statements.get(`SELECT ${planColumns} FROM plans WHERE plan_id = ?`).get(planId), ["governance"]),

    compiledPlan: (planId) =>
      parsed(statements.get("SELECT compiled FROM plans WHERE plan_id = ?").get(planId)?.compiled),

    submittedPlan: (planId) =>
      parsed(statements.get("SELECT plan FROM plans WHERE plan_id = ?").get(planId)?.plan) as ExecutionPlan | undefined,

    execution: (executionId) =>
      record(statements.get(`SELECT ${executionColumns} FROM executions WHERE execution_id = ?`).get(executionId)),

    executions({ cursor, limit, workspace_id, status }) {
      const conditions = ["execution_no < ?"];
      const values: SQLInputValue[] = [cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor)];
      if (workspace_id !== undefined) {
        conditions.push("workspace_id = ?");
        values.push(workspace_id);
      }
      if (status !== undefined) {
        conditions.push("status = ?");
        values.push(status);
        // Said again in the index's own words, without which SQLite would not use the partial index.
        if (status !== "completed") conditions.push("status <> 'completed'");
      }
      const rows = statements
        .get(
          `SELECT execution_no, ${executionColumns} FROM executions WHERE ${conditions.join(" AND ")} ORDER BY execution_no DESC LIMIT ?`,
        )
        .all(...values, limit + 1);
      return pageOf(rows, limit, "execution_no", (row) => record<ExecutionRecord>(row)!);
    },

    intent: (intentId) =>
      record(statements.get("SELECT * FROM intents WHERE intent_id = ?").get(intentId), ["metadata"]),

    intentOfExchange: (submittedBy, orchId) =>
      record(statements.get("SELECT * FROM intents WHERE submitted_by = ? AND orch_id = ?").get(submittedBy, orchId), [
        "metadata",
      ]),

    registrations: () =>
      statements
        .get("SELECT * FROM registrations ORDER BY module_id")
        .all()
        .map((row) => record<RegistrationRecord>(row, ["capabilities"])!),
  };
}

export function planWrites(statements: Statements): PlanWrites {
  return {
    insertPlan(plan) {
      inserting("a plan", plan.plan_id, () =>
        statements
          .get(insertPlanSql)
          .run(
            plan.plan_id,
            plan.content_hash,
            plan.status,
            json(plan.governance),
            plan.submitted_by,
            plan.submitted_at,
            JSON.stringify(plan.plan),
            JSON.stringify(plan.compiled),
          ),
      );
    },

    decidePlan(planId, expected, { status, governance }) {
      const { changes } = statements
        .get("UPDATE plans SET status = ?, governance = coalesce(?, governance) WHERE plan_id = ? AND status = ?")
        .run(status, json(governance), planId, expected);
      return changes === 1;
    },

    putExecution(execution) {
      statements
        .get(putExecutionSql)
        .run(
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
    },

    setExecutionStatus(executionId, status, updatedAt) {
      statements.get(setExecutionStatusSql).run(status, updatedAt, executionId);
    },

    insertIntent(intent) {
      inserting("an intent", intent.intent_id, () =>
        statements.get(insertIntentSql).run(...columnValues(intent, intentColumns, ["metadata"])),
      );
    },

    putRegistration(registration) {
      statements
        .get(
          "INSERT OR REPLACE INTO registrations (module_id, capabilities, endpoint, registered_by, registered_at) VALUES (?, ?, ?, ?, ?)",
        )
        .run(
          registration.module_id,
          JSON.stringify(registration.capabilities),
          registration.endpoint ?? null,
          registration.registered_by,
          registration.registered_at,
        );
    },
  };
}
