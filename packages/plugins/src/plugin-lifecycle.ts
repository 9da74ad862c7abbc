import type { PluginState } from "@oap/protocol";
import type { ExecutionMetrics } from "./execution-metrics.ts";

/**
 * The lifecycle state of a plugin, derived from what is known about it, so that no sequence of runs can leave a wrong one:
 *
 * 1. UNAVAILABLE while it cannot be run at all;
 * 2. RUNNING while any of its runs is open;
 * 3. INITIALIZED when its last run succeeded, FAILED when it did not;
 * 4. LOADED until its first run has ended. A cancelled run changes nothing.
 *
 * Source: execution governance, §3; wire decisions, names of the execution governance document.
 */
export function pluginState(metrics: ExecutionMetrics, available: boolean): PluginState {
  if (!available) return "UNAVAILABLE";
  if (metrics.open > 0) return "RUNNING";
  switch (metrics.last_outcome) {
    case "success":
      return "INITIALIZED";
    case "error":
      return "FAILED";
    case undefined:
      return "LOADED";
  }
}
