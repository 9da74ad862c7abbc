import type { LedgerCheckpoint, LedgerEntry, LedgerStatus, RiskLevel } from "@oap/protocol";
import type { Page, PageQuery } from "./records.ts";
import type { PruneByAge } from "./retention.ts";

export interface LedgerRecord {
  /** Its place in the ledger, from 1, without gaps, over all chains. */
  readonly ordinal: number;
  readonly chain: string;
  /** The run that it is about. */
  readonly about?: string;
  /** As it was appended, with the `ledger_anchor` of the checkpoint that covers it meanwhile. */
  readonly entry: LedgerEntry;
}

export interface LedgerQuery extends PageQuery {
  readonly about?: string;
  readonly event_id?: string;
  readonly session_id?: string;
  readonly trace_id?: string;
  readonly actor?: string;
  readonly module_id?: string;
  readonly envelope_type?: string;
  readonly status?: LedgerStatus;
  readonly risk?: RiskLevel;
  /** Only those recorded at this time or later. */
  readonly from?: number;
  /** Only those recorded before this time. */
  readonly to?: number;
}

/** The contracts' checkpoint: a signed statement about a stretch of the ledger. It is kept as it is given. */
export type LedgerCheckpointRecord = Readonly<LedgerCheckpoint>;

/** The `prev_event_hash` of the first entry of a chain. */
export const firstPrevEventHash = `sha256:${"0".repeat(64)}`;

/** A query looks at no more entries than this for one page, so that it never holds the event loop for long. */
export const ledgerScanMax = 20_000;

export interface LedgerReads {
  /** The `event_hash` of the latest entry of a chain, or {@link firstPrevEventHash}. */
  ledgerHead(chain: string): string;
  /** The ordinal of the latest entry that was ever appended; 0 before the first. */
  ledgerEnd(): number;
  /**
   * The oldest first. A page can have fewer entries than its limit, or none, and yet a `next_cursor`: it stops where it has
   * looked at {@link ledgerScanMax} entries.
   *
   * An entry counts as recorded at its own timestamp, or at the latest one before it where the clock had gone back: the
   * order of times is the order of the ledger.
   */
  ledgerEntries(query: LedgerQuery): Page<LedgerRecord>;
  /** The `event_hash` of each entry from `first` to `last`, both included: a checkpoint's leaves. Throws where one is missing. */
  ledgerHashes(first: number, last: number): readonly string[];
  ledgerCheckpoint(anchor: string): LedgerCheckpointRecord | undefined;
  latestLedgerCheckpoint(): LedgerCheckpointRecord | undefined;
  /** The checkpoint that covers an entry, if there is one already. */
  ledgerCheckpointOf(ordinal: number): LedgerCheckpointRecord | undefined;
  /** The latest first. */
  ledgerCheckpoints(query: PageQuery): Page<LedgerCheckpointRecord>;
}

export interface LedgerWrites {
  /**
   * Appends what `build` makes of the hash of the entry before it in its chain; `about` is the run that it is about.
   * As all of a transaction, it is there if what it records is, and its chain never forks.
   */
  appendLedgerEntry(chain: string, build: (prevHash: string) => LedgerEntry, about?: string): LedgerRecord;
  /** Throws unless it follows the latest one without a gap and covers entries that there are. */
  insertLedgerCheckpoint(checkpoint: LedgerCheckpointRecord): void;
  /**
   * Deletes entries, the oldest first, that are covered by checkpoints made before a time. What no checkpoint covers stays,
   * and so do the checkpoints and the heads of the chains. Returns how many went.
   */
  pruneLedger(prune: PruneByAge): number;
}
