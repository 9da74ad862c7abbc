import { describe, expect, it } from "vitest";
import { FakeClock } from "./testing/fake-clock.ts";
import { uuidIds } from "./uuid-ids.ts";

describe("uuidIds", () => {
  it("makes prefixed UUIDv7 of the clock's time", () => {
    const clock = new FakeClock(0x0199b1f47c55);
    expect(uuidIds(clock).next("inv")).toMatch(/^inv_0199b1f4-7c55-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("makes each one sort behind the one before, within a millisecond and across them", () => {
    const clock = new FakeClock();
    const ids = uuidIds(clock);
    const made: string[] = [];
    for (let index = 0; index < 20_000; index += 1) {
      if (index % 5000 === 4999) clock.advance(1);
      made.push(ids.next("exe"));
    }
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });
});
