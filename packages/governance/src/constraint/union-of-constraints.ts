import { canonicalForm } from "@oap/ledger";
import type { PolicyConstraint } from "@oap/protocol";

/** All constraints of several lists, each once, in the order in which they come; the reasons for one do not make it another. */
export function unionOfConstraints(...lists: readonly (readonly PolicyConstraint[])[]): readonly PolicyConstraint[] {
  if (lists.filter((list) => list.length > 0).length <= 1) return lists.find((list) => list.length > 0) ?? [];
  const union = new Map<string, PolicyConstraint>();
  for (const constraint of lists.flat()) {
    const { reason: _reason, ...rule } = constraint;
    const key = canonicalForm(rule);
    if (!union.has(key)) union.set(key, constraint);
  }
  return [...union.values()];
}
