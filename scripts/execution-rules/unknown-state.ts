import { isOutcome } from "./outcome-as-state.ts";
import type { ExecutionRule } from "./rule.ts";
import { wrongStates } from "./state-uses.ts";

export const unknownState: ExecutionRule = {
  id: "unknown-state",
  forbids: "a lifecycle state of a plugin other than LOADED, INITIALIZED, RUNNING, FAILED and UNAVAILABLE",
  why: "Execution governance, §3 and §7.3: only the five states are used.",
  mend: "Use one of the five; check a text that comes from outside before it is taken as one.",
  *check(scan) {
    for (const { node, value } of wrongStates(scan)) {
      if (isOutcome(value)) continue;
      const what = value === undefined ? "any text" : `"${value}"`;
      yield { node, message: `It takes ${what} as a plugin's lifecycle state.` };
    }
  },
};
