import type { ExecutionReport, ExecutionTraceKey, PacketV2External } from "@oap/protocol";
import { executionTraceKeys } from "@oap/protocol/tables";

/**
 * A copy of a packet's `external` with the registered trace keys of execution, which replace those of an earlier report.
 *
 * INV-T1: every key matches `^[a-z0-9_]+(\.[a-z0-9_]+)+$`. Source: orchestration core, Trace.
 */
export function addExecutionTrace<TExternal extends Readonly<Record<string, unknown>>>(
  external: TExternal,
  report: ExecutionReport,
): TExternal & Required<PacketV2External> {
  const trace: Record<string, number | boolean> = {};
  for (const key of traceKeys) {
    const { member, take } = executionTraceKeys[key];
    trace[key] = take === "length" ? report[member].length : report[member];
  }
  return { ...external, ...(trace as Required<PacketV2External>) };
}

const traceKeys = Object.keys(executionTraceKeys) as ExecutionTraceKey[];
