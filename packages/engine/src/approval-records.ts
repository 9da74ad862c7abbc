import type { ApprovalRequest } from "@oap/protocol";
import type { ApprovalChange, ApprovalRecord } from "@oap/store";
import { timestampOf } from "./timestamp.ts";

const times = ["requested_at", "expires_at", "decided_at", "overridden_at"] as const;

/** A stored approval in the contracts' words: times as RFC 3339, and nothing but what the contract has. */
export function approvalRequestOf({ payload: _payload, ...record }: ApprovalRecord): ApprovalRequest {
  const request: Record<string, unknown> = { ...record };
  for (const member of times) {
    const at = record[member];
    if (at !== undefined) request[member] = timestampOf(at);
  }
  return request as unknown as ApprovalRequest;
}

/** An approval in the store's words: times in milliseconds. */
export function approvalRecordOf(
  request: ApprovalRequest,
  beside: Pick<ApprovalRecord, "plan_id" | "payload">,
): ApprovalRecord {
  const record: Record<string, unknown> = { ...request, ...beside };
  for (const member of times) {
    const at = request[member];
    if (at !== undefined) record[member] = Date.parse(at);
  }
  return record as unknown as ApprovalRecord;
}

/** What a decision, an expiry or an override changed. */
export function approvalChangeOf(request: ApprovalRequest): ApprovalChange {
  const { reviewer, decided_at, approved, comments, overridden_by, overridden_at, override_reason } = approvalRecordOf(
    request,
    {},
  );
  const members = { reviewer, decided_at, approved, comments, overridden_by, overridden_at, override_reason };
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return { state: request.state, ...Object.fromEntries(present) };
}
