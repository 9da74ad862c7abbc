import { actionName } from "../governance.ts";
import { coversTarget, readTexts } from "./action-pattern.ts";
import type { ReadEnforcement } from "./enforcement.ts";

/**
 * READ_ONLY: only an action that reads may run. Without `args.actions`, that is one whose capability is declared idempotent and
 * whose risk is LOW: contracts have no word for "changes nothing", and what may be repeated at no risk comes nearest.
 */
export const readOnly: ReadEnforcement = (args) => {
  const named = args.actions === undefined ? undefined : readTexts(args, "actions");
  if (typeof named === "string") return named;
  return {
    checkAttempt({ target, risk, idempotent }) {
      const reads =
        named === undefined ? idempotent && risk === "LOW" : named.some((pattern) => coversTarget(pattern, target));
      return reads ? undefined : `${actionName(target)} does not count as reading`;
    },
  };
};
