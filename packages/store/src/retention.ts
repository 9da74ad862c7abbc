/** At most `batch` rows at once, since whoever writes holds the event loop: call again while a full batch comes back. */
export interface PruneByAge {
  /** Milliseconds since the epoch. What is from that very moment stays. */
  readonly olderThan: number;
  /** At least 1. */
  readonly batch: number;
}

export interface PruneRuns extends PruneByAge {
  /** Beyond this many finished runs the oldest go, however young they are. */
  readonly keepAtMost: number;
}

export interface PrunePlans extends PruneByAge {
  /** Where the call before stopped; absent, from the oldest plan on. */
  readonly after?: number;
}

export interface PrunedPlans {
  readonly pruned: number;
  /** Where to go on; absent when there is nothing further that is old enough. */
  readonly after?: number;
}

/** What nobody needs any longer. The space is used again: the file grows to the most that was ever kept, and no further. */
export interface RetentionWrites {
  /**
   * Deletes finished runs, with their events, approvals and compiled plans, and their executions and intents unless a later
   * run has taken those over. They go strictly in the order in which they ended, and the first that must stay ends the call.
   * Returns how many went.
   */
  pruneFinishedRuns(prune: PruneRuns): number;
  /** Deletes executions that never had a run and have not changed since, with their intents. Returns how many went. */
  pruneIdleExecutions(prune: PruneByAge): number;
  /** Looks at `batch` plans and deletes those that are old, that no kept run uses, and that no human has to decide about. */
  pruneUnusedPlans(prune: PrunePlans): PrunedPlans;
}
