import type { PublishedValue } from "../contract.ts";
import { type Change, missingFrom } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { removedBatch } from "./message-pairs.ts";
import { partChanges } from "./part-changes.ts";
import { sameValue } from "./schema-identity.ts";
import { shown } from "./shown.ts";

/** The bound that says how many requests a batch has. Without it, or at one, there are no batches. */
const batchBound = "batchRequestsMax";

/** The bounds and tables that a contract publishes by name. */
export function publishedValueChanges({ base, head }: Comparing): readonly Change[] {
  return [
    ...valueChanges(base.bounds, head.bounds, "bound"),
    ...valueChanges(base.tables, head.tables, "table"),
    ...batchChanges(base.bounds, head.bounds),
  ];
}

type Values = ReadonlyMap<string, PublishedValue>;

function valueChanges(base: Values, head: Values, part: "bound" | "table"): readonly Change[] {
  const changes: Change[] = [];
  for (const name of missingFrom(head, base.keys())) {
    changes.push({
      rule: "constant-removed",
      subject: { part, name },
      message: `The ${part} is gone.`,
      base: base.get(name)!.value,
    });
  }
  for (const name of missingFrom(base, head.keys())) {
    changes.push({
      rule: "constant-added",
      subject: { part, name },
      message: `The ${part} is new.`,
      head: head.get(name)!.value,
    });
  }
  for (const [name, before] of base) {
    const after = head.get(name);
    if (after === undefined) continue;
    const subject = { part, name };
    changes.push(...partChanges(before, after, subject));
    if (sameValue(before.value, after.value)) continue;
    const numbers = typeof before.value === "number" && typeof after.value === "number";
    const lower = numbers && (after.value as number) < (before.value as number);
    changes.push({
      rule: numbers ? (lower ? "bound-lowered" : "bound-raised") : "table-changed",
      subject,
      message: numbers ? `It was ${shown(before.value)} and is ${shown(after.value)}.` : "It says something else.",
      base: before.value,
      head: after.value,
    });
  }
  return changes;
}

function batchChanges(base: Values, head: Values): readonly Change[] {
  const allows = (values: Values) => {
    const value = values.get(batchBound)?.value;
    return typeof value === "number" && value > 1;
  };
  if (!allows(base) || allows(head)) return [];
  return [
    {
      rule: "batch-support-dropped",
      subject: { part: "contract", name: "" },
      message: "Batches are no longer accepted.",
      messages: removedBatch,
    },
  ];
}
