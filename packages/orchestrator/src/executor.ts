import type { FinalDecision } from "@oap/protocol";

/** Carries out one attempt at a decision: the adapter to a domain. Returning, with whatever value, is success. */
export type Executor = (attempt: ExecutorAttempt) => unknown;

export interface ExecutorAttempt {
  readonly decision: FinalDecision;
  /** The first is 0. */
  readonly attemptNumber: number;
  /** The same for every attempt; present if the policy turns idempotency on. */
  readonly idempotencyKey?: string;
  /** Aborts when the attempt's time is over or it is no longer wanted. An executor that goes on is abandoned. */
  readonly signal: AbortSignal;
}

/** What an executor throws to say that it failed, in contrast to an exception that it did not expect. */
export class ExecutorFailure extends Error {
  override readonly name = "ExecutorFailure";
  /** For programs, such as `out_of_paper`: lower-case letters, digits and underscores, at most 64. */
  readonly code: string;
  /** Whether another attempt can help. */
  readonly retryable: boolean;

  constructor(code = "executor_failed", { retryable = true }: { readonly retryable?: boolean } = {}) {
    super(code);
    this.code = code;
    this.retryable = retryable;
  }
}
