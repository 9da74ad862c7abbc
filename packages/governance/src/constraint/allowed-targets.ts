import type { ExecTarget } from "@oap/protocol";
import { actionName } from "../governance.ts";
import { coversTarget, readTexts } from "./action-pattern.ts";
import type { ReadEnforcement } from "./enforcement.ts";

/** ALLOWED_TARGETS: the attempt's target, or those of the whole run, must be among the named. */
export const allowedTargets: ReadEnforcement = (args, scope) => {
  const targets = readTexts(args, "targets");
  if (typeof targets === "string") return targets;
  const refuse = (target: ExecTarget): string | undefined =>
    targets.some((pattern) => coversTarget(pattern, target))
      ? undefined
      : `${actionName(target)} is not among the allowed targets`;
  return scope === "request"
    ? { checkRun: ({ targets: all }) => all.map(refuse).find((refusal) => refusal !== undefined) }
    : { checkAttempt: ({ target }) => refuse(target) };
};
