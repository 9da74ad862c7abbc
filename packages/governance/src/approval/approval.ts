import type {
  ApprovalRequest,
  ApprovalState,
  HitlDecisionSubmitParams,
  HitlOverrideParams,
  HitlRequestParams,
  RiskLevel,
} from "@oap/protocol";
import type { GovernedCaller } from "../governance.ts";

/**
 * What an approval counts for, and for nothing else: this run and step, under these policies, with this input. For a plan that
 * waits before it has a run, `input_hash` is the hash of the compiled plan, and there is neither run nor step.
 */
export type ApprovalBinding = Pick<ApprovalRequest, "invocation_id" | "step_id" | "policy_binding_id" | "input_hash">;

export interface ApprovalOpening {
  /** With the prefix `apr_`. */
  readonly request_id: string;
  /** Whose work waits. They cannot approve it. */
  readonly requested_by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** After how many milliseconds it expires; without it, never. */
  readonly expiresAfterMs?: number;
  readonly binding?: ApprovalBinding;
}

/** What must be written to the ledger, in the transaction that writes the approval. */
export interface ApprovalAudit {
  readonly event: "approval.requested" | "approval.decided" | "approval.expired" | "approval.overridden";
  readonly request_id: string;
  /** Who did it; absent where time did. */
  readonly actor?: string;
  readonly at: string;
  readonly proposed_action: string;
  readonly previous_state?: ApprovalState;
  readonly state: ApprovalState;
  readonly approved?: boolean;
  /** Who decided before, where a decision was set aside. */
  readonly previous_reviewer?: string;
  /** Personal data may be in it. */
  readonly reason?: string;
  readonly risk?: RiskLevel;
}

export type ApprovalChange =
  | { readonly ok: true; readonly approval: ApprovalRequest; readonly audit: ApprovalAudit }
  | { readonly ok: false; readonly code: "FORBIDDEN" | "STATE_CONFLICT"; readonly message: string };

type OpenedApproval = Extract<ApprovalChange, { ok: true }>;

/** `pending`, from the moment that policy or a caller asks for a human. */
export function openApproval(
  { reason, required_role, proposed_action, risk }: Omit<HitlRequestParams, "payload">,
  { request_id, requested_by, at, expiresAfterMs, binding = {} }: ApprovalOpening,
): OpenedApproval {
  return changed("approval.requested", undefined, requested_by, at, {
    request_id,
    state: "pending",
    reason,
    required_role,
    proposed_action,
    ...(risk !== undefined && { risk }),
    requested_by,
    requested_at: timestamp(at),
    ...(expiresAfterMs !== undefined && { expires_at: timestamp(at + expiresAfterMs) }),
    ...binding,
  });
}

/**
 * `approved` or `rejected`, by a caller who has the required role and did not ask for it. An expired request is a STATE_CONFLICT,
 * even where nobody has written down yet that it expired.
 */
export function decideApproval(
  approval: ApprovalRequest,
  { approve, reviewer, comments, override_reason }: Omit<HitlDecisionSubmitParams, "request_id">,
  caller: GovernedCaller,
  at: number,
): ApprovalChange {
  const refusal = refusalOf(approval, "reviewer", reviewer, caller);
  if (refusal !== undefined) return refusal;
  const { state } = expireApproval(approval, at)?.approval ?? approval;
  if (state !== "pending") {
    return refused(
      "STATE_CONFLICT",
      `The request ${approval.request_id} is ${state}, and only a pending one is decided.`,
    );
  }
  const decided: ApprovalRequest = {
    ...approval,
    state: approve ? "approved" : "rejected",
    reviewer,
    decided_at: timestamp(at),
    approved: approve,
    ...(comments !== undefined && { comments }),
    ...(override_reason !== undefined && { override_reason }),
  };
  return changed("approval.decided", approval, reviewer, at, decided, override_reason ?? comments);
}

/** `expired`, which counts as rejected; nothing where it is not pending, or its time has not come. */
export function expireApproval(approval: ApprovalRequest, at: number): OpenedApproval | undefined {
  const { state, expires_at } = approval;
  if (state !== "pending" || expires_at === undefined || at < Date.parse(expires_at)) return undefined;
  return changed("approval.expired", approval, undefined, at, { ...approval, state: "expired" });
}

/**
 * `overridden`: sets aside a decision, or the lack of one. It takes the required role too, and nobody overrides in favour of their
 * own request, though they may withdraw it. Whether the work still waits is for the caller of this function to know.
 */
export function overrideApproval(
  approval: ApprovalRequest,
  { approve, overridden_by, reason }: Omit<HitlOverrideParams, "request_id">,
  caller: GovernedCaller,
  at: number,
): ApprovalChange {
  const refusal = refusalOf(approval, "overridden_by", overridden_by, caller, !approve);
  if (refusal !== undefined) return refusal;
  const overridden: ApprovalRequest = {
    ...approval,
    state: "overridden",
    approved: approve,
    overridden_by,
    overridden_at: timestamp(at),
    override_reason: reason,
  };
  return changed("approval.overridden", approval, overridden_by, at, overridden, reason);
}

function refusalOf(
  { required_role, requested_by }: ApprovalRequest,
  member: string,
  named: string,
  caller: GovernedCaller,
  ownAllowed = false,
): ApprovalChange | undefined {
  if (named !== caller.id) {
    return refused("FORBIDDEN", `\`${member}\` is ${named}, and the caller is ${caller.id}: they must be the same.`);
  }
  // An admin may do whatever a user may.
  if (!caller.roles.some((role) => role === required_role || role === "admin")) {
    return refused("FORBIDDEN", `The role ${required_role} is required to decide about this request.`);
  }
  if (!ownAllowed && caller.id === requested_by) {
    return refused("FORBIDDEN", "Nobody approves their own request: another person must.");
  }
  return undefined;
}

function refused(code: "FORBIDDEN" | "STATE_CONFLICT", message: string): ApprovalChange {
  return { ok: false, code, message };
}

function changed(
  event: ApprovalAudit["event"],
  before: ApprovalRequest | undefined,
  actor: string | undefined,
  at: number,
  approval: ApprovalRequest,
  reason?: string,
): OpenedApproval {
  const { request_id, proposed_action, state, approved, risk } = approval;
  const audit: ApprovalAudit = {
    event,
    request_id,
    ...(actor !== undefined && { actor }),
    at: timestamp(at),
    proposed_action,
    ...(before !== undefined && { previous_state: before.state }),
    state,
    ...(approved !== undefined && { approved }),
    ...(before?.reviewer !== undefined && { previous_reviewer: before.reviewer }),
    ...(reason !== undefined && { reason }),
    ...(risk !== undefined && { risk }),
  };
  return { ok: true, approval, audit };
}

function timestamp(at: number): string {
  return new Date(at).toISOString();
}
