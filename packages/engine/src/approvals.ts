import {
  type ApprovalAudit,
  type ApprovalBinding,
  decideApproval,
  expireApproval,
  openApproval,
  overrideApproval,
} from "@oap/governance";
import { redactText } from "@oap/orchestrator";
import {
  type ApprovalRequest,
  bounds,
  type ExecutionErrorInfo,
  type HitlDecisionSubmitParams,
  type HitlDecisionSubmitResult,
  type HitlOverrideParams,
  type HitlOverrideResult,
  type HitlPendingListParams,
  type HitlPendingListResult,
  type HitlRequestParams,
  type HitlRequestResult,
  type JsonObject,
  OapError,
} from "@oap/protocol";
import type { ApprovalRecord, Store, StoreReads, StoreTransaction } from "@oap/store";
import type { ExchangeTelemetry, Telemetry } from "@oap/telemetry";
import { approvalChangeOf, approvalRecordOf, approvalRequestOf } from "./approval-records.ts";
import type { Caller } from "./caller.ts";
import type { CommandExchange } from "./exchanges.ts";
import type { Clock, Ids, Log } from "./ports.ts";
import { readPage } from "./read-page.ts";
import { timestampOf } from "./timestamp.ts";

/** How many requests one sweep expires; the next sweep follows at once where there are more. */
const expiredAtOnceMax = 100;

export interface ApprovalsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** How long a request waits, in milliseconds. */
  readonly waitMs: number;
  /** Writes what was asked, decided, expired or overridden into the ledger, in the same transaction. */
  readonly audit: (transaction: StoreTransaction, audit: ApprovalAudit, approval: ApprovalRecord) => void;
  /** Whether what waits has ended, so that no decision can change it. */
  readonly isOver: (reads: StoreReads, approval: ApprovalRecord) => boolean;
  /** Told once a decision is on disk: the run or the plan that waited goes on, or ends. */
  readonly onSettled: (approval: ApprovalRecord, exchange?: ExchangeTelemetry) => Promise<void>;
  /** Default: nobody watches. */
  readonly telemetry?: Pick<Telemetry, "approvalEnded"> | undefined;
}

/** What a new request is about, beside what the human is asked. */
export interface ApprovalSubject extends ApprovalBinding {
  readonly plan_id?: string;
  readonly payload?: ApprovalRecord["payload"];
}

/**
 * Requests for human approval, from the asking to the decision. One record answers all ways of deciding.
 *
 * 1. A decision is on disk, with its entry in the ledger, before anything goes on because of it.
 * 2. Of several who decide at once, one does.
 * 3. A request that nobody decides expires, also when the process was down meanwhile.
 */
export class Approvals {
  readonly #options: ApprovalsOptions;
  #stopTimer: () => void = () => {};
  #nextSweep = Number.POSITIVE_INFINITY;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
  }

  /** Asks a human, in the transaction of what has to wait. The same question that is open already is not asked again. */
  open(
    transaction: StoreTransaction,
    question: Omit<HitlRequestParams, "payload">,
    requestedBy: string,
    { plan_id, payload, ...binding }: ApprovalSubject,
  ): ApprovalRecord {
    const { clock, ids, waitMs } = this.#options;
    const asked =
      binding.invocation_id === undefined ? [] : transaction.approvalsOfRun(binding.invocation_id, binding.step_id);
    const same = asked.find(
      ({ state, policy_binding_id, input_hash }) =>
        state === "pending" && policy_binding_id === binding.policy_binding_id && input_hash === binding.input_hash,
    );
    if (same !== undefined) return same;
    const { approval, audit } = openApproval(question, {
      request_id: ids.next("apr"),
      requested_by: requestedBy,
      at: clock.now(),
      expiresAfterMs: waitMs,
      binding,
    });
    const record = approvalRecordOf(approval, {
      ...(plan_id === undefined ? {} : { plan_id }),
      ...(payload === undefined ? {} : { payload }),
    });
    transaction.insertApproval(record);
    this.#options.audit(transaction, audit, record);
    if (record.expires_at !== undefined) this.#sweepAt(record.expires_at);
    return record;
  }

  /** `hitl.request` */
  async request(
    { payload, ...question }: HitlRequestParams,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<HitlRequestResult> {
    return await this.#options.store.transact((transaction) => {
      const record = this.open(transaction, question, caller.id, { payload });
      const { request_id, state, expires_at } = approvalRequestOf(record);
      const result = { request_id, state, ...(expires_at === undefined ? {} : { expires_at }) };
      recorder?.answered(transaction, result);
      return result;
    });
  }

  /** `hitl.pending.list` */
  pending({ cursor, limit = bounds.pageItemsDefault }: HitlPendingListParams): HitlPendingListResult {
    const query = { limit, ...(cursor !== undefined && { cursor }) };
    const page = readPage(() => this.#options.store.openApprovals(query));
    return { ...page, items: page.items.map(approvalRequestOf) };
  }

  /** `hitl.decision.submit` */
  async decide(
    { request_id, ...decision }: HitlDecisionSubmitParams,
    caller: Caller,
    exchange: CommandExchange = {},
  ): Promise<HitlDecisionSubmitResult> {
    const decided = (approval: ApprovalRequest, at: number) => decideApproval(approval, decision, caller, at);
    return await this.#change(request_id, decided, exchange, ({ state, decided_at }) => ({
      request_id,
      state,
      decided_at: timestampOf(decided_at ?? this.#options.clock.now()),
    }));
  }

  /** `hitl.override` */
  async override(
    { request_id, ...override }: HitlOverrideParams,
    caller: Caller,
    exchange: CommandExchange = {},
  ): Promise<HitlOverrideResult> {
    const overridden = (approval: ApprovalRequest, at: number) => overrideApproval(approval, override, caller, at);
    return await this.#change(request_id, overridden, exchange, (record, before) => ({
      request_id,
      previous_state: before.state,
      state: record.state,
      approved: record.approved === true,
      overridden_at: timestampOf(record.overridden_at ?? this.#options.clock.now()),
    }));
  }

  /** Decides the open request about a step of a run, and resolves to the answer to that. Throws APPROVAL_NOT_FOUND where there is none. */
  async decideStep<Answer extends JsonObject>(
    { invocationId, stepId }: { readonly invocationId: string; readonly stepId: string },
    decision: Omit<HitlDecisionSubmitParams, "request_id">,
    caller: Caller,
    exchange: CommandExchange,
    answer: (decided: ApprovalRecord) => Answer,
  ): Promise<Answer> {
    const approvals = this.#options.store.approvalsOfRun(invocationId, stepId);
    const approval = approvals.findLast(({ state }) => state === "pending") ?? approvals.at(-1);
    if (approval === undefined) {
      throw new OapError("APPROVAL_NOT_FOUND", {
        message: `The step ${stepId} of ${invocationId} waits for no approval.`,
      });
    }
    const decided = (found: ApprovalRequest, at: number) => decideApproval(found, decision, caller, at);
    return await this.#change(approval.request_id, decided, exchange, answer);
  }

  /** Expires what is due, and looks again when the next is. Called at start-up. */
  async sweep(): Promise<void> {
    const { store, clock } = this.#options;
    this.#stopTimer();
    this.#nextSweep = Number.POSITIVE_INFINITY;
    const expired = await store.transact((transaction) => {
      const now = clock.now();
      const due = transaction.expireApprovals(now, expiredAtOnceMax);
      for (const record of due) {
        const before = approvalRequestOf({ ...record, state: "pending" });
        const change = expireApproval(before, now);
        if (change !== undefined) this.#options.audit(transaction, change.audit, record);
      }
      return due;
    });
    for (const record of expired) await this.#settled(record);
    if (expired.length === expiredAtOnceMax) return await this.sweep();
    const next = store
      .openApprovals({ limit: 1000 })
      .items.reduce((soonest, { expires_at = soonest }) => Math.min(soonest, expires_at), Number.POSITIVE_INFINITY);
    if (next < Number.POSITIVE_INFINITY) this.#sweepAt(next);
  }

  stop(): void {
    this.#stopTimer();
  }

  /** The answer is on disk with the change, so that whoever sends the same again is not told that it was done before. */
  async #change<Answer extends JsonObject>(
    requestId: string,
    change: (approval: ApprovalRequest, at: number) => ReturnType<typeof decideApproval>,
    { recorder, telemetry }: CommandExchange,
    answer: (changed: ApprovalRecord, before: ApprovalRecord) => Answer,
  ): Promise<Answer> {
    const { store, clock, isOver } = this.#options;
    const { changed, answered } = await store.transact((transaction) => {
      const record = transaction.approval(requestId);
      if (record === undefined) {
        throw new OapError("APPROVAL_NOT_FOUND", { message: `There is no request for approval ${requestId}.` });
      }
      const result = change(approvalRequestOf(record), clock.now());
      if (!result.ok) throw new OapError(result.code, { message: result.message, details: { request_id: requestId } });
      if (isOver(transaction, record)) {
        throw new OapError("STATE_CONFLICT", {
          message: `What waited for ${requestId} has ended, and no decision can change it.`,
          details: { request_id: requestId },
        });
      }
      if (!transaction.decideApproval(requestId, record.state, approvalChangeOf(result.approval))) {
        throw new OapError("STATE_CONFLICT", { message: `Somebody else has just decided about ${requestId}.` });
      }
      const next = transaction.approval(requestId) ?? record;
      this.#options.audit(transaction, result.audit, next);
      const given = answer(next, record);
      recorder?.answered(transaction, given);
      return { changed: next, answered: given };
    });
    await this.#settled(changed, telemetry);
    return answered;
  }

  /** What waited is told; that it could not be told must not undo the decision, which is on disk. */
  async #settled(approval: ApprovalRecord, exchange?: ExchangeTelemetry): Promise<void> {
    if (approval.state !== "pending") this.#options.telemetry?.approvalEnded(approval.state);
    try {
      await this.#options.onSettled(approval, exchange);
    } catch (error) {
      const { request_id } = approval;
      this.#options.log("A decision is on disk, and what waited for it was not told.", {
        request_id,
        error: String(error),
      });
    }
  }

  #sweepAt(at: number): void {
    if (at >= this.#nextSweep) return;
    this.#stopTimer();
    this.#nextSweep = at;
    this.#stopTimer = this.#options.clock.setTimer(at, () => {
      this.sweep().catch((error) =>
        this.#options.log("Requests for approval could not be expired.", { error: String(error) }),
      );
    });
  }
}

/** Whether the human said yes; `undefined` where nobody has spoken yet. */
export function outcomeOf({ state, approved }: ApprovalRecord): boolean | undefined {
  if (state === "pending") return undefined;
  return (state === "approved" || state === "overridden") && approved === true;
}

/** The end of a step whose request was rejected or has expired. */
export function rejectionOf({
  request_id,
  state,
  reviewer,
  overridden_by,
  comments,
}: ApprovalRecord): ExecutionErrorInfo {
  const by = overridden_by ?? reviewer;
  const message =
    state === "expired"
      ? "Nobody approved it in time."
      : `${by ?? "A human"} rejected it${comments === undefined ? "." : `: ${redactText(comments)}`}`;
  return {
    reason: "POLICY_DENIED",
    message,
    details: { request_id, approval_state: state },
    underlying_error: { code: "POLICY_DENIED", message, retryable: false },
  };
}
