export interface MetricDefinition {
  readonly name: `oap_${string}`;
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[];
}

const exchangeSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const attemptSeconds = [0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10, 30, 120, 600];
const runSeconds = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 21_600, 86_400];
const commitSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1];
const worksOfCommit = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/**
 * Every metric beside those of the process. All labels have few values: names come from the contracts, the registry or a closed
 * list, and whatever else is said counts as `other`. A caller, an identifier or a text is never a label.
 */
export const metricDefinitions = {
  exchanges: {
    name: "oap_exchanges_total",
    type: "counter",
    labels: ["operation", "status", "code"],
    help: "Exchanges that were answered, by operation, HTTP status and error code (OK without one).",
  },
  exchangeSeconds: {
    name: "oap_exchange_duration_seconds",
    type: "histogram",
    labels: ["operation", "outcome"],
    help: "Time from reading an exchange to its answer, by operation and outcome: ok, refused (4xx) or failed (5xx).",
    buckets: exchangeSeconds,
  },
  exchangesOpen: {
    name: "oap_exchanges_open",
    type: "gauge",
    labels: [],
    help: "Exchanges that are not answered yet.",
  },
  rateLimited: {
    name: "oap_rate_limited_total",
    type: "counter",
    labels: ["scope"],
    help: "Exchanges that were turned away by a rate limit, by its scope: global or caller.",
  },
  runsStarted: {
    name: "oap_runs_started_total",
    type: "counter",
    labels: ["kind"],
    help: "Runs that were accepted, by kind: invoke or plan.",
  },
  runsResumed: {
    name: "oap_runs_resumed_total",
    type: "counter",
    labels: ["kind"],
    help: "Runs that an earlier process left open and this one took up.",
  },
  runsOpen: {
    name: "oap_runs_open",
    type: "gauge",
    labels: ["kind"],
    help: "Runs that have not ended.",
  },
  runsEnded: {
    name: "oap_runs_ended_total",
    type: "counter",
    labels: ["kind", "state"],
    help: "Runs that ended, by their ExecutionState.",
  },
  runSeconds: {
    name: "oap_run_duration_seconds",
    type: "histogram",
    labels: ["kind"],
    help: "Time from the acceptance of a run to its end, over restarts.",
    buckets: runSeconds,
  },
  runsGivenUp: {
    name: "oap_runs_given_up_total",
    type: "counter",
    labels: ["kind"],
    help: "Runs that this process could not go on with; they wait on disk for the next start.",
  },
  stepsOpen: {
    name: "oap_plan_steps_open",
    type: "gauge",
    labels: [],
    help: "Steps of the runs that have not ended, whether the steps have or not.",
  },
  stepsEnded: {
    name: "oap_plan_steps_total",
    type: "counter",
    labels: ["state"],
    help: "Steps of ended runs, by their ExecutionState. An invocation is one step.",
  },
  attempts: {
    name: "oap_attempts_total",
    type: "counter",
    labels: ["module", "capability", "outcome"],
    help: "Attempts that ended, by outcome: success, failed, timed_out, cancelled, or denied before they began.",
  },
  attemptSeconds: {
    name: "oap_attempt_duration_seconds",
    type: "histogram",
    labels: ["module", "capability"],
    help: "Time that attempts took, with the wait for one of the capability's slots.",
    buckets: attemptSeconds,
  },
  attemptsRunning: {
    name: "oap_attempts_running",
    type: "gauge",
    labels: [],
    help: "Attempts that have begun and not ended.",
  },
  attemptFailures: {
    name: "oap_attempt_failures_total",
    type: "counter",
    labels: ["reason"],
    help: "Attempts that failed, timed out or were denied, by ExecutionFailureReason.",
  },
  attemptRetries: {
    name: "oap_attempt_retries_total",
    type: "counter",
    labels: [],
    help: "Attempts after the first one of their step.",
  },
  lateResults: {
    name: "oap_late_results_total",
    type: "counter",
    labels: ["place"],
    help: "Results that came when nobody wanted them any more and were dropped, by who dropped them: driver or runner.",
  },
  queueLength: {
    name: "oap_queue_length",
    type: "gauge",
    labels: ["queue"],
    help: "What waits: attempts for the process's room, slots of capabilities, writes for their commit.",
  },
  queueRejections: {
    name: "oap_queue_rejections_total",
    type: "counter",
    labels: ["queue"],
    help: "What was turned away since a bound was reached: runs, steps, attempts, slots, writes or subscribers.",
  },
  policyDecisions: {
    name: "oap_policy_decisions_total",
    type: "counter",
    labels: ["decision"],
    help: "Decisions of policy, by PolicyDecision, from the cache or not.",
  },
  policyFailures: {
    name: "oap_policy_failures_total",
    type: "counter",
    labels: [],
    help: "Evaluations of policy that failed, each of which is a denial.",
  },
  policyCacheReads: {
    name: "oap_policy_cache_reads_total",
    type: "counter",
    labels: ["result"],
    help: "Looks into the cache of decisions, by result: hit or miss.",
  },
  policyCacheEntries: {
    name: "oap_policy_cache_entries",
    type: "gauge",
    labels: [],
    help: "Decisions that the cache holds.",
  },
  approvalsOpen: {
    name: "oap_approvals_open",
    type: "gauge",
    labels: [],
    help: "Approvals that nobody has decided about.",
  },
  approvalsEnded: {
    name: "oap_approvals_total",
    type: "counter",
    labels: ["outcome"],
    help: "Approvals that ended, by outcome: approved, rejected, expired or overridden.",
  },
  killSwitchesActive: {
    name: "oap_kill_switches_active",
    type: "gauge",
    labels: ["scope"],
    help: "Kill switches that are on, by scope: global, module or session.",
  },
  ledgerEntries: {
    name: "oap_ledger_entries_total",
    type: "counter",
    labels: [],
    help: "Entries that were ever appended to the ledger.",
  },
  ledgerUnanchored: {
    name: "oap_ledger_unanchored_entries",
    type: "gauge",
    labels: [],
    help: "Entries that no checkpoint covers yet.",
  },
  ledgerCheckpointAge: {
    name: "oap_ledger_checkpoint_age_seconds",
    type: "gauge",
    labels: [],
    help: "Time since the latest checkpoint of the ledger; absent before the first.",
  },
  commits: {
    name: "oap_store_commits_total",
    type: "counter",
    labels: ["outcome"],
    help: "Group commits, by outcome: written or failed.",
  },
  commitSeconds: {
    name: "oap_store_commit_duration_seconds",
    type: "histogram",
    labels: [],
    help: "Time that a group commit took, with its works and the sync of the disk.",
    buckets: commitSeconds,
  },
  commitWorks: {
    name: "oap_store_commit_works",
    type: "histogram",
    labels: [],
    help: "Works that shared a group commit.",
    buckets: worksOfCommit,
  },
  journalFailures: {
    name: "oap_journal_failures_total",
    type: "counter",
    labels: [],
    help: "Writes of a run's journal that failed; each is tried again or gives the run up.",
  },
  eventSubscribers: {
    name: "oap_event_subscribers",
    type: "gauge",
    labels: [],
    help: "Open streams of server-sent events.",
  },
  eventSubscribersDropped: {
    name: "oap_event_subscribers_dropped_total",
    type: "counter",
    labels: [],
    help: "Streams that were ended since their reader was too slow.",
  },
  readingFailures: {
    name: "oap_reading_failures_total",
    type: "counter",
    labels: [],
    help: "Gauges that could not be read for a scrape and are absent from it.",
  },
  build: {
    name: "oap_build_info",
    type: "gauge",
    labels: ["version", "protocol_version", "node_version"],
    help: "1, with what runs as labels.",
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricKey = keyof typeof metricDefinitions;
