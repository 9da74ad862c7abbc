import { shrink } from "../containment/shrink.ts";
import type { Validator } from "../containment/validators.ts";
import type { Witness } from "../finding.ts";
import { failureOnWay, type Place, valuesAt } from "./failure-on-way.ts";
import { canonicalText } from "./schema-identity.ts";

/** Who accepts and who rejects, by the schemas of the two versions. */
export interface Judges {
  readonly accepting: Validator;
  readonly rejecting: Validator;
}

/** Who judges, where it has to fail, and what it is. */
export interface Judgement extends Judges, Pick<Witness, "subject" | "kind" | "sender" | "acceptedBy"> {
  readonly place: Place;
  /** Whether the payload is as small as it is to be. */
  readonly isSmallest?: boolean;
}

/** The payload as a witness, as small as it can be while it fails in the same way; undefined where it does not break at the place. */
export function judgedWitness(payload: unknown, judgement: Judgement): Witness | undefined {
  const { rejecting, place, subject, kind, sender, acceptedBy, isSmallest = false } = judgement;
  if (!breaks(payload, judgement)) return undefined;
  const failures = rejecting.failures(payload);
  const failure = failureOnWay(failures, place);
  if (failure === undefined) return undefined;
  // A union does not say what of it failed: what is at fault has to stay as it is.
  const kept = failure.isUnion ? new Set(valuesAt(payload, place).map(({ value }) => canonicalText(value))) : undefined;
  const fails = (smaller: unknown) => {
    if (!breaks(smaller, judgement)) return false;
    if (kept !== undefined && !valuesAt(smaller, place).some(({ value }) => kept.has(canonicalText(value))))
      return false;
    const left = rejecting.failures(smaller);
    const same = failureOnWay(left, place);
    return same?.pointer === failure.pointer && same.message === failure.message && left.length <= failures.length;
  };
  const { pointer, keyword, message } = failure;
  return {
    subject,
    kind,
    payload: isSmallest ? payload : shrink(payload, fails),
    sender,
    acceptedBy,
    rejectedBy: acceptedBy === "base" ? "head" : "base",
    pointer,
    keyword,
    message,
  };
}

export function breaks(payload: unknown, { accepting, rejecting }: Judges): boolean {
  return accepting.accepts(payload) && !rejecting.accepts(payload);
}
