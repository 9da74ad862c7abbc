import { describe, expect, it } from "vitest";
import { Comparing } from "../compare/comparing.ts";
import { schemaFindings } from "../compare/schema-findings.ts";
import { startsOf } from "../compare/starts.ts";
import { arbitrarySchemas } from "./arbitrary-schema.ts";
import { measureComparison } from "./measure-comparison.ts";

const seed = 20300601;

describe("the completeness of a comparison", { timeout: 600_000 }, () => {
  it("calls no breaking edit compatible, and hardly any compatible one unknown", () => {
    const measure = measureComparison({ schemas: arbitrarySchemas(40, seed), seed, versionsPerSchema: 6, samples: 60 });
    console.info(`Seed ${seed}: ${JSON.stringify({ ...measure, misses: measure.misses.length })}`);
    expect(measure.misses).toEqual([]);
    expect(measure.comparisons).toBe(480);
    expect(measure.breaking).toBeGreaterThan(100);
    expect(measure.compatible).toBeGreaterThan(100);
    expect(measure.alarms).toBeLessThan(measure.comparisons / 100);
  });

  it("does not hang on the rules of the walk: where that finds nothing, whole payloads are asked about", () => {
    const measure = measureComparison({
      schemas: arbitrarySchemas(20, seed),
      seed,
      versionsPerSchema: 6,
      samples: 60,
      compare: (base, head, options) => {
        const comparing = new Comparing(base, head, options);
        return { base, head, findings: schemaFindings([...startsOf(comparing)], comparing, function* () {}) };
      },
    });
    expect(measure.misses).toEqual([]);
    expect(measure.breaking).toBeGreaterThan(50);
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
