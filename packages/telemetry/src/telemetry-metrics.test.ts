import { describe, expect, it } from "vitest";
import { labelledCapabilitiesMax } from "./capability-labels.ts";
import { createTelemetry } from "./create-telemetry.ts";
import { findPlantedSecrets } from "./find-planted-secrets.ts";
import { metricDefinitions } from "./metric-definitions.ts";
import { noTelemetry } from "./no-telemetry.ts";
import { plantedSecrets } from "./planted-secrets.ts";
import type { RunFacts, Telemetry } from "./telemetry.ts";

const run: RunFacts = { invocation_id: "inv_1", kind: "plan", steps: 3 };
const target = { module_id: "image", capability: "analyze", version: "1.0.0" };
const attempt = { target, step_id: "a", attempt: 1 };

function watched({ isCapability = () => true }: { isCapability?: () => boolean } = {}) {
  let now = 0;
  const telemetry = createTelemetry({
    version: "1.2.3",
    isCapability,
    processMetrics: false,
    now: () => now,
    wallNow: () => Date.parse("2026-01-01T00:01:00.000Z"),
  });
  return {
    telemetry,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** The lines of one metric in a scrape, by what stands before the value. */
async function scrape(telemetry: Telemetry, name: string): Promise<Record<string, number>> {
  const sample = new RegExp(`^${name}((?:_bucket|_sum|_count)?(?:\\{.*\\})?) (.+)$`, "gm");
  const found = [...(await telemetry.metrics()).matchAll(sample)];
  return Object.fromEntries(found.map(([, place, value]) => [place, Number(value)]));
}

describe("metrics of exchanges", () => {
  it("count them by operation, status and code, and measure them", async () => {
    const { telemetry, pass } = watched();
    const first = telemetry.exchangeStarted({});
    const second = telemetry.exchangeStarted({});
    first.understood({ operation: "exec.invoke", id: "1" });
    pass(3);
    first.ended({ status: 200 });
    expect(await scrape(telemetry, "oap_exchanges_open")).toEqual({ "": 1 });
    second.understood({ operation: "exec.invoke", id: "2" });
    second.ended({ status: 503, code: "OVERLOADED" });
    telemetry.exchangeStarted({}).ended({ status: 400, code: "PARSE_ERROR" });
    expect(await scrape(telemetry, "oap_exchanges_open")).toEqual({ "": 0 });
    expect(await scrape(telemetry, "oap_exchanges_total")).toEqual({
      '{operation="exec.invoke",status="200",code="OK"}': 1,
      '{operation="exec.invoke",status="503",code="OVERLOADED"}': 1,
      '{operation="unread",status="400",code="PARSE_ERROR"}': 1,
    });
    const seconds = await scrape(telemetry, "oap_exchange_duration_seconds");
    expect(seconds).toMatchObject({
      '_bucket{le="0.0025",operation="exec.invoke",outcome="ok"}': 0,
      '_bucket{le="0.005",operation="exec.invoke",outcome="ok"}': 1,
      '_sum{operation="exec.invoke",outcome="ok"}': 0.003,
      '_count{operation="exec.invoke",outcome="failed"}': 1,
      '_count{operation="unread",outcome="refused"}': 1,
    });
  });

  it("count once what is ended twice", async () => {
    const { telemetry } = watched();
    const exchange = telemetry.exchangeStarted({});
    exchange.ended({ status: 200 });
    exchange.ended({ status: 500, code: "INTERNAL" });
    expect(await scrape(telemetry, "oap_exchanges_total")).toEqual({
      '{operation="unread",status="200",code="OK"}': 1,
    });
    expect(await scrape(telemetry, "oap_exchanges_open")).toEqual({ "": 0 });
  });

  it("have bounded labels, whatever is asked for", async () => {
    const { telemetry } = watched();
    for (let index = 0; index < 100; index++) {
      const exchange = telemetry.exchangeStarted({});
      exchange.understood({
        operation: index === 0 ? "toString" : `operation ${index}`,
        id: `${index}`,
        session_id: `${index}`,
      });
      exchange.ended({ status: 600 + index + 0.5, code: index === 0 ? "constructor" : `code ${index}` });
    }
    expect(await scrape(telemetry, "oap_exchanges_total")).toEqual({
      '{operation="other",status="other",code="other"}': 100,
    });
  });
});

describe("metrics of runs and attempts", () => {
  it("follow them from their start to their end", async () => {
    const { telemetry, pass } = watched();
    const running = telemetry.runStarted(run);
    expect(await scrape(telemetry, "oap_runs_open")).toEqual({ '{kind="invoke"}': 0, '{kind="plan"}': 1 });
    expect(await scrape(telemetry, "oap_plan_steps_open")).toEqual({ "": 3 });
    const trying = running.attemptStarted(attempt);
    expect(await scrape(telemetry, "oap_attempts_running")).toEqual({ "": 1 });
    pass(20);
    trying.ended({ ok: false, error: { reason: "UPSTREAM_UNAVAILABLE" } });
    const again = running.attemptStarted({ ...attempt, attempt: 2 });
    again.ended({ ok: true });
    again.ended({ ok: true });
    running.attemptDenied(attempt, "POLICY_DENIED");
    const states = ["COMPLETED", "CANCELLED", "CANCELLED"] as const;
    for (let times = 0; times < 2; times++) {
      running.ended({ state: "COMPLETED", durationMs: 2000, steps: states.map((state) => ({ state })) });
    }
    expect(await scrape(telemetry, "oap_attempts_running")).toEqual({ "": 0 });
    expect(await scrape(telemetry, "oap_attempts_total")).toEqual({
      '{module="image",capability="analyze",outcome="failed"}': 1,
      '{module="image",capability="analyze",outcome="success"}': 1,
      '{module="image",capability="analyze",outcome="denied"}': 1,
    });
    expect(await scrape(telemetry, "oap_attempt_failures_total")).toEqual({
      '{reason="UPSTREAM_UNAVAILABLE"}': 1,
      '{reason="POLICY_DENIED"}': 1,
    });
    expect(await scrape(telemetry, "oap_attempt_retries_total")).toEqual({ "": 1 });
    expect(await scrape(telemetry, "oap_attempt_duration_seconds_sum")).toEqual({
      '{module="image",capability="analyze"}': 0.02,
    });
    expect(await scrape(telemetry, "oap_runs_open")).toMatchObject({ '{kind="plan"}': 0 });
    expect(await scrape(telemetry, "oap_plan_steps_open")).toEqual({ "": 0 });
    expect(await scrape(telemetry, "oap_runs_ended_total")).toMatchObject({
      '{kind="plan",state="COMPLETED"}': 1,
      '{kind="plan",state="FAILED"}': 0,
    });
    expect(await scrape(telemetry, "oap_plan_steps_total")).toEqual({
      '{state="COMPLETED"}': 1,
      '{state="CANCELLED"}': 2,
    });
    expect(await scrape(telemetry, "oap_run_duration_seconds_sum")).toEqual({ '{kind="plan"}': 2 });
  });

  it("tell runs apart that are resumed or given up", async () => {
    const { telemetry } = watched();
    telemetry.runResumed(run).givenUp();
    expect(await scrape(telemetry, "oap_runs_started_total")).toMatchObject({ '{kind="plan"}': 0 });
    expect(await scrape(telemetry, "oap_runs_resumed_total")).toMatchObject({ '{kind="plan"}': 1 });
    expect(await scrape(telemetry, "oap_runs_given_up_total")).toMatchObject({ '{kind="plan"}': 1 });
    expect(await scrape(telemetry, "oap_runs_open")).toMatchObject({ '{kind="plan"}': 0 });
  });

  it("forget a run whose acceptance came to nothing, also where a scrape has counted it", async () => {
    const { telemetry } = watched();
    const started = () => scrape(telemetry, "oap_runs_started_total");
    telemetry.runStarted(run).withdrawn();
    expect(await started()).toMatchObject({ '{kind="plan"}': 0 });
    const counted = telemetry.runStarted(run);
    expect(await started()).toMatchObject({ '{kind="plan"}': 1 });
    counted.withdrawn();
    expect(await started()).toMatchObject({ '{kind="plan"}': 1 });
    expect(await scrape(telemetry, "oap_runs_open")).toMatchObject({ '{kind="plan"}': 0 });
    telemetry.runStarted(run);
    expect(await started()).toMatchObject({ '{kind="plan"}': 1 });
    telemetry.runStarted(run);
    expect(await started()).toMatchObject({ '{kind="plan"}': 2 });
  });

  it.each([Number.NaN, -5, Number.POSITIVE_INFINITY])("take a duration of %s for none", async (durationMs) => {
    const { telemetry } = watched();
    telemetry.runStarted(run).ended({ state: "FAILED", durationMs, steps: [] });
    telemetry.storeCommitted({ ok: true, works: 1, durationMs });
    expect(await scrape(telemetry, "oap_run_duration_seconds_sum")).toEqual({ '{kind="plan"}': 0 });
    expect(await scrape(telemetry, "oap_store_commit_duration_seconds_sum")).toEqual({ "": 0 });
  });

  it("name capabilities of the registry alone", async () => {
    const { telemetry } = watched({ isCapability: () => false });
    telemetry.runStarted(run).attemptStarted(attempt).ended({ ok: true });
    expect(await scrape(telemetry, "oap_attempts_total")).toEqual({
      '{module="other",capability="other",outcome="success"}': 1,
    });
  });

  it("name so many capabilities, and no further ones", async () => {
    let asked = 0;
    const { telemetry } = watched({ isCapability: () => ++asked > 0 });
    const running = telemetry.runStarted(run);
    for (let times = 0; times < 2; times++) {
      for (let index = 0; index < labelledCapabilitiesMax + 50; index++) {
        running.attemptStarted({ ...attempt, target: { ...target, capability: `c${index}` } }).ended({ ok: true });
      }
    }
    const counted = await scrape(telemetry, "oap_attempts_total");
    expect(Object.keys(counted)).toHaveLength(labelledCapabilitiesMax + 1);
    expect(counted['{module="other",capability="other",outcome="success"}']).toBe(100);
    expect(asked).toBe(labelledCapabilitiesMax);
  });

  it("do not name a capability like a secret", async () => {
    const secrets = plantedSecrets("metrics").filter(({ name }) => name === undefined);
    const { telemetry } = watched();
    for (const { text } of secrets) {
      const exchange = telemetry.exchangeStarted({ traceparent: text, "orch-trace-id": text });
      exchange.understood({ operation: text, id: text });
      const named = { ...attempt, target: { module_id: text, capability: text, version: text } };
      const running = telemetry.runStarted({ ...run, plan_id: text }, exchange);
      running.attemptStarted(named).ended({ ok: true });
      running.attemptDenied(named, "POLICY_DENIED");
      exchange.ended({ status: 200, code: text });
    }
    expect(findPlantedSecrets(await telemetry.metrics(), secrets)).toEqual([]);
  });
});

describe("metrics of events", () => {
  it("count what they are told", async () => {
    const { telemetry } = watched();
    telemetry.rateLimited("caller");
    telemetry.queueRejected("runs");
    telemetry.policyDecided("DENY");
    telemetry.policyFailed();
    telemetry.approvalEnded("expired");
    telemetry.storeCommitted({ ok: true, works: 3, durationMs: 2 });
    telemetry.storeCommitted({ ok: false, works: 1, durationMs: 2 });
    telemetry.journalFailed();
    telemetry.resultDropped("runner");
    telemetry.subscriberDropped();
    expect(await scrape(telemetry, "oap_rate_limited_total")).toEqual({ '{scope="global"}': 0, '{scope="caller"}': 1 });
    expect(await scrape(telemetry, "oap_queue_rejections_total")).toMatchObject({
      '{queue="runs"}': 1,
      '{queue="slots"}': 0,
    });
    expect(await scrape(telemetry, "oap_policy_decisions_total")).toMatchObject({
      '{decision="DENY"}': 1,
      '{decision="ALLOW"}': 0,
    });
    expect(await scrape(telemetry, "oap_policy_failures_total")).toEqual({ "": 1 });
    expect(await scrape(telemetry, "oap_approvals_total")).toMatchObject({
      '{outcome="expired"}': 1,
      '{outcome="approved"}': 0,
    });
    expect(await scrape(telemetry, "oap_store_commits_total")).toEqual({
      '{outcome="written"}': 1,
      '{outcome="failed"}': 1,
    });
    expect(await scrape(telemetry, "oap_store_commit_works")).toMatchObject({
      '_bucket{le="2"}': 1,
      '_bucket{le="4"}': 2,
      _sum: 4,
    });
    expect(await scrape(telemetry, "oap_store_commit_duration_seconds_sum")).toEqual({ "": 0.004 });
    expect(await scrape(telemetry, "oap_journal_failures_total")).toEqual({ "": 1 });
    expect(await scrape(telemetry, "oap_late_results_total")).toEqual({ '{place="driver"}': 0, '{place="runner"}': 1 });
    expect(await scrape(telemetry, "oap_event_subscribers_dropped_total")).toEqual({ "": 1 });
  });
});

describe("metrics that are read", () => {
  const all = {
    queueLengths: () => ({ attempts: 4, writes: 0 }),
    approvalsOpen: () => 2,
    killSwitchesActive: () => ["module", "module", "global"] as const,
    policyCache: () => ({ hits: 10, misses: 3, entries: 3 }),
    ledger: () => ({ entries: 12, checkpoint: { last_entry: 10, created_at: "2026-01-01T00:00:00.000Z" } }),
    eventSubscribers: () => 7,
  };
  const expected = {
    oap_queue_length: { '{queue="attempts"}': 4, '{queue="writes"}': 0 },
    oap_approvals_open: { "": 2 },
    oap_kill_switches_active: { '{scope="global"}': 1, '{scope="module"}': 2, '{scope="session"}': 0 },
    oap_policy_cache_reads_total: { '{result="hit"}': 10, '{result="miss"}': 3 },
    oap_policy_cache_entries: { "": 3 },
    oap_ledger_entries_total: { "": 12 },
    oap_ledger_unanchored_entries: { "": 2 },
    oap_ledger_checkpoint_age_seconds: { "": 60 },
    oap_event_subscribers: { "": 7 },
  };
  const names = Object.keys(expected) as (keyof typeof expected)[];

  it("are absent where nobody says what to read", async () => {
    const { telemetry } = watched();
    for (const name of names) expect(await scrape(telemetry, name)).toEqual({});
  });

  it("are as they are at each scrape", async () => {
    const { telemetry } = watched();
    telemetry.watch({ ...all, approvalsOpen: () => 1 });
    telemetry.watch({ approvalsOpen: all.approvalsOpen });
    for (let times = 0; times < 2; times++) {
      for (const name of names) expect(await scrape(telemetry, name)).toEqual(expected[name]);
    }
  });

  it("are absent before the first checkpoint, and count all entries as not covered", async () => {
    const { telemetry } = watched();
    telemetry.watch({ ledger: () => ({ entries: 5 }) });
    expect(await scrape(telemetry, "oap_ledger_checkpoint_age_seconds")).toEqual({});
    expect(await scrape(telemetry, "oap_ledger_unanchored_entries")).toEqual({ "": 5 });
  });

  it("are absent where they cannot be read, and the others are there", async () => {
    const { telemetry } = watched();
    telemetry.watch(all);
    await telemetry.metrics();
    telemetry.watch({
      approvalsOpen: () => {
        throw new Error("the store is closed");
      },
    });
    expect(await scrape(telemetry, "oap_approvals_open")).toEqual({});
    expect(await scrape(telemetry, "oap_policy_cache_entries")).toEqual({ "": 3 });
    expect(await scrape(telemetry, "oap_reading_failures_total")).toEqual({ "": 3 });
  });
});

describe("a scrape", () => {
  it("has every metric with its help and its type, and says what runs", async () => {
    const { telemetry } = watched();
    const text = await telemetry.metrics();
    for (const { name, type, help } of Object.values(metricDefinitions)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}`);
    }
    expect(text).toContain(
      `oap_build_info{version="1.2.3",protocol_version="oap.v1",node_version="${process.version}"} 1`,
    );
    expect(telemetry.metricsContentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  });

  it("has the metrics of the process, once for all control planes in it", async () => {
    const scrapes = [1, 2].map(() => createTelemetry({ version: "1", isCapability: () => true }).metrics());
    for (const text of await Promise.all(scrapes)) {
      expect(text.match(/^# TYPE process_cpu_seconds_total counter$/gm)).toHaveLength(1);
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    }
  });

  it("is of one control plane, not of another", async () => {
    const [one, another] = [watched(), watched()];
    one.telemetry.policyFailed();
    expect(await scrape(another.telemetry, "oap_policy_failures_total")).toEqual({ "": 0 });
  });

  it("is read by the rules of its format", async () => {
    const { telemetry } = watched();
    telemetry.runStarted(run).attemptStarted(attempt).ended({ ok: true });
    const sample = /^[a-z_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? (-?[0-9.e+-]+|\+Inf|NaN)$/;
    for (const line of (await telemetry.metrics()).split("\n")) {
      if (line !== "" && !line.startsWith("# ")) expect(line).toMatch(sample);
    }
  });

  it("names counters, durations and everything else as Prometheus asks", () => {
    for (const { name, type } of Object.values(metricDefinitions)) {
      expect(name).toMatch(/^oap_[a-z]+(_[a-z]+)*$/);
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      if (name.includes("duration") || name.includes("age")) expect(name).toMatch(/_seconds$/);
    }
  });
});

describe("no telemetry", () => {
  it("does the work, and nothing else", async () => {
    const exchange = noTelemetry.exchangeStarted({ traceparent: "x" });
    exchange.understood({ operation: "exec.invoke", id: "1" });
    expect(exchange.traceId).toBeUndefined();
    expect(exchange.run(() => 1)).toBe(1);
    const running = noTelemetry.runStarted(run, exchange);
    expect(running.attemptStarted(attempt).run(() => 2)).toBe(2);
    expect(running.attemptStarted(attempt).traceHeaders()).toEqual({});
    expect(await noTelemetry.metrics()).toBe("");
  });

  it("has all that a telemetry has", () => {
    const { telemetry } = watched();
    expect(Object.keys(noTelemetry).sort()).toEqual(Object.keys(telemetry).sort());
    expect(noTelemetry.metricsContentType).toBe(telemetry.metricsContentType);
  });
});

describe("telemetry without a tracing SDK", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  it("hands on the trace that came, and makes none", () => {
    const { telemetry } = watched();
    const exchange = telemetry.exchangeStarted({ traceparent });
    exchange.understood({ operation: "exec.invoke", id: "1" });
    expect(exchange.traceId).toBe("4bf92f3577b34da6a3ce929d0e0e4736");
    const running = telemetry.runStarted(run, exchange);
    expect(running.traceparent).toBe(traceparent);
    expect(running.attemptStarted(attempt).traceHeaders()).toEqual({ traceparent });

    const other = telemetry.exchangeStarted({});
    other.understood({ operation: "exec.invoke", id: "1" });
    expect(other.traceId).toBeUndefined();
    expect(telemetry.runStarted(run, other).traceparent).toBeUndefined();
  });
});
