import type { Subject } from "../contract.ts";
import type { Direction, Effect, Finding } from "../finding.ts";
import { type EffectBySide, judge } from "../judge.ts";
import { type RuleId, rules } from "../rules.ts";
import { carriersOf } from "./carriers.ts";
import type { Comparing } from "./comparing.ts";

/** A change of what no schema says: a part that came or went, or what is said of one. */
export interface Change {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly message: string;
  /** The sides it is about; those of the rule, if it does not say. */
  readonly directions?: readonly Direction[];
  readonly pointer?: string;
  readonly base?: unknown;
  readonly head?: unknown;
  readonly migration?: string;
}

/** The finding of a change whose effect its rule declares. */
export function changeFinding(change: Change, comparing: Comparing): Finding {
  const { rule, subject, message, base, head, migration, pointer = "" } = change;
  const { axis, effects: declared = {}, source } = rules[rule];
  const effects = only(axis === "SOURCE" ? (source ?? declared) : declared, change.directions);
  const location = comparing.head.locate(subject, pointer) ?? comparing.base.locate(subject, pointer);
  return {
    rule,
    axis,
    ...judge(axis, effects),
    effect: effectOfAll(effects),
    directions: change.directions ?? sidesOf(effects),
    subject,
    pointer,
    message,
    ...(base !== undefined && { base }),
    ...(head !== undefined && { head }),
    ...(migration !== undefined && { migration }),
    affected: carriersOf(subject, comparing),
    ...(location !== undefined && { location }),
  };
}

/** What a change does to both sides together. */
export function effectOfAll(effects: EffectBySide): Effect {
  const [first, ...others] = new Set(Object.values(effects).filter((effect) => effect !== "none"));
  return others.length > 0 ? "incomparable" : (first ?? "none");
}

function only(effects: EffectBySide, sides: readonly Direction[] | undefined): EffectBySide {
  if (sides === undefined) return effects;
  return Object.fromEntries(sides.map((side) => [side, effects[side] ?? "none"]));
}

function sidesOf(effects: EffectBySide): readonly Direction[] {
  return (Object.keys(effects) as Direction[]).sort();
}

/** Names of one map or list that another lacks. */
export function missingFrom(other: ReadonlyMap<string, unknown>, names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => !other.has(name));
}

/** A name in a sentence. */
export function quoted(name: string): string {
  return `\`${name}\``;
}
