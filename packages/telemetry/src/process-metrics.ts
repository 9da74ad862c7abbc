import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | undefined;

/**
 * The metrics of the process: memory, CPU, event loop, garbage collection. There is one registry of them for all control planes
 * in it, since they are about the process, and since what observes them never stops.
 */
export function processMetrics(): Registry {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
