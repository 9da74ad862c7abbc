import type { ExecutionRule } from "./rule.ts";
import { wrongStates } from "./state-uses.ts";

export const outcomeAsState: ExecutionRule = {
  id: "outcome-as-state",
  forbids: "SUCCESS or ERROR as the lifecycle state of a plugin",
  why: "Execution governance, §3 and §7.4: they are metrics. After a success a plugin is INITIALIZED, after an error FAILED.",
  mend: "Use INITIALIZED or FAILED; count outcomes in the metrics.",
  *check(scan) {
    for (const { node, value } of wrongStates(scan)) {
      if (isOutcome(value))
        yield { node, message: `It takes "${value}", which is a metric, as a plugin's lifecycle state.` };
    }
  },
};

/** In any case: `success` is no better a state. */
export function isOutcome(value: string | undefined): boolean {
  return value !== undefined && /^(success|error)$/i.test(value);
}
