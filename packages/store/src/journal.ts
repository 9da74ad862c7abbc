/** An event as the journal keeps it. The journal is the truth; what the other tables say of a run follows from it. */
export interface JournalEvent {
  readonly type: string;
  readonly at: number;
}

export interface JournaledEvent {
  /** From 1, without gaps. */
  readonly seq: number;
  /** What was appended, unchanged. */
  readonly event: JournalEvent;
}

/** An event of any run, at its place among all. */
export interface JournalRow extends JournaledEvent {
  /** Rises with each event, at times by more than one, and is never given twice: not after pruning, nor after a restart. */
  readonly position: number;
  readonly invocation_id: string;
}

export interface JournalReads {
  events(invocationId: string): readonly JournaledEvent[];
  /** What was journaled after that position, in order; 0 is before the first. */
  journalAfter(position: number, limit: number): readonly JournalRow[];
  /** What was journaled of one run after its event `seq`, in order; 0 is before the first. */
  journalOf(invocationId: string, seq: number, limit: number): readonly JournalRow[];
  /** The position of the latest event that was ever journaled; 0 before the first. */
  journalEnd(): number;
  /** Up to here events may be missing, since they were pruned: a reader who stopped before may have lost some. */
  journalPrunedTo(): number;
}

export interface JournalWrites {
  /** `seq` is one more than that of the run's event before; a taken one is refused, so no event is journaled twice. */
  appendEvent(invocationId: string, seq: number, event: JournalEvent): void;
}
