import type { Subject } from "../contract.ts";
import type { Direction, Effect, Finding } from "../finding.ts";
import { type EffectBySide, judge } from "../judge.ts";
import { type RuleId, rules } from "../rules.ts";
import { carriersOf } from "./carriers.ts";
import type { Comparing } from "./comparing.ts";
import { judgedFinding, shownEffects } from "./judged-finding.ts";
import { type MessagePair, showInMessage } from "./show-in-message.ts";
import type { Shown } from "./whole-payload.ts";

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
  /** What is sent of it in both versions: the message that the one has and the other has not shows it. Owed by what can break on the wire. */
  readonly messages?: (comparing: Comparing) => readonly MessagePair[];
}

/** The finding of a change whose effect its rule declares. What it declares to break on the wire breaks where a message shows it. */
export function changeFinding(change: Change, comparing: Comparing): Finding {
  const { rule, subject, message, base, head, migration, pointer = "" } = change;
  const { axis, effects: declared = {}, source } = rules[rule];
  const asDeclared = only(axis === "SOURCE" ? (source ?? declared) : declared, change.directions);
  const { effects, witness, reason } =
    axis === "WIRE" ? shownEffects(asDeclared, () => showChange(change, comparing)) : { effects: asDeclared };
  const location = comparing.head.locate(subject, pointer) ?? comparing.base.locate(subject, pointer);
  return judgedFinding(axis, judge(axis, effects), {
    rule,
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
    witness,
    reason,
  });
}

function showChange({ rule, messages }: Change, comparing: Comparing): Shown {
  if (messages === undefined) throw new Error(`${rule} can break on the wire, and it is not said what shows that.`);
  return showInMessage(messages(comparing), comparing);
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
