import type { ApprovalRequest } from "@oap/protocol/types";
import { printableLine } from "./printable.ts";
import { timeFromNow } from "./time-from-now.ts";

const heading = ["REQUEST", "ACTION", "RISK", "ASKED BY", "ASKED", "EXPIRES", "NEEDS"];

/** The lines of a table of requests for approval; below each, why it waits and what. */
export function approvalsTable(requests: readonly ApprovalRequest[], now: number): readonly string[] {
  if (requests.length === 0) return ["Nothing waits for approval."];
  const rows = [heading, ...requests.map((request) => cellsOf(request, now))];
  const widths = heading.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const [first = "", ...lines] = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [first, ...lines.flatMap((line, index) => [line, ...below(requests[index])])];
}

function cellsOf(request: ApprovalRequest, now: number): readonly string[] {
  const { request_id, proposed_action, risk, requested_by, requested_at, expires_at, required_role } = request;
  const expires = expires_at === undefined ? "never" : timeFromNow(expires_at, now);
  const asked = timeFromNow(requested_at, now);
  return [request_id, proposed_action, risk ?? "–", requested_by, asked, expires, required_role];
}

function below(request: ApprovalRequest | undefined): readonly string[] {
  if (request === undefined) return [];
  const { reason, invocation_id, step_id, plan_id } = request;
  const run = invocation_id === undefined ? [] : [`step ${step_id} of the run ${invocation_id}`];
  const waits = plan_id === undefined ? run : [`plan ${plan_id}`];
  return [`  why:   ${printableLine(reason)}`, ...waits.map((what) => `  waits: ${what}`)];
}
