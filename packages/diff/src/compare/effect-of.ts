import type { Containment } from "../containment.ts";
import type { Direction, Effect } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Claim, Claims } from "./edit.ts";

/** What both claims of an edit came to. */
export interface Outcome {
  readonly effect: Effect;
  /** Of each direction, whether its claim holds; the instance that shows that it does not; or why it is not known. */
  readonly forward: Containment;
  readonly backward: Containment;
}

/** The effect of an edit on the set of values, by proofs both ways. */
export function effectOf({ forward, backward }: Claims, comparing: Comparing): Outcome {
  const accepted = ask(forward, comparing);
  const understood = ask(backward, comparing);
  return { forward: accepted, backward: understood, effect: effectBy(accepted.verdict, understood.verdict) };
}

export function effectBy(forward: Containment["verdict"], backward: Containment["verdict"]): Effect {
  if (forward === "unknown" || backward === "unknown") return "unknown";
  if (forward === "contained") return backward === "contained" ? "none" : "widen";
  return backward === "contained" ? "narrow" : "incomparable";
}

/** The claim on which a direction depends. */
export function sideOf({ forward, backward }: Outcome, direction: Direction): Containment {
  return direction === "request" ? forward : backward;
}

function ask(claim: Claim | undefined, comparing: Comparing): Containment {
  if (claim === undefined) return { verdict: "contained" };
  const answer = comparing.contained(claim.left, claim.right);
  if (answer.verdict === "contained" || claim.relaxed === undefined) return answer;
  return comparing.contained(claim.left, claim.relaxed());
}
