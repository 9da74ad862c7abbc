import type { ControlScope } from "@oap/protocol";
import type { Metrics } from "./metrics.ts";

export type WaitingQueue = "attempts" | "slots" | "writes";

/** What is read for each scrape, since others count it already. One that is absent, or throws, is absent from the scrape. */
export interface Readings {
  /** How many wait in a queue. */
  readonly queueLengths?: () => Readonly<Partial<Record<WaitingQueue, number>>>;
  readonly approvalsOpen?: () => number;
  /** The scopes of the kill switches that are on, one for each. */
  readonly killSwitchesActive?: () => readonly ControlScope[];
  readonly policyCache?: () => { readonly hits: number; readonly misses: number; readonly entries: number };
  readonly ledger?: () => LedgerReading;
  readonly eventSubscribers?: () => number;
}

export interface LedgerReading {
  /** The ordinal of the latest entry. */
  readonly entries: number;
  /** The latest one. */
  readonly checkpoint?: { readonly last_entry: number /** RFC 3339 */; readonly created_at: string } | undefined;
}

const scopes: readonly ControlScope[] = ["global", "module", "session"];

/** Brings the metrics that are read up to date. `now` is in epoch milliseconds. */
export function read(metrics: Metrics, readings: Readings, now: number): void {
  const attempt = (update: () => void): void => {
    try {
      update();
    } catch {
      metrics.readingFailures.inc();
    }
  };
  metrics.queueLength.reset();
  metrics.killSwitchesActive.reset();
  metrics.policyCacheReads.reset();
  const { approvalsOpen, policyCacheEntries, ledgerEntries, ledgerUnanchored, ledgerCheckpointAge, eventSubscribers } =
    metrics;
  for (const metric of [approvalsOpen, policyCacheEntries, ledgerUnanchored, ledgerCheckpointAge, eventSubscribers]) {
    metric.remove();
  }
  ledgerEntries.remove();

  attempt(() => {
    for (const [queue, length] of Object.entries(readings.queueLengths?.() ?? {})) {
      metrics.queueLength.set({ queue }, length);
    }
  });
  attempt(() => {
    const active = readings.killSwitchesActive?.();
    if (active === undefined) return;
    for (const scope of scopes)
      metrics.killSwitchesActive.set({ scope }, active.filter((each) => each === scope).length);
  });
  attempt(() => {
    const cache = readings.policyCache?.();
    if (cache === undefined) return;
    metrics.policyCacheReads.inc({ result: "hit" }, cache.hits);
    metrics.policyCacheReads.inc({ result: "miss" }, cache.misses);
    policyCacheEntries.set(cache.entries);
  });
  attempt(() => {
    const ledger = readings.ledger?.();
    if (ledger === undefined) return;
    ledgerEntries.inc(ledger.entries);
    ledgerUnanchored.set(ledger.entries - (ledger.checkpoint?.last_entry ?? 0));
    if (ledger.checkpoint !== undefined) {
      ledgerCheckpointAge.set(Math.max(0, now - Date.parse(ledger.checkpoint.created_at)) / 1000);
    }
  });
  attempt(() => {
    if (readings.approvalsOpen !== undefined) approvalsOpen.set(readings.approvalsOpen());
  });
  attempt(() => {
    if (readings.eventSubscribers !== undefined) eventSubscribers.set(readings.eventSubscribers());
  });
}
