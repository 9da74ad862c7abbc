import type { OrchestrationRetryPolicy, RetryPolicy } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { retryPolicyMapping } from "@oap/protocol/tables";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAttempt } from "./next-attempt.ts";
import { orchestrationRetries, planRetries, type RetrySchedule } from "./retry-schedule.ts";
import { publishedSchema } from "./testing/published-schema.ts";

const waits = (schedule: RetrySchedule, remainingMs = Number.MAX_SAFE_INTEGER) =>
  Array.from({ length: 5 }, (_, index) => {
    const next = nextAttempt(schedule, index + 1, remainingMs);
    return next.retry ? next.delayMs : "no";
  });
const delays = (policy: RetryPolicy, remainingMs?: number) => waits(planRetries(policy), remainingMs);

describe("nextAttempt under the policy of a plan", () => {
  it("gives one attempt without a policy, and counts the first one with it", () => {
    expect(nextAttempt(planRetries(undefined), 1, 1_000)).toEqual({ retry: false });
    expect(delays({ max_attempts: 1 })).toEqual(["no", "no", "no", "no", "no"]);
    expect(delays({ max_attempts: 3 })).toEqual([0, 0, "no", "no", "no"]);
  });

  it("waits b, b·n or b·2^(n−1)", () => {
    expect(delays({ max_attempts: 5, backoff_ms: 100 })).toEqual([100, 100, 100, 100, "no"]);
    expect(delays({ max_attempts: 5, backoff_ms: 100, backoff_strategy: "LINEAR" })).toEqual([
      100,
      200,
      300,
      400,
      "no",
    ]);
    expect(delays({ max_attempts: 5, backoff_ms: 100, backoff_strategy: "EXPONENTIAL" })).toEqual([
      100,
      200,
      400,
      800,
      "no",
    ]);
  });

  it("is capped by the named maximum and by the remaining time", () => {
    expect(delays({ max_attempts: 5, backoff_ms: 200_000, backoff_strategy: "EXPONENTIAL" })).toEqual([
      200_000,
      bounds.backoffMsMax,
      bounds.backoffMsMax,
      bounds.backoffMsMax,
      "no",
    ]);
    expect(delays({ max_attempts: 5, backoff_ms: 100, backoff_strategy: "LINEAR" }, 250)).toEqual([
      100,
      200,
      250,
      250,
      "no",
    ]);
  });

  it("gives none when no time remains", () => {
    expect(nextAttempt(planRetries({ max_attempts: 5 }), 1, 0)).toEqual({ retry: false });
    expect(nextAttempt(planRetries({ max_attempts: 5 }), 1, -1)).toEqual({ retry: false });
  });

  it("never leaves its bounds, whatever the policy says", () => {
    const policy = fc.record({
      max_attempts: fc.nat({ max: 1_000 }),
      backoff_ms: fc.nat(),
      backoff_strategy: fc.constantFrom("CONSTANT" as const, "LINEAR" as const, "EXPONENTIAL" as const),
    });
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 2_000 }), fc.nat(), (given, attempts, remainingMs) => {
        const next = nextAttempt(planRetries(given), attempts, remainingMs);
        if (!next.retry) return;
        expect(attempts).toBeLessThan(Math.min(given.max_attempts, bounds.attemptsMax));
        expect(next.delayMs).toBeGreaterThanOrEqual(0);
        expect(next.delayMs).toBeLessThanOrEqual(Math.min(bounds.backoffMsMax, remainingMs));
      }),
    );
  });
});

describe("nextAttempt under the policy of the orchestration core", () => {
  it("has four attempts by default, after 100, 200 and 400 milliseconds", () => {
    expect(waits(orchestrationRetries())).toEqual([100, 200, 400, "no", "no"]);
  });

  it("counts retries, not attempts", () => {
    expect(waits(orchestrationRetries({ max_retries: 0 }))).toEqual(["no", "no", "no", "no", "no"]);
  });

  it("waits initial · multiplier^(n−1), at most its own maximum and the remaining time, in whole milliseconds", () => {
    const policy = { max_retries: 4, initial_backoff_ms: 100, backoff_multiplier: 2.5, max_backoff_ms: 700 };
    expect(waits(orchestrationRetries(policy))).toEqual([100, 250, 625, 700, "no"]);
    expect(waits(orchestrationRetries(policy), 300)).toEqual([100, 250, 300, 300, "no"]);
    expect(waits(orchestrationRetries({ ...policy, initial_backoff_ms: 1 }))).toEqual([1, 3, 6, 16, "no"]);
  });

  it("has the defaults that its contract publishes", () => {
    expect(orchestrationRetries()).toEqual({
      attemptsMax: defaultOf("max_retries") + 1,
      baseMs: defaultOf("initial_backoff_ms"),
      growth: defaultOf("backoff_multiplier"),
      capMs: defaultOf("max_backoff_ms"),
    });
  });

  it("waits as long as a plan's under every policy that the mapping has on both sides", () => {
    const policies = fc.record({
      max_attempts: fc.integer({ min: 1, max: bounds.attemptsMax }),
      backoff_ms: fc.integer({ min: 0, max: bounds.backoffMsMax }),
      backoff_strategy: fc.constantFrom("CONSTANT" as const, "EXPONENTIAL" as const),
    });
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 20 }), fc.nat(), (policy, attempts, remainingMs) => {
        expect(nextAttempt(orchestrationRetries(mapped(policy)), attempts, remainingMs)).toEqual(
          nextAttempt(planRetries(policy), attempts, remainingMs),
        );
      }),
    );
  });
});

/** What the contract's table says that a plan's policy becomes. */
function mapped(policy: Required<RetryPolicy>): OrchestrationRetryPolicy {
  const members = retryPolicyMapping.members.map(
    ({ plan, orchestration, orchestrationPlus }) => [orchestration, policy[plan] - orchestrationPlus] as const,
  );
  return {
    ...Object.fromEntries(members),
    backoff_multiplier: retryPolicyMapping.multiplierOfStrategy[policy.backoff_strategy] ?? 1,
    [retryPolicyMapping.capOfOrchestration]: bounds[retryPolicyMapping.capOfPlan],
  };
}

function defaultOf(member: keyof OrchestrationRetryPolicy): number {
  return publishedSchema("OrchestrationRetryPolicy").properties[member]?.default as number;
}
