import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExecutionTurns, type Turn, waitingExecutionsMax } from "./execution-turns.ts";
import { RateWindows, rateWindowsMax } from "./rate-windows.ts";
import { SlidingWindow } from "./sliding-window.ts";
import { SimulatedClock } from "./testing/simulated-clock.ts";

describe("a sliding window", () => {
  it("INV-EXE-6: admits a start exactly if fewer than the limit are in the window before it, whatever the times", () => {
    const limits = fc.record({
      max_executions: fc.integer({ min: 1, max: 5 }),
      window_ms: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(limits, fc.array(fc.nat({ max: 6 }), { maxLength: 200 }), (limit, pauses) => {
        const window = new SlidingWindow(limit);
        const starts: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          const inWindow = starts.filter((start) => start > now - limit.window_ms).length;
          expect(window.admits(now)).toBe(inWindow < limit.max_executions);
          if (inWindow >= limit.max_executions) continue;
          window.add(now);
          starts.push(now);
        }
      }),
    );
  });

  it("admits no more when the clock goes back", () => {
    const window = new SlidingWindow({ max_executions: 1, window_ms: 100 });
    window.add(1000);
    expect(window.admits(0)).toBe(false);
    expect(window.admits(1100)).toBe(true);
    window.add(500);
    expect(window.admits(1099)).toBe(false);
  });
});

describe("rate windows", () => {
  it("count nowhere what one of the limits denies", () => {
    const rates = new RateWindows();
    const policy = {
      per_action: { max_executions: 1, window_ms: 100 },
      global: { max_executions: 2, window_ms: 100 },
    };
    expect(rates.start("ACT", policy, 0)).toBe(true);
    for (let index = 0; index < 10; index++) expect(rates.start("ACT", policy, 1)).toBe(false);
    expect(rates.start("EXIT", policy, 1)).toBe(true);
    expect(rates.start("STOP", policy, 1)).toBe(false);
  });

  it("are bounded: while all of them count something, a new limit denies", () => {
    const rates = new RateWindows();
    const start = (window_ms: number, now: number) =>
      rates.start("ACT", { global: { max_executions: 1, window_ms } }, now);
    for (let index = 0; index < rateWindowsMax; index++) expect(start(1000 + index, 0)).toBe(true);
    expect(start(1, 1)).toBe(false);
    expect(start(1, 1000)).toBe(true);
  });
});

describe("turns", () => {
  const take = (turns: ExecutionTurns, clock: SimulatedClock, max = 1, until = 1e9) =>
    turns.take(max, { clock, until });

  it("are denied at once when too many wait", async () => {
    const clock = new SimulatedClock(0);
    const turns = new ExecutionTurns();
    const first = (await take(turns, clock)) as Turn;
    const waiting = Array.from({ length: waitingExecutionsMax }, () => take(turns, clock, 1, 100));
    expect(await take(turns, clock)).toBe("overloaded");
    await clock.advance(100);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["time_over"]));
    first.release();
    expect(await take(turns, clock)).toHaveProperty("release");
    expect(clock.openTimers).toBe(0);
  });

  it("let the next start when one that was before it gives up waiting", async () => {
    const clock = new SimulatedClock(0);
    const turns = new ExecutionTurns();
    await take(turns, clock, 2);
    const narrow = take(turns, clock, 1, 50);
    const wide = take(turns, clock, 2);
    await clock.advance(50);
    expect(await narrow).toBe("time_over");
    expect(await wide).toHaveProperty("release");
  });
});
