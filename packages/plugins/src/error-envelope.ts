import type { JsonObject, PluginErrorEnvelope } from "@oap/protocol";
import type { AttemptFailure } from "./attempt-failure.ts";

/** How deep a traceback follows causes. */
const causesMax = 5;

/**
 * Wraps a failure as it is kept inside the process; {@link publicErrorEnvelope} is the part that may leave it.
 * Source: execution governance, §6.
 */
export function errorEnvelope(failure: AttemptFailure, plugin: string, at: number): PluginErrorEnvelope {
  return {
    error: {
      type: failure.type,
      message: failure.message,
      details: failure.details,
      plugin,
      timestamp: new Date(at).toISOString(),
    },
    _internal: { traceback: traceback(failure) },
  };
}

/** A `PublicPluginErrorEnvelope`: without `_internal`. */
export function publicErrorEnvelope({ error }: PluginErrorEnvelope): JsonObject {
  return { error: { ...error } };
}

function traceback(thrown: unknown): string {
  const lines: string[] = [];
  let current = thrown;
  for (let depth = 0; depth < causesMax && current !== undefined; depth++) {
    lines.push(current instanceof Error ? (current.stack ?? String(current)) : typeof current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.join("\nCaused by: ");
}
