/** Time comes in through this port, so that tests decide what time it is. The engine's clock fits. */
export interface PluginClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `fire` once, at `at` (epoch milliseconds) or soon after; the function that it returns prevents that. */
  setTimer(at: number, fire: () => void): () => void;
}
