import type { StepRecord } from "./run-state.ts";
import type { StepTable } from "./step-table.ts";

/** The indexes of the steps whose records differ, ascending. What the two tables share is not looked at. */
export function changedSteps(before: StepTable<StepRecord>, after: StepTable<StepRecord>): readonly number[] {
  const changed: number[] = [];
  collect(before.root, after.root, before.shift, 0, changed);
  return changed;
}

type Node = StepTable<StepRecord>["root"];

function collect(before: Node, after: Node, shift: number, first: number, changed: number[]): void {
  if (before === after) return;
  for (let at = 0; at < after.length; at += 1) {
    if (before[at] === after[at]) continue;
    if (shift === 0) changed.push(first + at);
    else collect(before[at] as Node, after[at] as Node, shift - bitsOfLevel, first + at * 2 ** shift, changed);
  }
}

/** As in the table. */
const bitsOfLevel = 5;
