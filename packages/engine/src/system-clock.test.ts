import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./system-clock.ts";

describe("systemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("does not go back when the machine's clock is set back", () => {
    const clock = systemClock();
    expect(clock.now()).toBe(1_000_000);
    vi.setSystemTime(5);
    expect(clock.now()).toBe(1_000_000);
    vi.setSystemTime(1_000_001);
    expect(clock.now()).toBe(1_000_001);
  });

  it("fires a timer at its time, at once where that is past, and never after it was stopped", () => {
    const clock = systemClock();
    const fired: string[] = [];
    clock.setTimer(1_000_010, () => fired.push("later"));
    clock.setTimer(0, () => fired.push("past"));
    const stop = clock.setTimer(1_000_005, () => fired.push("stopped"));
    stop();
    vi.advanceTimersByTime(9);
    expect(fired).toEqual(["past"]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["past", "later"]);
  });

  it("goes on from the latest time that it saw where the machine's clock is set back, and fires its timers", () => {
    const clock = systemClock();
    let fired = false;
    clock.setTimer(1_000_500, () => {
      fired = true;
    });
    vi.setSystemTime(5);
    vi.advanceTimersByTime(499);
    expect([clock.now(), fired]).toEqual([1_000_499, false]);
    vi.advanceTimersByTime(1);
    expect([clock.now(), fired]).toEqual([1_000_500, true]);
  });

  it("fires, within a second, what is due where the machine's clock is set forward; however far ahead that was", () => {
    const clock = systemClock();
    const days = 24 * 60 * 60 * 1000;
    let fired = false;
    clock.setTimer(1_000_000 + 60 * days, () => {
      fired = true;
    });
    vi.setSystemTime(1_000_000 + 60 * days - 2000);
    vi.advanceTimersByTime(1999);
    expect(fired).toBe(false);
    vi.advanceTimersByTime(1);
    expect(fired).toBe(true);
    clock.setTimer(1_000_000 + 90 * days, () => {
      fired = false;
    });
    vi.setSystemTime(1_000_000 + 91 * days);
    vi.advanceTimersByTime(1000);
    expect(fired).toBe(false);
  });
});
