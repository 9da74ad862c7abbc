import type { Direction, Effect, Finding, Witness } from "../finding.ts";
import { type EffectBySide, judge } from "../judge.ts";
import { type RuleId, rules } from "../rules.ts";
import { carriersOf } from "./carriers.ts";
import { effectOfAll } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { compositeEdits } from "./composite-findings.ts";
import { declaredNames } from "./declared-names.ts";
import { showDecoding } from "./decoded-text.ts";
import type { Edit, Position } from "./edit.ts";
import { effectOf, type Outcome, sideOf } from "./effect-of.ts";
import { envelopeRule } from "./envelope-rule.ts";
import { judgedFinding, shownEffects } from "./judged-finding.ts";
import { pointerOf } from "./schema-step.ts";
import { walkSchemas } from "./walk-schemas.ts";
import { wholeEdits } from "./whole-edits.ts";
import { showInPayload } from "./whole-payload.ts";

/**
 * The findings on schemas: every edit at every position, judged by proof and shown by payloads. Whole payloads are asked about last, so
 * that nothing is missed for want of a rule; `walk` is another one where that is tested.
 */
export function schemaFindings(
  starts: readonly Position[],
  comparing: Comparing,
  walk: typeof walkSchemas = walkSchemas,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const edits of walk(starts, comparing)) findings.push(...findingsAt(edits, comparing));
  for (const edit of compositeEdits(starts, findings, comparing)) findings.push(...findingsAt([edit], comparing));
  for (const edit of wholeEdits(starts, findings, comparing)) {
    findings.push(...findingsAt([edit], comparing).filter(({ verdict }) => verdict !== "COMPATIBLE"));
  }
  return findings;
}

/** An edit with what it was found to come to. */
interface Judged {
  readonly edit: Edit;
  readonly effect: Effect;
  readonly finding: Finding;
}

/** Of the edits at one position. Those that only say again what others say are left out. */
function findingsAt(edits: readonly Edit[], comparing: Comparing): readonly Finding[] {
  const judged: Judged[] = [];
  const broken = new Set<Direction>();
  for (const edit of [...edits].sort(subordinatesLast)) {
    const found = judgedEdit(edit, comparing);
    if (found === undefined) continue;
    const { breaks } = found.finding;
    if (edit.subordinate === true && breaks.length > 0 && breaks.every((side) => broken.has(side))) continue;
    for (const side of breaks) broken.add(side);
    judged.push(found);
  }
  const findings = isRewritten(judged, comparing)
    ? [rewrittenFinding(judged, comparing)]
    : judged.map(({ finding }) => finding);
  return [...findings, ...judged.flatMap(({ edit, finding }) => sourceFindings(edit, finding))];
}

function subordinatesLast(left: Edit, right: Edit): number {
  return Number(left.subordinate === true) - Number(right.subordinate === true);
}

function judgedEdit(edit: Edit, comparing: Comparing): Judged | undefined {
  const declared = typeof edit.rule === "string" ? rules[edit.rule].effects : undefined;
  if (typeof edit.rule === "string" && declared !== undefined) {
    return { edit, effect: "none", finding: declaredFinding(edit, edit.rule, declared, comparing) };
  }
  const outcome = effectOf(edit.claims, comparing);
  if (edit.quiet === true && outcome.effect === "none") return undefined;
  const named = typeof edit.rule === "string" ? edit.rule : edit.rule[outcome.effect];
  const rule = envelopeRule(edit, named, outcome.effect, comparing);
  return { edit, effect: outcome.effect, finding: provenFinding(edit, rule, outcome, comparing) };
}

/** A rule whose effect its table says, since no schema can. */
function declaredFinding(edit: Edit, rule: RuleId, declared: EffectBySide, comparing: Comparing): Finding {
  const asDeclared = onSides(edit.position.directions, declared);
  const { axis } = rules[rule];
  const { effects, ...proof } =
    axis === "WIRE" ? shownEffects(asDeclared, (side) => showDecoding(edit, side, comparing)) : { effects: asDeclared };
  const found = { ...common(edit, rule, comparing), effect: effectOfAll(effects) };
  return judgedFinding(axis, judge(axis, effects), { ...found, ...proof });
}

function onSides(sides: readonly Direction[], effects: EffectBySide): EffectBySide {
  return Object.fromEntries(sides.map((side) => [side, effects[side] ?? "none"]));
}

function provenFinding(edit: Edit, rule: RuleId, outcome: Outcome, comparing: Comparing): Finding {
  const { directions } = edit.position;
  const effects: Partial<Record<Direction, Effect>> = {};
  const reasons: string[] = [];
  let witness: Witness | undefined;
  for (const side of directions) {
    const answer = sideOf(outcome, side);
    if (answer.verdict === "contained") effects[side] = "none";
    else if (answer.verdict === "unknown") {
      effects[side] = "unknown";
      reasons.push(answer.reason);
    } else {
      const search = showInPayload(edit, side, answer.instance, comparing);
      const unknown = search.shown === "unknown";
      effects[side] = search.shown === "nothing breaks" ? "none" : unknown ? "unknown" : breakingEffect[side];
      if (unknown) reasons.push(search.reason);
      if (search.shown === "witness") witness ??= search.witness;
    }
  }
  const judgement = judge("WIRE", effects);
  const otherwise = onSides(directions, rules[rule].otherwise ?? {});
  const behaves = judgement.verdict === "COMPATIBLE" && effectOfAll(otherwise) !== "none";
  const found = { ...common(edit, rule, comparing), effect: outcome.effect };
  if (behaves) return judgedFinding("BEHAVIOUR", judge("BEHAVIOUR", otherwise), found);
  return judgedFinding("WIRE", judgement, {
    ...found,
    witness,
    reason: readableReason([...new Set(reasons)].join("; ")),
  });
}

const breakingEffect: Readonly<Record<Direction, Effect>> = { request: "narrow", response: "widen" };

/** The names under which the head's schemas are asked about are nobody's. */
function readableReason(reason: string): string {
  return reason.replaceAll("#/$defs/head:", "#/$defs/");
}

/** What an edit of a schema does to code that was compiled against its type, where its rule says so. */
function sourceFindings({ rule, position }: Edit, finding: Finding): readonly Finding[] {
  const source = typeof rule === "string" ? rules[rule].source : undefined;
  if (source === undefined) return [];
  const effects = onSides(position.directions, source);
  const { witness: _, reason: __, ...rest } = finding;
  return [{ ...rest, axis: "SOURCE", effect: effectOfAll(effects), ...judge("SOURCE", effects) }];
}

/** Rules of edits that put schemas together, or take them apart. */
const compositionRules: ReadonlySet<unknown> = new Set<RuleId>([
  "allof-added",
  "allof-removed",
  "union-added",
  "union-removed",
]);

/** Whether several edits at a position come to nothing together: what was said in one keyword is said in another. */
function isRewritten(judged: readonly Judged[], { base, head }: Comparing): boolean {
  const proven = judged.filter(({ edit }) => Object.keys(edit.claims).length > 0);
  if (proven.length < 2 || !proven.some(({ edit }) => compositionRules.has(edit.rule))) return false;
  if (!judged.every(({ edit, effect }) => effect === "none" && Object.keys(edit.claims).length > 0)) return false;
  const { position } = proven[0]!.edit;
  const before = declaredNames(position.base, base);
  const after = declaredNames(position.head, head);
  return before.size === after.size && [...before].every((name) => after.has(name));
}

function rewrittenFinding(judged: readonly Judged[], comparing: Comparing): Finding {
  const [{ edit }] = judged as readonly [Judged];
  const { position } = edit;
  const message = "It is put together in another way, and accepts the same values.";
  const rewritten = {
    ...edit,
    pointer: pointerOf(position.headPath),
    message,
    base: position.base,
    head: position.head,
  };
  const effects = onSides(position.directions, {});
  const found = { ...common(rewritten, "schema-rewritten", comparing), effect: "none" } as const;
  return judgedFinding("WIRE", judge("WIRE", effects), found);
}

function common(edit: Edit, rule: RuleId, comparing: Comparing) {
  const { position, pointer, message, base, head } = edit;
  const { subject, directions } = position;
  const location = comparing.head.locate(subject, pointer) ?? comparing.base.locate(subject, pointer);
  return {
    rule,
    directions,
    subject,
    pointer,
    message,
    ...(isShort(base) && { base }),
    ...(isShort(head) && { head }),
    affected: carriersOf(subject, comparing),
    ...(location !== undefined && { location }),
  };
}

/** Schemas and values up to this size go into a finding. */
const shownLengthMax = 400;

function isShort(value: unknown): boolean {
  return value !== undefined && JSON.stringify(value).length <= shownLengthMax;
}
