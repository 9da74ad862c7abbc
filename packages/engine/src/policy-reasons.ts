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

/** Those sentences as the one that asks a human. */
export function approvalReason(reasons: readonly string[]): string {
  const asked = policyReasons(reasons).join(" ").slice(0, reasonTextMax).toWellFormed();
  return asked === "" ? "Policy wants a human to approve it." : asked;
}
