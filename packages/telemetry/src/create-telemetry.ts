import { transport } from "@oap/protocol";
import { context, type Link, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { Registry } from "prom-client";
import { CapabilityLabelling, type IsCapability } from "./capability-labels.ts";
import { createMetrics } from "./metrics.ts";
import { processMetrics } from "./process-metrics.ts";
import { type Readings, read } from "./readings.ts";
import { secondsOf } from "./seconds-of.ts";
import { spanAttributes } from "./span-attributes.ts";
import { currentTracer } from "./spans.ts";
import { startAtZero } from "./start-at-zero.ts";
import type { RunFacts, Telemetry } from "./telemetry.ts";
import { readTraceparent } from "./trace-context.ts";
import { nothingOpen, readOpen, type Watch } from "./watch.ts";
import { WatchedExchange } from "./watched-exchange.ts";
import { WatchedRun } from "./watched-run.ts";

export interface TelemetryOptions {
  /** Of the control plane, for `oap_build_info`. */
  readonly version: string;
  /** Whether the registry has a capability: only then are its names labels. Asked once for each. */
  readonly isCapability: IsCapability;
  /** Whether the scrape has the metrics of the process too. Default true. */
  readonly processMetrics?: boolean;
  /** Milliseconds that never go back, for durations. Default: the process's own. */
  readonly now?: () => number;
  /** Epoch milliseconds, for the age of the ledger's checkpoint. */
  readonly wallNow?: () => number;
}

/**
 * Metrics in a registry of their own, and spans by whatever OpenTelemetry SDK the process has registered.
 *
 * Source: OpenMetrics and Prometheus naming; W3C Trace Context; OpenTelemetry semantic conventions 1.45.
 */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { now = () => performance.now(), wallNow = Date.now } = options;
  const registry = new Registry();
  const metrics = createMetrics(registry);
  startAtZero(metrics);
  const protocol_version = transport.mediaTypeVersion;
  metrics.build.set({ version: options.version, protocol_version, node_version: process.version }, 1);
  const open = nothingOpen();
  const labelling = new CapabilityLabelling(options.isCapability);
  const watch: Watch = { metrics, open, labelling, tracer: currentTracer(), now };
  let readings: Readings = {};

  return {
    exchangeStarted: (headers) => new WatchedExchange(watch, headers),
    runStarted: (run, exchange) => {
      open.accepted[run.kind] += 1;
      const active = context.active();
      const parent = exchange?.span === undefined ? active : trace.setSpan(active, exchange.span);
      return new WatchedRun(watch, run, { parent, links: earlier(run, "retried") });
    },
    runResumed: (run) => {
      metrics.runsResumed.inc({ kind: run.kind });
      const links = earlier(run, "resumed");
      const [link] = links;
      const parent = link === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, link.context);
      return new WatchedRun(watch, run, { parent, links });
    },
    rateLimited: (scope) => metrics.rateLimited.inc({ scope }),
    queueRejected: (queue) => metrics.queueRejections.inc({ queue }),
    policyDecided: (decision) => metrics.policyDecisions.inc({ decision }),
    policyFailed: () => metrics.policyFailures.inc(),
    approvalEnded: (outcome) => metrics.approvalsEnded.inc({ outcome }),
    storeCommitted: ({ ok, works, durationMs }) => {
      metrics.commits.inc({ outcome: ok ? "written" : "failed" });
      metrics.commitWorks.observe(works);
      metrics.commitSeconds.observe(secondsOf(durationMs));
    },
    journalFailed: () => metrics.journalFailures.inc(),
    resultDropped: (place) => metrics.lateResults.inc({ place }),
    subscriberDropped: () => metrics.eventSubscribersDropped.inc(),
    watch: (further) => {
      readings = { ...readings, ...further };
    },
    metrics: async () => {
      readOpen(metrics, open);
      read(metrics, readings, wallNow());
      const own = await registry.metrics();
      return options.processMetrics === false ? own : `${own}\n${await processMetrics().metrics()}`;
    },
    metricsContentType: registry.contentType,
  };
}

/** A link to the span of the run that is resumed or tried again, where its trace was kept. */
function earlier({ traceparent }: RunFacts, type: "resumed" | "retried"): Link[] {
  const span = readTraceparent({ traceparent });
  return span === undefined ? [] : [{ context: span, attributes: { [spanAttributes.link]: type } }];
}
