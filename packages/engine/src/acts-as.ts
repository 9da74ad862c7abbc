import { OapError } from "@oap/protocol";
import type { Caller } from "./caller.ts";

/**
 * Members such as `approvedBy` say who acts, and that is whoever sent the request. Throws FORBIDDEN where `value` is not the
 * caller's id; `member` is the name of the member, for the message. Source: wire decisions, controlPlane.*.
 */
export function assertActsAs(caller: Pick<Caller, "id">, value: string, member: string): void {
  if (value === caller.id) return;
  throw new OapError("FORBIDDEN", {
    message: `\`${member}\` is ${value}, and the caller is ${caller.id}: nobody acts in the name of somebody else.`,
  });
}
