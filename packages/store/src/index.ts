export type {
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
  RecordedCaller,
  RegistrationRecord,
  RunKind,
  RunRecord,
} from "./records.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";
export type { Store, StoreReads, StoreTransaction } from "./store.ts";
export { StoreError, type StoreErrorCode } from "./store-error.ts";
