import type { ExecutionPolicy, FinalDecision } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { execute } from "./execute.ts";
import { ExecutionLimits } from "./execution-limits.ts";
import { MemoryRecords } from "./execution-records.ts";
import { orchestrationPlan } from "./orchestration-plan.ts";
import { type Act, acts, ScriptedExecutor } from "./testing/scripted-executor.ts";
import { SimulatedClock } from "./testing/simulated-clock.ts";

const policies: fc.Arbitrary<ExecutionPolicy> = fc.record(
  {
    retry: fc.record({
      max_retries: fc.nat({ max: 5 }),
      initial_backoff_ms: fc.nat({ max: 200 }),
      max_backoff_ms: fc.nat({ max: 500 }),
      backoff_multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
    }),
    timeout: fc.record({
      timeout_per_action_ms: fc.integer({ min: 1, max: 300 }),
      max_total_time_ms: fc.integer({ min: 1, max: 1500 }),
    }),
    concurrency: fc.record({ max_concurrency: fc.integer({ min: 1, max: 4 }) }),
    rate_limit: fc.record(
      {
        per_action: fc.record({
          max_executions: fc.integer({ min: 1, max: 4 }),
          window_ms: fc.integer({ min: 1, max: 500 }),
        }),
        global: fc.record({
          max_executions: fc.integer({ min: 1, max: 6 }),
          window_ms: fc.integer({ min: 1, max: 500 }),
        }),
      },
      { requiredKeys: [] },
    ),
    idempotency: fc.record({ idempotency_enabled: fc.boolean() }),
  },
  { requiredKeys: [] },
);

const decisions: fc.Arbitrary<FinalDecision> = fc.record({
  action: fc.constantFrom("ACT", "EXIT", "STOP"),
  allowed: fc.constant(true),
  reasons: fc.constant([]),
  params: fc.record({ n: fc.nat({ max: 3 }) }),
});

const calls = fc.array(fc.record({ decision: decisions, script: acts, comesAt: fc.nat({ max: 800 }) }), {
  minLength: 1,
  maxLength: 8,
});

/** Runs calls that come at different times under one policy, and notes everything that happens. */
async function simulate(
  policy: ExecutionPolicy,
  given: readonly { readonly decision: FinalDecision; readonly script: readonly Act[]; readonly comesAt: number }[],
) {
  const clock = new SimulatedClock();
  const shared = { clock, limits: new ExecutionLimits(), records: new MemoryRecords() };
  const executors = given.map(({ script }) => new ScriptedExecutor(clock, script));
  let runningMax = 0;
  const watched = given.map(async ({ decision, comesAt }, index) => {
    await clock.work(comesAt);
    return execute(
      decision,
      {},
      policy,
      (attempt) => {
        const run = executors[index]?.run(attempt);
        runningMax = Math.max(
          runningMax,
          executors.reduce((sum, { running }) => sum + running, 0),
        );
        return run;
      },
      shared,
    );
  });
  const reports = await clock.settle(Promise.all(watched));
  return { reports, runningMax, starts: executors.map(({ startedAt }) => startedAt) };
}

describe("whatever the policy, the executors and the times at which executions come", () => {
  it("INV-EXE-1: the same inputs give the same reports, and the same attempts at the same times", async () => {
    await fc.assert(
      fc.asyncProperty(policies, calls, async (policy, given) => {
        expect(await simulate(policy, given)).toEqual(await simulate(policy, given));
      }),
      { numRuns: 60 },
    );
  });

  it("INV-EXE-2: attempts, time and concurrency stay within the policy", async () => {
    await fc.assert(
      fc.asyncProperty(policies, calls, async (policy, given) => {
        const { reports, runningMax, starts } = await simulate(policy, given);
        expect(runningMax).toBeLessThanOrEqual(policy.concurrency?.max_concurrency ?? 1);
        for (const [index, report] of reports.entries()) {
          const plan = orchestrationPlan(given[index]!.decision, policy);
          expect(starts[index]!.length).toBeLessThanOrEqual(Math.min(plan.max_retries + 1, bounds.attemptsMax));
          expect(report.total_latency_ms).toBeLessThanOrEqual(plan.max_total_time_ms);
          expect(report.attempts.length).toBeLessThanOrEqual(plan.max_retries + 1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("INV-EXE-3, INV-EXE-5: every attempt is in a sound report, which counts one end and repeats no message", async () => {
    await fc.assert(
      fc.asyncProperty(policies, calls, async (policy, given) => {
        const { reports, starts } = await simulate(policy, given);
        for (const [index, report] of reports.entries()) {
          expect(validators.ExecutionReport(report)).toEqual([]);
          const { success_count, failed_count, skipped_count, denied_count } = report;
          expect(success_count + failed_count + skipped_count + denied_count).toBe(1);
          if (!policy.idempotency?.idempotency_enabled) expect(report.attempts).toHaveLength(starts[index]!.length);
          expect(report.attempts.map(({ attempt_number }) => attempt_number)).toEqual([...report.attempts.keys()]);
          expect(report.markers === undefined).toBe(success_count === 1);
          expect(JSON.stringify(report)).not.toContain("hunter2");
        }
      }),
      { numRuns: 100 },
    );
  });

  it("INV-EXE-6: no span as long as the window has more starts than the limit, of one action and of all", async () => {
    await fc.assert(
      fc.asyncProperty(policies, calls, async (policy, given) => {
        const { starts } = await simulate(policy, given);
        const { per_action, global } = policy.rate_limit ?? {};
        const first = starts.flatMap(([at], index) =>
          at === undefined ? [] : [{ at, action: given[index]!.decision.action }],
        );
        for (const { at, action } of first) {
          const within = (windowMs: number) => first.filter((other) => other.at >= at && other.at < at + windowMs);
          if (global) expect(within(global.window_ms).length).toBeLessThanOrEqual(global.max_executions);
          if (!per_action) continue;
          const alike = within(per_action.window_ms).filter((other) => other.action === action);
          expect(alike.length).toBeLessThanOrEqual(per_action.max_executions);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("runs a decision at most once where idempotency is on", async () => {
    await fc.assert(
      fc.asyncProperty(policies, calls, async (policy, given) => {
        const { reports, starts } = await simulate({ ...policy, idempotency: { idempotency_enabled: true } }, given);
        const ran = new Set<string>();
        for (const [index, started] of starts.entries()) {
          const { decision } = given[index]!;
          const subject = JSON.stringify([decision.action, decision.params]);
          if (started.length > 0) expect(ran.has(subject)).toBe(false);
          if (started.length > 0) ran.add(subject);
          for (const { idempotency_key } of reports[index]!.attempts) expect(idempotency_key).toMatch(/^sha256:/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
