import type { RecordedCaller } from "@oap/store";

/** Who asks, as the gateway authenticated them. It is recorded with a run, since policy is asked again before each attempt. */
export type Caller = RecordedCaller;

export function recordedCaller({ id, roles, session_id }: Caller): RecordedCaller {
  return { id, roles: [...roles], ...(session_id === undefined ? {} : { session_id }) };
}
