import type { Axis, Finding } from "../finding.ts";

/**
 * The order in which a reviewer reads what breaks: payloads before programs before behaviour, and what is said of the contract as a whole
 * after its parts. That an `$id` has to move is done in a minute, and comes last.
 */
export function readingOrder(left: Finding, right: Finding): number {
  return placeOf(left) - placeOf(right);
}

const placeByAxis: Readonly<Record<Axis, number>> = { WIRE: 0, SOURCE: 1, BEHAVIOUR: 2 };
const contractPlace = 3;
const idPlace = 4;

function placeOf({ rule, axis, subject }: Finding): number {
  if (rule === "content-changed-under-id") return idPlace;
  return subject.part === "contract" ? contractPlace : placeByAxis[axis];
}
