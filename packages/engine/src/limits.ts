/** The engine's own bounds. Those that a client can notice are in the contracts. */
export interface EngineLimits {
  /** Runs that are accepted and have not ended; one more is OVERLOADED. */
  readonly openRunsMax: number;
  /** Steps of these runs together, since memory grows with them: one more is OVERLOADED too. */
  readonly openStepsMax: number;
  /** What these runs hold together, in bytes of JSON: inputs, plans, and the outputs so far. One more run is OVERLOADED then. */
  readonly openBytesMax: number;
  /** Attempts of all runs together that run at once; further ones wait in order. */
  readonly attemptsRunningMax: number;
  /** How long `close` lets open work go on, in milliseconds. What is still open then resumes at the next start. */
  readonly closeWaitMsMax: number;
  /** How long a request for approval waits for a human, in milliseconds. Then it counts as rejected. */
  readonly approvalWaitMs: number;
}

export const engineLimits: EngineLimits = Object.freeze({
  openRunsMax: 4096,
  openStepsMax: 400_000,
  openBytesMax: 512 * 1024 * 1024,
  attemptsRunningMax: 256,
  closeWaitMsMax: 2000,
  approvalWaitMs: 24 * 60 * 60 * 1000,
});

/** A journal that cannot be written (a full disk) is tried again after this long, in milliseconds. */
export const journalRetryMs = 1000;
/** After this many tries a run is given up until the next start: about a minute. */
export const journalRetriesMax = 60;
/** Ended plan runs whose step states are kept at hand, since they are replayed from the journal otherwise. */
export const replaysKeptMax = 32;
