import { type Authenticator, authorize, hasRole, type RateLimiter } from "@oap/identity";
import { OapError } from "@oap/protocol/errors";
import { operations } from "@oap/protocol/operations";
import type { EventRoutesOptions } from "./event-routes.ts";

export interface WatcherOptions {
  readonly authenticate: Authenticator;
  readonly limiter: Pick<RateLimiter, "take">;
  /** Who began a run; `undefined` where there is none. */
  readonly ownerOf: (invocationId: string) => string | undefined;
}

/** Whoever watches one run must have begun it or be an admin; everything else is for admins. */
export function watcherOf({ authenticate, limiter, ownerOf }: WatcherOptions): EventRoutesOptions["authorize"] {
  return async (headers, { invocationId, route }, again = false) => {
    // To watch is to read on: one run like its status, everything like a trace.
    const { auth } = operations[invocationId === undefined ? "controlPlane.trace.get" : "exec.status.get"];
    const asked = { key: route, auth };
    const identity = await authenticate(
      { apiKey: headers["orch-api-key"], authorization: headers.authorization, caller: headers["orch-caller"] },
      asked,
    );
    if (!again) limiter.take(identity.id);
    authorize(identity, asked);
    if (invocationId === undefined || hasRole(identity.roles, "admin")) return;
    const owner = ownerOf(invocationId);
    // Nobody learns from the answer whether somebody else's run exists.
    if (owner === identity.id) return;
    throw new OapError("INVOCATION_NOT_FOUND", { message: `There is no invocation ${invocationId} of yours.` });
  };
}
