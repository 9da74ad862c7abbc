import type { Caller } from "@oap/engine";
import type { OrchRequestEnvelope } from "@oap/protocol/types";
import type { RequestHeaders } from "./check-headers.ts";
import type { Operation } from "./read-envelope.ts";

/** One exchange as handlers see it: who asks, and under which identifiers. */
export interface Exchange {
  readonly id: string;
  readonly caller: Caller;
  readonly sessionId: string | undefined;
  readonly traceId: string | undefined;
}

/**
 * Says who calls, or refuses.
 * @throws OapError UNAUTHENTICATED, FORBIDDEN
 */
export type Authenticate = (
  headers: RequestHeaders,
  envelope: OrchRequestEnvelope,
  operation: Operation,
) => Caller | Promise<Caller>;

/**
 * The identity of development: whoever reaches the loopback interface is who they say they are, with every role.
 * The server listens on loopback only as long as this is the only identity there is.
 */
export const developmentIdentity: Authenticate = (headers, envelope) => ({
  id: headers["orch-caller"] ?? envelope._meta?.caller ?? "development",
  roles: ["user", "admin"],
  ...(envelope._meta?.session_id && { session_id: envelope._meta.session_id }),
});
