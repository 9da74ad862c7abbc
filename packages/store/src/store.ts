import type { ExecutionPlan } from "@oap/protocol";
import type { ApiKeyReads, ApiKeyWrites } from "./api-keys.ts";
import type { ApprovalReads, ApprovalWrites } from "./approvals.ts";
import type { ExchangeReads, ExchangeWrites } from "./exchanges.ts";
import type { JournalReads, JournalWrites } from "./journal.ts";
import type { KillSwitchReads, KillSwitchWrites } from "./kill-switches.ts";
import type { LedgerReads, LedgerWrites } from "./ledger.ts";
import type {
  ExecutionQuery,
  ExecutionRecord,
  FinishedRun,
  IntentRecord,
  NewPlan,
  NewRun,
  Page,
  PageQuery,
  PlanRecord,
  RegistrationRecord,
  RunRecord,
  RunStanding,
} from "./records.ts";
import type { RetentionWrites } from "./retention.ts";
import type { SessionReads, SessionWrites } from "./sessions.ts";

/**
 * The journal port: what the control plane needs of a disk. Adapters pass one suite, `store-suite.ts`.
 *
 * 1. What `transact` resolved is on disk, and is there after a crash.
 * 2. A work that throws leaves nothing behind, and the works beside it are kept.
 * 3. Works run in the order in which they were given.
 * 4. Reads see committed data only, at once; what they saw is on disk once `synced`, or the next `transact`, resolves. Those of the journal
 *    that tell of all runs, or go on after an event, see what is on disk alone.
 * 5. One process owns a store at a time; its death, by whatever signal, ends the ownership.
 * 6. Order is the order of writing. Times are kept as they are given, and a clock that goes back reorders nothing.
 */
export interface Store extends StoreReads {
  /**
   * Runs `work` in the transaction that all work of a few turns of the event loop shares, and resolves to its result once that is on disk.
   * `work` is synchronous, and changes nothing but what it writes: where another work of that transaction throws, it runs again after what it
   * wrote was taken back. Rejects with what `work` threw, or with a StoreError when the commit failed.
   */
  transact<T>(work: (transaction: StoreTransaction) => T): Promise<T>;
  /**
   * Resolves once all that reads have seen so far is on disk. Rejects with StoreError WRITE_FAILED where nobody knows whether it is.
   * Whoever tells others what was read, and writes nothing, waits for it.
   */
  synced(): Promise<void>;
  /**
   * Finishes what was given to `transact`, brings the journal into the main file, and gives the folder free. Rejects with StoreError
   * WRITE_FAILED where the disk has no room for that: the folder is free all the same, and nothing is lost.
   */
  close(): Promise<void>;
}

export interface StoreReads
  extends RunReads,
    PlanReads,
    JournalReads,
    ExchangeReads,
    ApprovalReads,
    ApiKeyReads,
    SessionReads,
    KillSwitchReads,
    LedgerReads {}

/**
 * Reads here see what earlier works of the same turn wrote: both are committed together, or neither is.
 * Every insert throws StoreError TAKEN where its key is there already.
 */
export interface StoreTransaction
  extends StoreReads,
    RunWrites,
    PlanWrites,
    JournalWrites,
    ExchangeWrites,
    ApprovalWrites,
    ApiKeyWrites,
    SessionWrites,
    KillSwitchWrites,
    LedgerWrites,
    RetentionWrites {}

export interface RunReads {
  run(invocationId: string): RunRecord | undefined;
  /** The compiled plan of a run, be it an invocation's own or the applied plan's. */
  compiledRun(invocationId: string): unknown;
  /** The runs that have not ended, in the order of their acceptance. */
  openRuns(): readonly RunRecord[];
  /** The open runs that wait for a human's decision, in the order of their acceptance. */
  runsAwaitingApproval(query: PageQuery): Page<RunRecord>;
  /** The runs that try a run again, in the order of their acceptance. */
  retriesOf(invocationId: string): readonly RunRecord[];
}

export interface RunWrites {
  insertRun(run: NewRun): void;
  /** Says where an open run stands, all of it: what is absent is cleared. Throws where there is no such open run. */
  setRunStanding(invocationId: string, standing: RunStanding): void;
  /** Ends an open run. Throws where there is no such open run: a terminal state never changes. */
  finishRun(invocationId: string, end: FinishedRun): void;
}

export interface PlanReads {
  plan(planId: string): PlanRecord | undefined;
  compiledPlan(planId: string): unknown;
  /** As it was submitted. */
  submittedPlan(planId: string): ExecutionPlan | undefined;
  execution(executionId: string): ExecutionRecord | undefined;
  /** The latest first. */
  executions(query: ExecutionQuery): Page<ExecutionRecord>;
  intent(intentId: string): IntentRecord | undefined;
  /** The intent that this exchange of this caller brought. */
  intentOfExchange(submittedBy: string, orchId: string): IntentRecord | undefined;
  registrations(): readonly RegistrationRecord[];
}

export interface PlanWrites {
  insertPlan(plan: NewPlan): void;
  /** Changes a plan that is in the expected status. Returns whether it was. Without `governance` that stays as it is. */
  decidePlan(planId: string, expected: PlanRecord["status"], next: Pick<PlanRecord, "status" | "governance">): boolean;
  /** Inserts or replaces; `created_at` stays that of the first. */
  putExecution(execution: ExecutionRecord): void;
  setExecutionStatus(executionId: string, status: ExecutionRecord["status"], updatedAt: number): void;
  insertIntent(intent: IntentRecord): void;
  putRegistration(registration: RegistrationRecord): void;
}
