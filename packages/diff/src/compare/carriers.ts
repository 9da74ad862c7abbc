import type { Subject } from "../contract.ts";
import type { Comparing } from "./comparing.ts";

/** How many operations and events a finding lists. */
const affectedMax = 50;

/** The operations, events and capabilities that carry a part of the contract, in either version, sorted. */
export function carriersOf(subject: Subject, { baseReach, headReach, pairs }: Comparing): readonly string[] {
  if (subject.part !== "type") return subject.name === "" ? [] : [subject.name];
  const baseName = pairs.baseName.get(subject.name) ?? subject.name;
  const roots = [...baseReach.rootsOf(baseName), ...headReach.rootsOf(subject.name)];
  return [...new Set(roots.map(({ carrier }) => carrier))].sort().slice(0, affectedMax);
}
