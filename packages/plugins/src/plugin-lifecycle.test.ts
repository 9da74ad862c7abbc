import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginExecution, noExecutions, updateExecutionMetrics } from "./execution-metrics.ts";
import { pluginState } from "./plugin-lifecycle.ts";

const begun = beginExecution(noExecutions);
const end = (outcome: "success" | "error" | "cancelled", metrics = begun) =>
  updateExecutionMetrics(metrics, { outcome, startedAt: 100, endedAt: 130 });

describe("pluginState", () => {
  it("is LOADED before the first run and RUNNING during it", () => {
    expect(pluginState(noExecutions, true)).toBe("LOADED");
    expect(pluginState(begun, true)).toBe("RUNNING");
  });

  it("shows the last outcome as INITIALIZED or FAILED", () => {
    expect(pluginState(end("success"), true)).toBe("INITIALIZED");
    expect(pluginState(end("error"), true)).toBe("FAILED");
    expect(pluginState(end("success", beginExecution(end("error"))), true)).toBe("INITIALIZED");
  });

  it("stays RUNNING until the last open run has ended", () => {
    const two = beginExecution(begun);
    expect(pluginState(end("error", two), true)).toBe("RUNNING");
    expect(pluginState(end("success", end("error", two)), true)).toBe("INITIALIZED");
  });

  it("is not changed by a cancelled run", () => {
    expect(pluginState(end("cancelled"), true)).toBe("LOADED");
    expect(pluginState(end("cancelled", beginExecution(end("error"))), true)).toBe("FAILED");
  });

  it("is UNAVAILABLE whatever happened while the plugin cannot be run", () => {
    expect(pluginState(begun, false)).toBe("UNAVAILABLE");
  });
});

describe("updateExecutionMetrics", () => {
  it("counts every run once, adds up durations, and no clock that goes back makes them negative", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("success", "error", "cancelled"), fc.integer({ min: -50, max: 50 }))),
        (runs) => {
          let metrics = noExecutions;
          for (const _ of runs) metrics = beginExecution(metrics);
          expect(metrics.open).toBe(runs.length);
          for (const [outcome, took] of runs) {
            metrics = updateExecutionMetrics(metrics, { outcome, startedAt: 1000, endedAt: 1000 + took });
          }
          expect(metrics.open).toBe(0);
          expect(metrics.success + metrics.error + metrics.cancelled).toBe(runs.length);
          expect(metrics.success).toBe(runs.filter(([outcome]) => outcome === "success").length);
          expect(metrics.duration_ms_total).toBe(runs.reduce((sum, [, took]) => sum + Math.max(0, took), 0));
        },
      ),
    );
  });
});
