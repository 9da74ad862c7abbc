import { OapError } from "@oap/protocol/errors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RateLimiter } from "./rate-limiter.ts";
import type { RateLimit } from "./rate-limits.ts";
import { retryAfter } from "./retry-after.ts";

const perCaller = (burst: number, perSecond: number): RateLimit => ({
  name: "limit",
  scope: "caller",
  burst,
  perSecond,
});
const shared = (burst: number, perSecond: number): RateLimit => ({ name: "shared", scope: "global", burst, perSecond });

function limited(limits: readonly RateLimit[], callersMax?: number) {
  const clock = { now: 1_772_357_400_000 };
  const limiter = new RateLimiter({
    now: () => clock.now,
    limits,
    ...(callersMax === undefined ? {} : { callersMax }),
  });
  /** Milliseconds to wait; 0 where it passed. */
  const take = (caller = "user:ada"): number => {
    try {
      limiter.take(caller);
      return 0;
    } catch (error) {
      if (!(error instanceof OapError) || error.code !== "RATE_LIMITED") throw error;
      const wait = error.details?.retry_after_ms;
      if (!Number.isInteger(wait) || Number(wait) < 1) throw new Error(`A wait of ${wait} ms is none.`);
      return Number(wait);
    }
  };
  return { clock, limiter, take };
}

describe("a limit", () => {
  it("lets its burst through at once, then one after each token's time", () => {
    const { clock, take } = limited([perCaller(3, 2)]);
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 500]);
    clock.now += 500;
    expect([take(), take()]).toEqual([0, 500]);
  });

  it("saves no more than its burst", () => {
    const { clock, take } = limited([perCaller(2, 10)]);
    clock.now += 3_600_000;
    expect([take(), take(), take()]).toEqual([0, 0, 100]);
  });

  it("counts callers apart, and all of them where it is shared", () => {
    const { take } = limited([perCaller(1, 1), shared(2, 1)]);
    expect([take("a"), take("a"), take("b"), take("c")]).toEqual([0, 1000, 0, 1000]);
  });

  it("takes no token where another bucket has none", () => {
    const { clock, take } = limited([perCaller(1, 1), shared(1, 10)]);
    expect(take("a")).toBe(0);
    expect(take("b")).toBe(100);
    clock.now += 100;
    expect(take("b")).toBe(0);
  });

  it("can be a quota of a day", () => {
    const { clock, take } = limited([perCaller(100, 100 / 86_400)]);
    for (let count = 0; count < 100; count++) expect(take()).toBe(0);
    const wait = take();
    expect(wait).toBeGreaterThan(860_000);
    clock.now += wait;
    expect(take()).toBe(0);
  });

  it("says who is over what, and when to come back", () => {
    const { limiter } = limited([perCaller(1, 2)]);
    limiter.take("user:ada");
    const error = thrown(() => limiter.take("user:ada"));
    expect(error.message).toBe("user:ada is over the limit: 1 at once and 2 a second. Try again in 500 ms.");
    expect(error).toMatchObject({ httpStatus: 429, retryable: true, details: { limit: "limit", retry_after_ms: 500 } });
    expect(retryAfter(error)).toBe("1");
  });

  it.each([perCaller(0, 1), perCaller(1, 0), perCaller(Number.NaN, 1), perCaller(1, Infinity)])(
    "cannot be %j",
    (limit) => {
      expect(() => limited([limit])).toThrow(RangeError);
    },
  );

  it("limits nothing where there is none", () => {
    const { limiter, take } = limited([]);
    for (let count = 0; count < 100; count++) expect(take()).toBe(0);
    expect(limiter.callers).toBe(0);
  });
});

describe("whatever comes", () => {
  const arrivals = fc.array(fc.record({ after: fc.nat({ max: 500 }), caller: fc.constantFrom("a", "b", "c") }), {
    maxLength: 200,
  });
  const burst = fc.integer({ min: 1, max: 20 });
  const perSecond = fc.double({ min: 0.1, max: 10_000, noNaN: true });

  it("lets through no more than the burst and what came back, in any stretch from the start", () => {
    fc.assert(
      fc.property(arrivals, burst, perSecond, (all, size, rate) => {
        const { clock, take } = limited([shared(size, rate)]);
        const start = clock.now;
        let passed = 0;
        for (const { after, caller } of all) {
          clock.now += after;
          if (take(caller) === 0) passed++;
          expect(passed).toBeLessThanOrEqual(size + ((clock.now - start) / 1000) * rate + 1e-6);
        }
      }),
    );
  });

  it("lets through whoever waits as long as it was told", () => {
    fc.assert(
      fc.property(arrivals, burst, perSecond, (all, size, rate) => {
        const { clock, take } = limited([perCaller(size, rate), shared(size + 2, rate * 2)]);
        for (const { after, caller } of all) {
          clock.now += after;
          const wait = take(caller);
          if (wait === 0) continue;
          clock.now += wait;
          expect(take(caller)).toBe(0);
        }
      }),
    );
  });
});

describe("the number of callers", () => {
  it("is bounded: those beyond share one bucket, as long as nobody can be forgotten without loss", () => {
    const { clock, limiter, take } = limited([perCaller(1, 1)], 2);
    expect([take("a"), take("b"), take("c"), take("d")]).toEqual([0, 0, 0, 1000]);
    expect(limiter.callers).toBe(2);
    expect(take("a")).toBe(1000);
    clock.now += 1000;
    expect([take("d"), take("c")]).toEqual([0, 0]);
    expect(limiter.callers).toBe(2);
  });

  it("forgets whoever did not come for the longest time, not whoever came first", () => {
    const { clock, take } = limited([perCaller(1, 1)], 2);
    expect([take("a"), take("b")]).toEqual([0, 0]);
    clock.now += 1000;
    expect([take("a"), take("c"), take("d"), take("e")]).toEqual([0, 0, 0, 1000]);
  });

  it("does not give anybody a fresh bucket by bringing many names", () => {
    const { limiter, take } = limited([perCaller(1, 1)], 100);
    let passed = 0;
    for (let round = 0; round < 3; round++) {
      for (let number = 0; number < 1000; number++) if (take(`user:${number}`) === 0) passed++;
    }
    expect(passed).toBe(101);
    expect(limiter.callers).toBe(100);
  });
});

describe("Retry-After", () => {
  it.each([
    [new OapError("RATE_LIMITED", { details: { retry_after_ms: 1 } }), "1"],
    [new OapError("RATE_LIMITED", { details: { retry_after_ms: 1001 } }), "2"],
    [new OapError("RATE_LIMITED"), "1"],
    [new OapError("OVERLOADED"), "1"],
    [new OapError("OVERLOADED", { details: { retry_after_ms: 30_000 } }), "30"],
    [new OapError("UNAUTHENTICATED"), undefined],
  ])("of %s is %s", (error, seconds) => {
    expect(retryAfter(error)).toBe(seconds);
  });
});

function thrown(work: () => void): OapError {
  try {
    work();
  } catch (error) {
    if (error instanceof OapError) return error;
  }
  throw new Error("Nothing was thrown.");
}
