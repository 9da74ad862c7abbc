import type { Timestamp } from "@oap/protocol/types";

/** Milliseconds since the epoch as the wire writes them: RFC 3339, UTC, with milliseconds. */
export function timestampOf(milliseconds: number): Timestamp {
  return new Date(milliseconds).toISOString();
}
