export type { ApiKeyReads, ApiKeyRecord, ApiKeyWrites, NewApiKey } from "./api-keys.ts";
export type { ApprovalChange, ApprovalReads, ApprovalRecord, ApprovalWrites } from "./approvals.ts";
export type { ExchangeReads, ExchangeRecord, ExchangeWrites } from "./exchanges.ts";
export type { CommitListener, GroupCommitted } from "./group-commit.ts";
export type { JournalEvent, JournaledEvent, JournalReads, JournalRow, JournalWrites } from "./journal.ts";
export type { KillSwitchReads, KillSwitchRecord, KillSwitchScope, KillSwitchWrites } from "./kill-switches.ts";
export {
  firstPrevEventHash,
  type LedgerCheckpointRecord,
  type LedgerQuery,
  type LedgerReads,
  type LedgerRecord,
  type LedgerWrites,
  ledgerScanMax,
} from "./ledger.ts";
export type {
  ExecutionQuery,
  ExecutionRecord,
  FinishedRun,
  IntentRecord,
  NewPlan,
  NewRun,
  Page,
  PageQuery,
  PlanRecord,
  RecordedCaller,
  RegistrationRecord,
  RunKind,
  RunRecord,
  RunStanding,
} from "./records.ts";
export type { PruneByAge, PrunedPlans, PrunePlans, PruneRuns, RetentionWrites } from "./retention.ts";
export type { SessionReads, SessionRecord, SessionWrites } from "./sessions.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";
export type { PlanReads, PlanWrites, RunReads, RunWrites, Store, StoreReads, StoreTransaction } from "./store.ts";
export { StoreError, type StoreErrorCode } from "./store-error.ts";
