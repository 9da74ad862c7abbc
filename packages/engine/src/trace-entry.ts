import { bounds, type ControlPlaneTraceEntry, type JsonObject, type JsonValue } from "@oap/protocol";
import { timestampOf } from "./timestamp.ts";

/** An entry before its payload is redacted, which is done only for those that are answered. */
export interface TracedEntry extends Pick<ControlPlaneTraceEntry, "stage" | "status"> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Orders the entries: `at`, unless one before it in its line has a later time, because the clock was set back. */
  readonly order: number;
  readonly actorId: string | undefined;
  readonly metadata: JsonObject;
  readonly payload?: TracedPayload | undefined;
}

export interface TracedPayload {
  readonly member: "input" | "output";
  readonly redacted: () => JsonValue;
}

export function tracedEntry(
  at: number,
  [stage, status]: readonly [ControlPlaneTraceEntry["stage"], ControlPlaneTraceEntry["status"]],
  about: Readonly<Record<string, JsonValue | undefined>>,
  actorId?: string,
): TracedEntry {
  const metadata: JsonObject = {};
  for (const [name, value] of Object.entries(about)) if (value !== undefined) metadata[name] = value;
  return { at, order: at, stage, status, actorId, metadata };
}

/** Inputs and outputs of one answer are at most this many characters together; what is beyond is left out, of the oldest first. */
export const tracePayloadCharactersMax = bounds.bodyBytesMax;
/** What stands where a payload was left out. */
const truncated = "[TRUNCATED]";

/** The entries as the contract has them, with their payloads. */
export function shownEntries(entries: readonly TracedEntry[]): ControlPlaneTraceEntry[] {
  let left = tracePayloadCharactersMax;
  const bounded = (payload: TracedPayload): JsonValue => {
    if (left <= 0) return truncated;
    const value = payload.redacted();
    left -= JSON.stringify(value).length;
    return left < 0 ? truncated : value;
  };
  return entries
    .toReversed()
    .map(({ at, stage, status, actorId, metadata, payload }) => ({
      timestamp: timestampOf(at),
      stage,
      status,
      ...(actorId === undefined ? {} : { actorId }),
      metadata: payload === undefined ? metadata : { ...metadata, [payload.member]: bounded(payload) },
    }))
    .reverse();
}
