import type { GovernedContext } from "@oap/governance";
import type { Attributes } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import type { RecordedCaller, RunRecord } from "@oap/store";

/** Who asks, as the gateway authenticated them. It is recorded with a run, since policy is asked again before each attempt. */
export type Caller = RecordedCaller;

export function recordedCaller({ id, roles, session_id, attributes, purpose }: Caller): RecordedCaller {
  return {
    id,
    roles: [...roles],
    ...(session_id === undefined ? {} : { session_id }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

/**
 * What policy can read about a request beside who makes it: what the caller's session is for, and its attributes. Those that are
 * named as members of the policy context, `tenant` and `data_sensitivity`, are these members too, so that a rule about them holds
 * for work as it does for `policy.evaluate`.
 */
export function governedContext({
  purpose,
  attributes,
}: Pick<Caller, "purpose" | "attributes">): GovernedContext | undefined {
  if (purpose === undefined && attributes === undefined) return undefined;
  return {
    ...(purpose !== undefined && { request_purpose: purpose }),
    ...(attributes !== undefined && { ...statedIn(attributes), attributes }),
  };
}

function statedIn({ tenant, data_sensitivity }: Attributes): GovernedContext {
  const context = {
    ...(tenant !== undefined && { tenant }),
    ...(data_sensitivity !== undefined && { data_sensitivity }),
  };
  if (validators.PolicyContext(context).length === 0) return context as GovernedContext;
  // One of them is not as the contract has it, which must not keep the other one from policy.
  if (tenant !== undefined && data_sensitivity !== undefined)
    return { ...statedIn({ tenant }), ...statedIn({ data_sensitivity }) };
  return {};
}

/** Whether the caller may see a run, and stop it: their own, and an admin everybody's. */
export function maySee({ id, roles }: Caller, { caller }: Pick<RunRecord, "caller">): boolean {
  return caller.id === id || roles.includes("admin");
}
