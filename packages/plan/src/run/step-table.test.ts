import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StepTable } from "./step-table.ts";

describe("StepTable", () => {
  it("behaves as an array that is copied at every change", () => {
    const writes = fc.array(fc.tuple(fc.nat(), fc.integer()), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), writes, (size, changes) => {
        const model = Array.from({ length: size }, (_, index) => index);
        const first = StepTable.of(model);
        let table = first;
        for (const [at, value] of changes) {
          table = table.set(at % size, value);
          model[at % size] = value;
        }
        expect([...table]).toEqual(model);
        expect([...first]).toEqual(Array.from({ length: size }, (_, index) => index));
      }),
      { numRuns: 50 },
    );
  });

  it("shares everything that did not change", () => {
    const table = StepTable.of(Array.from({ length: 2_000 }, (_, index) => index));
    const next = table.set(0, -1);
    expect(next.root.slice(1).every((node, index) => node === table.root[index + 1])).toBe(true);
    expect(next.root[0]).not.toBe(table.root[0]);
  });

  it("is frozen, and refuses indexes that it does not have", () => {
    const table = StepTable.of([1, 2]);
    expect(Object.isFrozen(table) && Object.isFrozen(table.root)).toBe(true);
    expect(() => table.get(2)).toThrow(RangeError);
    expect(() => table.set(-1, 0)).toThrow(RangeError);
    expect(() => StepTable.of([]).get(0)).toThrow(RangeError);
  });
});
