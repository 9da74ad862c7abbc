import { describe, expect, it } from "vitest";
import { arbitrarySchemas } from "./arbitrary-schema.ts";
import { measureComparison } from "./measure-comparison.ts";

const seed = 20300601;

describe("the completeness of a comparison", () => {
  it("calls no breaking edit compatible, and hardly any compatible one unknown", () => {
    const measure = measureComparison({ schemas: arbitrarySchemas(40, seed), seed, versionsPerSchema: 6, samples: 60 });
    console.info(`Seed ${seed}: ${JSON.stringify({ ...measure, misses: measure.misses.length })}`);
    expect(measure.misses).toEqual([]);
    expect(measure.comparisons).toBe(480);
    expect(measure.breaking).toBeGreaterThan(100);
    expect(measure.compatible).toBeGreaterThan(100);
    expect(measure.alarms).toBeLessThan(measure.comparisons / 100);
  });

  it("sees what a comparison that finds nothing misses", () => {
    const { misses } = measureComparison({
      schemas: arbitrarySchemas(10, seed),
      seed,
      versionsPerSchema: 4,
      samples: 60,
      compare: (base, head) => ({ base, head, findings: [] }),
    });
    expect(misses.length).toBeGreaterThan(5);
  });
});
