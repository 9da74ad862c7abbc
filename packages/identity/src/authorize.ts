import { OapError } from "@oap/protocol/errors";
import type { Operation } from "@oap/protocol/operations";
import { hasRole, type Identity } from "./identity.ts";

/** What is asked for, by its name, and which role it needs: an operation, or a path that is none. */
export interface Asked {
  readonly key: string;
  readonly auth: Operation["auth"];
}

/**
 * Lets an identity through to what it asks for, or not, by the role that this needs: an operation's `policy.auth`. Policy decides further about what
 * it does there.
 * @throws OapError FORBIDDEN naming the caller, the operation and the role that it needs
 */
export function authorize(identity: Identity, { key, auth }: Asked): void {
  if (auth === "anonymous" || hasRole(identity.roles, auth)) return;
  const roles = identity.roles.length === 0 ? "no role" : `the role ${identity.roles.join(" and ")}`;
  throw new OapError("FORBIDDEN", {
    message: `\`${key}\` needs the role ${auth}, and ${identity.id} has ${roles}.`,
    details: { operation: key, required_role: auth },
  });
}
