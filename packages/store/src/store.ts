import type {
  ExecutionQuery,
  ExecutionRecord,
  FinishedRun,
  IntentRecord,
  JournalEvent,
  JournaledEvent,
  NewPlan,
  NewRun,
  Page,
  PlanRecord,
  RegistrationRecord,
  RunRecord,
} from "./records.ts";

/**
 * The journal port: what the control plane needs of a disk. Adapters pass one suite, `store-suite.ts`.
 *
 * 1. What `transact` resolved is on disk, and is there after a crash.
 * 2. A work that throws leaves nothing behind, and the works beside it are kept.
 * 3. Works run in the order in which they were given.
 * 4. Reads see committed data only, at once.
 * 5. One process owns a store at a time; its death, by whatever signal, ends the ownership.
 */
export interface Store extends StoreReads {
  /**
   * Runs `work` in the transaction that all work of this turn shares, and resolves to its result once that is on disk.
   * `work` is synchronous. Rejects with what `work` threw, or with a StoreError when the commit failed.
   */
  transact<T>(work: (transaction: StoreTransaction) => T): Promise<T>;
  /** Finishes what was given to `transact`, brings the journal into the main file, and gives the folder free. */
  close(): Promise<void>;
}

export interface StoreReads {
  run(invocationId: string): RunRecord | undefined;
  /** The compiled plan of a run, be it an invocation's own or the applied plan's. */
  compiledRun(invocationId: string): unknown;
  /** The runs that have not ended, in the order of their acceptance. */
  openRuns(): readonly RunRecord[];
  events(invocationId: string): readonly JournaledEvent[];
  plan(planId: string): PlanRecord | undefined;
  compiledPlan(planId: string): unknown;
  execution(executionId: string): ExecutionRecord | undefined;
  /** The latest first. */
  executions(query: ExecutionQuery): Page<ExecutionRecord>;
  intent(intentId: string): IntentRecord | undefined;
  /** The intent that this exchange of this caller brought. */
  intentOfExchange(submittedBy: string, orchId: string): IntentRecord | undefined;
  registrations(): readonly RegistrationRecord[];
}

/** Reads here see what earlier works of the same turn wrote: both are committed together, or neither is. */
export interface StoreTransaction extends StoreReads {
  /** Throws where the identifier is taken; so do the other inserts. */
  insertPlan(plan: NewPlan): void;
  insertRun(run: NewRun): void;
  finishRun(invocationId: string, end: FinishedRun): void;
  /** `seq` is one more than that of the run's event before; a taken one is refused, so no event is journaled twice. */
  appendEvent(invocationId: string, seq: number, event: JournalEvent): void;
  /** Inserts or replaces; `created_at` stays that of the first. */
  putExecution(execution: ExecutionRecord): void;
  setExecutionStatus(executionId: string, status: ExecutionRecord["status"], updatedAt: number): void;
  insertIntent(intent: IntentRecord): void;
  putRegistration(registration: RegistrationRecord): void;
}
