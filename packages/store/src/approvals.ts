import type { ApprovalRequest, ApprovalState, JsonObject } from "@oap/protocol";
import type { Page, PageQuery } from "./records.ts";
import type { PruneByAge } from "./retention.ts";

type TimeMember = "requested_at" | "expires_at" | "decided_at" | "overridden_at";

/** The contracts' ApprovalRequest with its times in milliseconds, and what the control plane needs beside it. */
export interface ApprovalRecord extends Readonly<Omit<ApprovalRequest, TimeMember>> {
  readonly requested_at: number;
  readonly expires_at?: number;
  readonly decided_at?: number;
  readonly overridden_at?: number;
  /** The plan that waits to become ready; a run that waits is in `invocation_id`. */
  readonly plan_id?: string;
  /** What the reviewer must see in order to decide. */
  readonly payload?: JsonObject;
}

/** What a decision, an expiry or an override changes. Members that are absent stay as they are. */
export interface ApprovalChange
  extends Partial<
    Pick<
      ApprovalRecord,
      "reviewer" | "decided_at" | "approved" | "comments" | "overridden_by" | "overridden_at" | "override_reason"
    >
  > {
  readonly state: ApprovalState;
}

export interface ApprovalReads {
  approval(requestId: string): ApprovalRecord | undefined;
  /** All that was asked about a run, or about one step of it; the first asked first. */
  approvalsOfRun(invocationId: string, stepId?: string): readonly ApprovalRecord[];
  approvalsOfPlan(planId: string): readonly ApprovalRecord[];
  /** Those that nobody has decided about; the first asked first. */
  openApprovals(query: PageQuery): Page<ApprovalRecord>;
  openApprovalsCount(): number;
}

export interface ApprovalWrites {
  insertApproval(approval: ApprovalRecord): void;
  /** Changes a request that is in the expected state. Returns whether it was: of two who decide at once, one does. */
  decideApproval(requestId: string, expected: ApprovalState, next: ApprovalChange): boolean;
  /** Makes `expired` of those whose time came, at most `limit`, the earliest first, and returns them as they are then. */
  expireApprovals(now: number, limit: number): readonly ApprovalRecord[];
  /** Deletes old requests that belong to no run and are decided; those of a run go with it. Returns how many. */
  pruneApprovals(prune: PruneByAge): number;
}
