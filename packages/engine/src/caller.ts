import type { GovernedContext } from "@oap/governance";
import type { RecordedCaller, RunRecord } from "@oap/store";

/** Who asks, as the gateway authenticated them. It is recorded with a run, since policy is asked again before each attempt. */
export type Caller = RecordedCaller;

export function recordedCaller({ id, roles, session_id, attributes }: Caller): RecordedCaller {
  return {
    id,
    roles: [...roles],
    ...(session_id === undefined ? {} : { session_id }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** What policy can read about a request beside who makes it: the attributes of the caller's session. */
export function governedContext({ attributes }: Caller): GovernedContext | undefined {
  return attributes === undefined ? undefined : { attributes };
}

/** Whether the caller may see a run, and stop it: their own, and an admin everybody's. */
export function maySee({ id, roles }: Caller, { caller }: Pick<RunRecord, "caller">): boolean {
  return caller.id === id || roles.includes("admin");
}
