import type { Operation, Subject } from "../contract.ts";
import { type Change, quoted } from "./change.ts";

/** The roles of the contracts, the least first. A role that is not here is compared by name alone. */
const roles = ["anonymous", "user", "operator", "admin", "system"];

/** Who may call an operation, and what of it is redacted. */
export function accessChanges(before: Operation, after: Operation, subject: Subject): readonly Change[] {
  return [
    ...roleChanges(before.auth, after.auth, subject),
    ...securityChanges(before.security, after.security, subject),
    ...redactionChanges(before.pii, after.pii, subject),
  ];
}

function roleChanges(before: string | undefined, after: string | undefined, subject: Subject): readonly Change[] {
  if ((before ?? "anonymous") === (after ?? "anonymous")) return [];
  const known = (role: string | undefined) => (role === undefined ? 0 : roles.indexOf(role));
  const raised = known(before) < 0 || known(after) < 0 || known(after) > known(before);
  return [
    {
      rule: raised ? "auth-raised" : "auth-lowered",
      subject,
      message: `The least role that may call it was ${quoted(before ?? "anonymous")} and is ${quoted(after ?? "anonymous")}.`,
      base: before,
      head: after,
    },
  ];
}

type Alternatives = readonly (readonly string[])[];

/**
 * OpenAPI's alternatives: a caller meets all of one. One that is gone rejects its callers, unless another asks for no more;
 * one that asks for less lets more in. No alternatives, and an empty one, ask for nothing.
 */
function securityChanges(before: Alternatives = [[]], after: Alternatives = [[]], subject: Subject): readonly Change[] {
  const was = before.length === 0 ? [[]] : before;
  const is = after.length === 0 ? [[]] : after;
  const unmet = was.filter((ours) => !is.some((theirs) => theirs.every((need) => ours.includes(need))));
  const won = is.filter((theirs) => !was.some((ours) => ours.every((need) => theirs.includes(need))));
  const changes: Change[] = [];
  for (const alternative of unmet) {
    const raised = is.find(
      (theirs) => alternative.every((need) => theirs.includes(need)) || sameSchemes(alternative, theirs),
    );
    changes.push({
      rule: raised === undefined ? "auth-scheme-removed" : "auth-raised",
      subject,
      message:
        raised === undefined
          ? `Callers can no longer authenticate by ${needs(alternative)}.`
          : alternative.length === 0
            ? `No credential was needed, and ${needs(raised)} is asked for.`
            : `${needs(alternative)} was enough, and ${needs(raised)} is asked for.`,
      base: alternative,
      ...(raised !== undefined && { head: raised }),
    });
  }
  for (const alternative of won) {
    if (
      unmet.length > 0 &&
      unmet.some((ours) => ours.every((need) => alternative.includes(need)) || sameSchemes(ours, alternative))
    ) {
      continue;
    }
    changes.push({
      rule: alternative.length === 0 ? "auth-lowered" : "auth-scheme-added",
      subject,
      message: alternative.length === 0 ? "No credential is needed." : `${needs(alternative)} is enough.`,
      head: alternative,
    });
  }
  return changes;
}

function sameSchemes(left: readonly string[], right: readonly string[]): boolean {
  const schemes = (needs: readonly string[]) =>
    [...new Set(needs.map((need) => need.split(":", 1)[0]))].sort().join(" ");
  return left.length > 0 && schemes(left) === schemes(right);
}

function needs(alternative: readonly string[]): string {
  return alternative.length === 0 ? "no credential" : alternative.map(quoted).join(" with ");
}

export function redactionChanges(
  before: readonly string[],
  after: readonly string[],
  subject: Subject,
): readonly Change[] {
  return [
    ...before
      .filter((path) => !after.includes(path))
      .map(
        (path): Change => ({
          rule: "pii-path-removed",
          subject,
          message: `${quoted(path)} is no longer redacted.`,
          base: path,
        }),
      ),
    ...after
      .filter((path) => !before.includes(path))
      .map(
        (path): Change => ({ rule: "pii-path-added", subject, message: `${quoted(path)} is redacted.`, head: path }),
      ),
  ];
}
