import { type Change, missingFrom } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { reassignedError } from "./message-pairs.ts";
import { shown } from "./shown.ts";

const assigned = [
  ["httpStatus", "HTTP status"],
  ["jsonRpc", "JSON-RPC code"],
  ["retryable", "being worth another try"],
] as const;

/** The table of error codes: codes that came or went, and what those that stayed come with. */
export function errorCodeChanges({ base, head }: Comparing): readonly Change[] {
  const subject = (name: string) => ({ part: "errorCode", name }) as const;
  const changes: Change[] = [];
  for (const name of missingFrom(head.errorCodes, base.errorCodes.keys())) {
    changes.push({ rule: "error-code-undefined", subject: subject(name), message: "The code is gone from the table." });
  }
  for (const name of missingFrom(base.errorCodes, head.errorCodes.keys())) {
    changes.push({ rule: "error-code-defined", subject: subject(name), message: "The code is new in the table." });
  }
  for (const [name, before] of base.errorCodes) {
    const after = head.errorCodes.get(name);
    if (after === undefined) continue;
    const differing = assigned.filter(([key]) => before[key] !== after[key]);
    if (differing.length > 0) {
      const words = differing.map(([key, noun]) => `its ${noun} was ${shown(before[key])} and is ${shown(after[key])}`);
      const message = `${words.join(", ").replace("its", "Its")}.`;
      const [[at]] = differing as [(typeof assigned)[number]];
      changes.push({
        rule: "error-code-reassigned",
        subject: subject(name),
        message,
        base: before,
        head: after,
        messages: (comparing) => reassignedError(name, at, comparing),
      });
    }
    if (before.meaning !== after.meaning) {
      changes.push({ rule: "description-changed", subject: subject(name), message: "Its meaning was reworded." });
    }
  }
  return changes;
}
