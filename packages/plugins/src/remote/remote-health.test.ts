import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pauseMsMax, pauseMsMin, RemoteHealth, unansweredCallsMax } from "./remote-health.ts";

function unavailable(at = 0): RemoteHealth {
  const health = new RemoteHealth();
  for (let call = 0; call < unansweredCallsMax; call++) health.admit(at)?.unanswered(at);
  return health;
}

describe("the health of a remote module", () => {
  it("is lost with calls in a row that are not answered, and not before (1)", () => {
    const health = new RemoteHealth();
    for (let call = 1; call < unansweredCallsMax; call++) health.admit(0)?.unanswered(0);
    expect(health.isAvailable).toBe(true);
    health.admit(0)?.answered();
    for (let call = 1; call < unansweredCallsMax; call++) health.admit(0)?.unanswered(0);
    health.admit(0)?.ended();
    expect(health.isAvailable).toBe(true);
    health.admit(0)?.unanswered(0);
    expect(health.isAvailable).toBe(false);
  });

  it("lets one call through after a pause, and comes back with its answer (2)", () => {
    const health = unavailable();
    expect(health.admit(pauseMsMin - 1)).toBeUndefined();
    const attempt = health.admit(pauseMsMin);
    expect(health.admit(pauseMsMin)).toBeUndefined();
    attempt?.answered();
    expect(health.isAvailable).toBe(true);
    expect(health.admit(pauseMsMin)).toBeDefined();
  });

  it("pauses twice as long after a try in vain, and lets another through after one that was ended (2)", () => {
    const health = unavailable();
    health.admit(pauseMsMin)?.ended();
    health.admit(pauseMsMin)?.unanswered(pauseMsMin);
    expect(health.admit(3 * pauseMsMin - 1)).toBeUndefined();
    expect(health.admit(3 * pauseMsMin)).toBeDefined();
  });

  it("refuses nobody for longer than the longest pause, whatever happens and whatever the clock did before (3)", () => {
    const ends = fc.constantFrom("answered", "unanswered", "ended");
    fc.assert(
      fc.property(fc.array(fc.tuple(ends, fc.integer({ min: -200_000, max: 200_000 }))), (calls) => {
        const health = new RemoteHealth();
        let now = 1_000_000;
        for (const [end, later] of calls) {
          now += later;
          health.admit(now)?.[end](now);
        }
        const refused = health.admit(now) === undefined;
        if (refused) expect(health.admit(now + pauseMsMax)).toBeDefined();
      }),
    );
  });

  it("is not paused for longer by calls that were under way (4)", () => {
    const health = new RemoteHealth();
    const underWay = Array.from({ length: 10 }, () => health.admit(0));
    for (const call of underWay) call?.unanswered(0);
    expect(health.admit(pauseMsMin)).toBeDefined();
  });
});
