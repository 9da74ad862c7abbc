import type { ExecutionFailureReason, ExecutionState, PolicyDecision } from "@oap/protocol";
import type { Span } from "@opentelemetry/api";
import type { Readings } from "./readings.ts";
import type { TraceHeaders } from "./trace-context.ts";

/**
 * What the control plane tells those who watch it. Nothing here throws, waits or changes what happens, and none of it takes a
 * payload. Without one, use `noTelemetry`.
 */
export interface Telemetry {
  /** An exchange arrived: called before anything of it is read, and answered by exactly one `ended`. */
  exchangeStarted(headers: TraceHeaders): ExchangeTelemetry;
  /** A run is being accepted. Its trace is that of the exchange, else that of the active span. */
  runStarted(run: RunFacts, exchange?: ExchangeTelemetry): RunTelemetry;
  /** A run that an earlier process left open goes on, in the trace in which it was. */
  runResumed(run: RunFacts): RunTelemetry;
  /** A rate limit turned an exchange away. */
  rateLimited(scope: "global" | "caller"): void;
  /** A bound was reached, and something was turned away. */
  queueRejected(queue: BoundedQueue): void;
  policyDecided(decision: PolicyDecision): void;
  /** A policy could not be evaluated, which is a denial. */
  policyFailed(): void;
  approvalEnded(outcome: ApprovalOutcome): void;
  storeCommitted(commit: StoreCommit): void;
  /** A run's journal could not be written. */
  journalFailed(): void;
  /** A result was dropped: by the driver, whose run went on without it, or by the ToolRunner, whose attempt was over. */
  resultDropped(place: "driver" | "runner"): void;
  /** A stream of events was ended since its reader was too slow. */
  subscriberDropped(): void;
  /** Says what to read at each scrape, beside what was said before. */
  watch(readings: Readings): void;
  /** All metrics in the text format of Prometheus. */
  metrics(): Promise<string>;
  /** The media type of that text. */
  readonly metricsContentType: string;
}

/** One exchange. */
export interface ExchangeTelemetry {
  /** The envelope is understood; from here on there is a span. Called at most once. */
  understood(exchange: ExchangeFacts): void;
  /** The OrchTraceId of the exchange, once it is understood. Without an incoming trace and without a tracing SDK there is none. */
  readonly traceId: string | undefined;
  /** For a run that begins or goes on with it. */
  readonly span: Span | undefined;
  /** Does work in which this exchange's span is the active one. */
  run<T>(work: () => T): T;
  /** `code` is absent on success. */
  ended(answer: { readonly status: number; readonly code?: string | undefined }): void;
}

export interface ExchangeFacts {
  /** Its envelope type, known or not. */
  readonly operation: string;
  /** The OrchId. */
  readonly id: string;
  readonly session_id?: string | undefined;
  /** `_meta.trace_id` */
  readonly trace_id?: string | undefined;
}

/** A record of the store is one. */
export interface RunFacts {
  readonly invocation_id: string;
  readonly kind: "invoke" | "plan";
  readonly plan_id?: string | undefined;
  readonly execution_id?: string | undefined;
  /** How many steps it has. */
  readonly steps: number;
  /** What `RunTelemetry.traceparent` was: of this run where it is resumed, of the earlier run where one is tried again. */
  readonly traceparent?: string | undefined;
}

export interface RunTelemetry {
  readonly traceId: string | undefined;
  /** To be kept with the run, so that it can be resumed in its trace. */
  readonly traceparent: string | undefined;
  attemptStarted(attempt: AttemptFacts): AttemptTelemetry;
  /** Governance or a kill switch refused an attempt before it began. */
  attemptDenied(attempt: AttemptFacts, reason: ExecutionFailureReason): void;
  /** An exchange made it go on: a resumption, an approval. */
  continued(why: "resumed" | "approved", exchange: ExchangeTelemetry): void;
  /** Its end is on disk. `steps` are the states of all its steps. */
  ended(end: RunEnd): void;
  /** Its acceptance came to nothing: it is not on disk, and counts for nothing. */
  withdrawn(): void;
  /** This process cannot go on with it. It stays open on disk. */
  givenUp(): void;
}

export interface RunEnd {
  readonly state: ExecutionState;
  readonly error?: Failure | undefined;
  /** From acceptance, in milliseconds. */
  readonly durationMs: number;
  readonly steps: Iterable<{ readonly state: ExecutionState }>;
}

export interface AttemptFacts {
  readonly target: { readonly module_id: string; readonly capability: string; readonly version: string };
  readonly step_id: string;
  /** Counts from 1. */
  readonly attempt: number;
}

export interface AttemptTelemetry {
  /** Does work in which this attempt's span is the active one. */
  run<T>(work: () => T): T;
  /** What lets a remote module join the trace, beside its `Orch-Trace-Id`: `traceparent`, `tracestate`. Empty without a trace. */
  traceHeaders(): Readonly<Record<string, string>>;
  /** Takes an AttemptOutcome of ToolRunner as it is. */
  ended(outcome: AttemptEnd): void;
}

export type AttemptEnd =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly error: Failure;
      readonly timed_out?: boolean | undefined;
      readonly cancelled?: boolean | undefined;
    };

/** As far as it is told of a failure: never its message. An ExecutionErrorInfo is one. */
export interface Failure {
  readonly reason: ExecutionFailureReason;
  readonly underlying_error?: { readonly code: string } | undefined;
}

export type BoundedQueue = "runs" | "steps" | "bytes" | "attempts" | "slots" | "writes" | "subscribers";
export type ApprovalOutcome = "approved" | "rejected" | "expired" | "overridden";

export interface StoreCommit {
  readonly ok: boolean;
  /** How many works shared it. */
  readonly works: number;
  readonly durationMs: number;
}
