import type { OapError } from "@oap/protocol/errors";

/** Where an error does not say how long to wait, a second is soon enough and spares the server. */
const retryAfterSecondsDefault = 1;

/**
 * The value of the header `Retry-After` (RFC 9110, 10.2.3) that an error is answered with: whole seconds, rounded up, or
 * undefined for errors that have none.
 */
export function retryAfter({ code, details }: OapError): string | undefined {
  if (code !== "RATE_LIMITED" && code !== "OVERLOADED") return undefined;
  const waitMs = details?.retry_after_ms;
  return String(typeof waitMs === "number" ? Math.max(1, Math.ceil(waitMs / 1000)) : retryAfterSecondsDefault);
}
