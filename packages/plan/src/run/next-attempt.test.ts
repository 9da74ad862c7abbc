import type { RetryPolicy } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAttempt } from "./next-attempt.ts";

const delays = (policy: RetryPolicy, remainingMs = Number.MAX_SAFE_INTEGER) =>
  Array.from({ length: 5 }, (_, index) => {
    const next = nextAttempt(policy, index + 1, remainingMs);
    return next.retry ? next.delayMs : "no";
  });

describe("nextAttempt", () => {
  it("gives one attempt without a policy, and counts the first one with it", () => {
    expect(nextAttempt(undefined, 1, 1_000)).toEqual({ retry: false });
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
    expect(nextAttempt({ max_attempts: 5 }, 1, 0)).toEqual({ retry: false });
    expect(nextAttempt({ max_attempts: 5 }, 1, -1)).toEqual({ retry: false });
  });

  it("never leaves its bounds, whatever the policy says", () => {
    const policy = fc.record({
      max_attempts: fc.nat({ max: 1_000 }),
      backoff_ms: fc.nat(),
      backoff_strategy: fc.constantFrom("CONSTANT" as const, "LINEAR" as const, "EXPONENTIAL" as const),
    });
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 2_000 }), fc.nat(), (given, attempts, remainingMs) => {
        const next = nextAttempt(given, attempts, remainingMs);
        if (!next.retry) return;
        expect(attempts).toBeLessThan(Math.min(given.max_attempts, bounds.attemptsMax));
        expect(next.delayMs).toBeGreaterThanOrEqual(0);
        expect(next.delayMs).toBeLessThanOrEqual(Math.min(bounds.backoffMsMax, remainingMs));
      }),
    );
  });
});
