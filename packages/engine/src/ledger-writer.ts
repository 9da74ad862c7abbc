import type { ApprovalAudit, GovernanceDecision } from "@oap/governance";
import { chainOf, contentHash, type LedgerFacts, ledgerEntry } from "@oap/ledger";
import type { JsonValue, LedgerEntry } from "@oap/protocol";
import type { ApprovalRecord, RunRecord, StoreTransaction } from "@oap/store";
import type { JudgedAttempt } from "./advance-run.ts";
import type { Caller } from "./caller.ts";
import type { Clock, Ids } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

export interface LedgerWriterOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** The module in whose name the control plane itself records. */
  readonly moduleId: string;
  /** Told of each entry, within its transaction. */
  readonly onAppended: () => void;
}

/** An exchange as far as the ledger records it. */
export interface ExchangedFacts {
  readonly id: string;
  readonly envelope_type: string;
  readonly caller: Caller;
  readonly trace_id?: string | undefined;
  /** The hash of its canonical `params`. */
  readonly input_ref: string;
}

/** Writes the ledger: each call is one entry, in the transaction of what it records. Payloads never go in, their hashes do. */
export class LedgerWriter {
  readonly #options: LedgerWriterOptions;

  constructor(options: LedgerWriterOptions) {
    this.#options = options;
  }

  /** An exchange with its answer. `decision` is what policy said of it, where it was asked. */
  exchanged(
    transaction: StoreTransaction,
    { id, caller, ...facts }: ExchangedFacts,
    answer: { readonly status: LedgerEntry["status"]; readonly content: JsonValue },
    {
      decision,
      about,
    }: { readonly decision?: GovernanceDecision | undefined; readonly about?: string | undefined } = {},
  ): LedgerEntry {
    return this.#append(
      transaction,
      {
        event_id: id,
        ...facts,
        ...actorOf(caller),
        status: answer.status,
        output_ref: contentHash(answer.content),
        ...policyOf(decision),
      },
      about,
    );
  }

  /**
   * What was decided about an attempt, before it is made. That of an invocation's only attempt stands with its exchange, unless the
   * exchange says that a human must decide first, or other policies decide about it meanwhile.
   */
  judged(transaction: StoreTransaction, { run, command, verdict, anew }: JudgedAttempt): void {
    const isSaid = run.kind === "invoke" && run.governance?.requires_hitl_for === undefined;
    if (isSaid && !anew && command.attempt === 1 && verdict.kind === "allowed") return;
    this.#append(
      transaction,
      {
        event_id: this.#options.ids.next("dec"),
        envelope_type: "policy.evaluate",
        ...actorOf(run.caller),
        status: verdict.kind === "refused" ? "ERROR" : "SUCCESS",
        input_ref: contentHash(command.input),
        ...(verdict.kind === "refused" && { output_ref: contentHash(verdict.error as unknown as JsonValue) }),
        ...(verdict.decision === undefined ? { decision: "DENY" as const } : policyOf(verdict.decision)),
      },
      run.invocation_id,
    );
  }

  /** The end of a run that nobody waits for: what it came to. */
  ended(transaction: StoreTransaction, run: RunRecord, planHash: string): void {
    const { state, output, error, invocation_id } = run;
    const failed = state === "FAILED" || state === "TIMED_OUT";
    this.#append(
      transaction,
      {
        event_id: invocation_id,
        envelope_type: failed ? "controlPlane.execution.failed" : "controlPlane.execution.completed",
        ...actorOf(run.caller),
        status: failed ? "ERROR" : "SUCCESS",
        input_ref: planHash,
        output_ref: contentHash((output ?? error ?? null) as JsonValue),
        ...(run.governance && { policy_ref: run.governance.policy_binding_id }),
      },
      invocation_id,
    );
  }

  /** What became of a request for approval. */
  audited(transaction: StoreTransaction, audit: ApprovalAudit, approval: ApprovalRecord): void {
    const actor = audit.actor ?? approval.requested_by;
    this.#append(
      transaction,
      {
        event_id: this.#options.ids.next("dec"),
        envelope_type: audit.event,
        actor,
        module_id: this.#options.moduleId,
        status: "SUCCESS",
        input_ref: approval.input_hash ?? contentHash((approval.payload ?? {}) as JsonValue),
        output_ref: contentHash(audit as unknown as JsonValue),
        ...(approval.policy_binding_id !== undefined && { policy_ref: approval.policy_binding_id }),
        ...(approval.risk !== undefined && { risk: approval.risk }),
      },
      approval.invocation_id,
    );
  }

  #append(
    transaction: StoreTransaction,
    facts: Omit<LedgerFacts, "timestamp" | "module_id"> & { readonly module_id?: string },
    about: string | undefined,
  ): LedgerEntry {
    const { clock, moduleId, onAppended } = this.#options;
    onAppended();
    const whole: LedgerFacts = { module_id: moduleId, ...facts, timestamp: timestampOf(clock.now()) };
    return transaction.appendLedgerEntry(chainOf(whole), (previous) => ledgerEntry(whole, previous), about).entry;
  }
}

function actorOf({ id, session_id }: Pick<Caller, "id" | "session_id">) {
  return { actor: id, ...(session_id !== undefined && { session_id }) };
}

function policyOf(decision: GovernanceDecision | undefined) {
  if (decision === undefined) return {};
  return { policy_ref: decision.policy_binding_id, decision: decision.decision, risk: decision.risk };
}
