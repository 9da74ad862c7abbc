import type { ContractPart, Deprecation, Subject } from "../contract.ts";
import { type Change, quoted } from "./change.ts";
import { canonicalText } from "./schema-identity.ts";

const stabilities = ["experimental", "beta", "stable"] as const;

/**
 * What is said of the life of a part that both versions have: how stable it is, and how it ends.
 * `told`: steps of deprecation that another part is told of, which this one is made for.
 */
export function partChanges(
  base: ContractPart,
  head: ContractPart,
  subject: Subject,
  told: ReadonlySet<string> = new Set(),
): readonly Change[] {
  const step = deprecationStep(base, head);
  const isTold = step === undefined || told.has(step);
  return [
    ...stabilityChanges(base, head, subject),
    ...(isTold ? [] : deprecationChanges(base.deprecation, head.deprecation, subject)),
  ];
}

function stabilityChanges(base: ContractPart, head: ContractPart, subject: Subject): readonly Change[] {
  if (base.stability === undefined || head.stability === undefined || base.stability === head.stability) return [];
  const decreased = stabilities.indexOf(head.stability) < stabilities.indexOf(base.stability);
  return [
    {
      rule: decreased ? "stability-decreased" : "stability-increased",
      subject,
      message: `It was ${base.stability} and is ${head.stability}.`,
      base: base.stability,
      head: head.stability,
    },
  ];
}

/** How a part's deprecation changed, as a text: equal for parts that one sentence is enough for. Undefined where it did not change. */
export function deprecationStep(base: ContractPart, head: ContractPart): string | undefined {
  const [before, after] = [canonicalText(base.deprecation ?? null), canonicalText(head.deprecation ?? null)];
  return before === after ? undefined : `${before} ${after}`;
}

function deprecationChanges(
  base: Deprecation | undefined,
  head: Deprecation | undefined,
  subject: Subject,
): readonly Change[] {
  if (head === undefined) {
    return base === undefined ? [] : [{ rule: "undeprecated", subject, message: "It is no longer deprecated." }];
  }
  const changes: Change[] = [];
  const migration = head.replacedBy === undefined ? {} : { migration: `Use ${quoted(head.replacedBy)} instead.` };
  if (base === undefined) {
    const message =
      head.sunset === undefined
        ? "It is deprecated, and no day is said on which it may be gone."
        : `It is deprecated, and may be gone on ${head.sunset}.`;
    changes.push({
      rule: head.sunset === undefined ? "deprecated-without-sunset" : "deprecated",
      subject,
      message,
      ...migration,
    });
  } else if (base.sunset !== undefined && head.sunset === undefined) {
    changes.push({
      rule: "deprecated-without-sunset",
      subject,
      message: `Its sunset was ${base.sunset}, and no day is said any more.`,
    });
  } else if (head.sunset !== undefined && head.sunset !== base.sunset) {
    const earlier = base.sunset !== undefined && head.sunset < base.sunset;
    changes.push({
      rule: earlier ? "sunset-shortened" : "sunset-extended",
      subject,
      message: `Its sunset was ${base.sunset ?? "not said"} and is ${head.sunset}.`,
      base: base.sunset,
      head: head.sunset,
      ...migration,
    });
  }
  return changes;
}

/** Whether a part was deprecated in time for its removal. */
export function removalOf(part: ContractPart, today: string): "unannounced" | "before sunset" | "after sunset" {
  const sunset = part.deprecation?.sunset;
  if (part.deprecation === undefined) return "unannounced";
  return sunset !== undefined && sunset <= today ? "after sunset" : "before sunset";
}

/** What a part's callers are told about its end. */
export function removalWords({ deprecation }: ContractPart): string {
  if (deprecation === undefined) return "It was not deprecated before.";
  return deprecation.sunset === undefined
    ? "It was deprecated without a sunset."
    : `Its sunset was ${deprecation.sunset}.`;
}
