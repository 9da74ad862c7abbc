import { redactText } from "@oap/orchestrator";
import { bounds } from "@oap/protocol";

/** As long as the contracts let a reason be, in characters. */
const reasonTextMax = 2048;

/** Sentences of policy as answers carry them: each once, none empty, as many and as long as the contracts allow. */
export function policyReasons(reasons: readonly string[]): string[] {
  return [...new Set(reasons.filter((reason) => reason !== ""))]
    .slice(0, bounds.policyReasonsMax)
    .map((reason) => redactText(reason).slice(0, reasonTextMax).toWellFormed());
}
