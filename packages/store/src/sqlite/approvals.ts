import type { ApprovalReads, ApprovalRecord, ApprovalWrites } from "../approvals.ts";
import { decodeCursor } from "../page-cursor.ts";
import { pageOf, type Row } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

const insertSql = `INSERT INTO approvals
  (request_id, state, invocation_id, step_id, plan_id, requested_at, expires_at, approval) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const updateSql = "UPDATE approvals SET state = ?, approval = ? WHERE request_id = ? AND state = ?";

// The record is in `approval`, whole; the other columns say again what is searched for.
export function approvalReads(statements: Statements): ApprovalReads {
  return {
    approval: (requestId) =>
      approvalOf(statements.get("SELECT approval FROM approvals WHERE request_id = ?").get(requestId)),

    approvalsOfRun: (invocationId, stepId) =>
      statements
        .get(
          "SELECT approval FROM approvals WHERE invocation_id = ?1 AND (?2 IS NULL OR step_id = ?2) ORDER BY approval_no",
        )
        .all(invocationId, stepId ?? null)
        .map((row) => approvalOf(row)!),

    approvalsOfPlan: (planId) =>
      statements
        .get("SELECT approval FROM approvals WHERE plan_id = ? ORDER BY approval_no")
        .all(planId)
        .map((row) => approvalOf(row)!),

    openApprovals({ cursor, limit }) {
      const rows = statements
        .get(
          "SELECT approval_no, approval FROM approvals WHERE state = 'pending' AND approval_no > ? ORDER BY approval_no LIMIT ?",
        )
        .all(cursor === undefined ? 0 : decodeCursor(cursor), limit + 1);
      return pageOf(rows, limit, "approval_no", (row) => approvalOf(row)!);
    },

    openApprovalsCount: () =>
      Number(statements.get("SELECT count(*) AS open FROM approvals WHERE state = 'pending'").get()?.open),
  };
}

export function approvalWrites(statements: Statements): ApprovalWrites {
  const { approval } = approvalReads(statements);
  const writes: ApprovalWrites = {
    insertApproval(request) {
      inserting("a request", request.request_id, () =>
        statements
          .get(insertSql)
          .run(
            request.request_id,
            request.state,
            request.invocation_id ?? null,
            request.step_id ?? null,
            request.plan_id ?? null,
            request.requested_at,
            request.expires_at ?? null,
            JSON.stringify(request),
          ),
      );
    },

    decideApproval(requestId, expected, next) {
      const known = approval(requestId);
      if (known?.state !== expected) return false;
      statements.get(updateSql).run(next.state, JSON.stringify({ ...known, ...next }), requestId, expected);
      return true;
    },

    expireApprovals(now, limit) {
      const due = statements
        .get(`SELECT approval FROM approvals INDEXED BY approvals_due
           WHERE state = 'pending' AND expires_at <= ? ORDER BY expires_at LIMIT ?`)
        .all(now, limit)
        .map((row) => ({ ...approvalOf(row)!, state: "expired" as const }));
      for (const expired of due) writes.decideApproval(expired.request_id, "pending", expired);
      return due;
    },

    pruneApprovals: ({ olderThan, batch }) =>
      Number(
        statements
          .get(
            `DELETE FROM approvals WHERE approval_no IN (SELECT approval_no FROM approvals
             WHERE invocation_id IS NULL AND state <> 'pending' AND requested_at < ? ORDER BY requested_at LIMIT ?)`,
          )
          .run(olderThan, batch).changes,
      ),
  };
  return writes;
}

function approvalOf(row: Row | undefined): ApprovalRecord | undefined {
  return row === undefined ? undefined : (JSON.parse(String(row.approval)) as ApprovalRecord);
}
