import type { CallerRole } from "@oap/protocol/types";

/** Who calls, as a credential shows it, and what they may do. */
export interface Identity {
  /** The caller's name, which `Orch-Caller` must equal where it is sent. */
  readonly id: string;
  /** Empty: nothing beyond what is open to everybody. */
  readonly roles: readonly CallerRole[];
  readonly method: "api_key" | "jwt" | "development" | "anonymous";
  /** The key that was used, where it was one. It is not secret. */
  readonly key_id?: string;
}

/** Whoever sends no credential. The name is reserved: neither a key nor a token can stand for it. */
export const anonymous: Identity = Object.freeze<Identity>({ id: "anonymous", roles: [], method: "anonymous" });

/** An admin may do whatever a user may. */
export function hasRole(roles: readonly CallerRole[], role: CallerRole): boolean {
  return roles.includes(role) || (role === "user" && roles.includes("admin"));
}
