import type { ExecutionReport } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { execute } from "./execute.ts";
import { addExecutionTrace } from "./execution-trace.ts";
import { publishedSchema } from "./testing/published-schema.ts";
import { SimulatedClock } from "./testing/simulated-clock.ts";

const report: ExecutionReport = {
  attempts: [
    { action: "ACT", status: "failed", attempt_number: 0, latency_ms: 5, error_type: "Error", error_code: "timeout" },
    { action: "ACT", status: "success", attempt_number: 1, latency_ms: 12 },
  ],
  total_latency_ms: 117,
  success_count: 1,
  failed_count: 0,
  skipped_count: 0,
  denied_count: 0,
  fail_closed: false,
};

describe("addExecutionTrace", () => {
  it("adds every registered key, and keeps what others have put there", () => {
    expect(addExecutionTrace({ "ops.deny_actions": false, "exec.attempt_count": 9 }, report)).toEqual({
      "ops.deny_actions": false,
      "exec.total_latency_ms": 117,
      "exec.success_count": 1,
      "exec.failed_count": 0,
      "exec.skipped_count": 0,
      "exec.denied_count": 0,
      "exec.fail_closed": false,
      "exec.attempt_count": 2,
    });
  });

  it("changes neither what it is given", () => {
    const external = Object.freeze({});
    const before = structuredClone(report);
    addExecutionTrace(external, report);
    expect(report).toEqual(before);
  });

  it("INV-T1: has only keys of the registered names, words in lower case joined by dots, for every kind of end", async () => {
    const registered = publishedSchema("ExecutionTraceKey").enum;
    for (const [allowed, denied] of [
      [true, false],
      [false, false],
      [true, true],
    ] as const) {
      const decision = { action: "ACT", allowed, reasons: [] } as const;
      const clock = new SimulatedClock();
      const made = await execute({ ...decision, reasons: [] }, { ops_deny_actions: denied }, {}, () => {}, { clock });
      const trace = addExecutionTrace({}, made);
      expect(validators.PacketV2External(trace)).toEqual([]);
      expect(Object.keys(trace).sort()).toEqual([...(registered ?? [])].sort());
      for (const key of Object.keys(trace)) expect(key).toMatch(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/);
    }
  });
});
