import { redactionChanges } from "./access-changes.ts";
import { type Change, missingFrom } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { removedCapability } from "./message-pairs.ts";
import { idempotencyChanges } from "./operation-changes.ts";
import { partChanges, removalOf, removalWords } from "./part-changes.ts";
import { sameValue } from "./schema-identity.ts";
import { shown } from "./shown.ts";

/** Capabilities that came or went, and what is said of the others beside their schemas. */
export function capabilityChanges({ base, head, today }: Comparing): readonly Change[] {
  const subject = (name: string) => ({ part: "capability", name }) as const;
  const changes: Change[] = [];
  for (const name of missingFrom(head.capabilities, base.capabilities.keys())) {
    const capability = base.capabilities.get(name)!;
    const inTime = removalOf(capability, today) === "after sunset";
    const message = `The capability is gone. ${removalWords(capability)}`;
    changes.push({
      rule: inTime ? "part-removed-after-sunset" : "capability-removed",
      subject: subject(name),
      message,
      messages: (comparing) => removedCapability(name, comparing),
    });
  }
  for (const name of missingFrom(base.capabilities, head.capabilities.keys())) {
    changes.push({ rule: "capability-added", subject: subject(name), message: "The capability is new." });
  }
  for (const [name, before] of base.capabilities) {
    const after = head.capabilities.get(name);
    if (after === undefined) continue;
    changes.push(
      ...partChanges(before, after, subject(name)),
      ...idempotencyChanges(before.idempotent, after.idempotent, subject(name)),
      ...redactionChanges(before.pii, after.pii, subject(name)),
    );
    if (before.risk !== after.risk) {
      const message = `Its risk was ${shown(before.risk)} and is ${shown(after.risk)}.`;
      changes.push({
        rule: "capability-risk-changed",
        subject: subject(name),
        message,
        base: before.risk,
        head: after.risk,
      });
    }
    for (const key of new Set([...Object.keys(before.defaults), ...Object.keys(after.defaults)])) {
      const [was, is] = [before.defaults[key], after.defaults[key]];
      if (sameValue(was, is)) continue;
      const message = `Its default of \`${key}\` was ${shown(was)} and is ${shown(is)}.`;
      changes.push({ rule: "capability-defaults-changed", subject: subject(name), message, base: was, head: is });
    }
  }
  return changes;
}
