import type { Containment } from "../containment.ts";
import type { Direction, Effect, Finding, Witness } from "../finding.ts";
import { type EffectBySide, judge } from "../judge.ts";
import { type RuleId, rules } from "../rules.ts";
import { carriersOf } from "./carriers.ts";
import type { Comparing } from "./comparing.ts";
import type { Edit, Position } from "./edit.ts";
import { effectOf, type Outcome, sideOf } from "./effect-of.ts";
import { walkSchemas } from "./walk-schemas.ts";
import { showInPayload } from "./whole-payload.ts";

/** The findings on schemas: every edit at every position, judged by proof and shown by payloads. */
export function schemaFindings(starts: Iterable<Position>, comparing: Comparing): readonly Finding[] {
  const findings: Finding[] = [];
  for (const edits of walkSchemas(starts, comparing)) findings.push(...findingsAt(edits, comparing));
  return findings;
}

/** Of the edits at one position. Those that only say again what others say are left out. */
function findingsAt(edits: readonly Edit[], comparing: Comparing): readonly Finding[] {
  const findings: Finding[] = [];
  const broken = new Set<Direction>();
  for (const edit of [...edits].sort(subordinatesLast)) {
    const finding = findingOf(edit, comparing);
    if (finding === undefined) continue;
    if (edit.subordinate === true && finding.breaks.length > 0 && finding.breaks.every((side) => broken.has(side)))
      continue;
    for (const side of finding.breaks) broken.add(side);
    findings.push(finding);
  }
  return findings;
}

function subordinatesLast(left: Edit, right: Edit): number {
  return Number(left.subordinate === true) - Number(right.subordinate === true);
}

function findingOf(edit: Edit, comparing: Comparing): Finding | undefined {
  const declared = typeof edit.rule === "string" ? rules[edit.rule] : undefined;
  if (declared?.effects !== undefined) return declaredFinding(edit, edit.rule as RuleId, declared.effects, comparing);
  const outcome = effectOf(edit.claims, comparing);
  if (edit.quiet === true && outcome.effect === "none") return undefined;
  const rule = typeof edit.rule === "string" ? edit.rule : edit.rule[outcome.effect];
  return provenFinding(edit, rule, outcome, comparing);
}

/** A rule whose effect its table says, since no schema can. */
function declaredFinding(edit: Edit, rule: RuleId, declared: EffectBySide, comparing: Comparing): Finding {
  const { directions } = edit.position;
  const effects = Object.fromEntries(directions.map((side) => [side, declared[side] ?? "none"]));
  const effect = greatest(Object.values(effects) as Effect[]);
  return { ...common(edit, rule, comparing), axis: rules[rule].axis, effect, ...judge(rules[rule].axis, effects) };
}

function greatest(effects: readonly Effect[]): Effect {
  const [first, ...rest] = [...new Set(effects.filter((effect) => effect !== "none"))];
  return rest.length > 0 ? "incomparable" : (first ?? "none");
}

function provenFinding(edit: Edit, rule: RuleId, outcome: Outcome, comparing: Comparing): Finding {
  const { directions } = edit.position;
  const effects: Partial<Record<Direction, Effect>> = {};
  const reasons: string[] = [];
  let witness: Witness | undefined;
  for (const side of directions) {
    const answer = sideOf(outcome, side);
    effects[side] = effectOn(side, answer);
    if (answer.verdict === "unknown") reasons.push(readableReason(answer.reason));
    if (answer.verdict !== "witness") continue;
    const search = showInPayload(edit.position, side, answer.instance, comparing);
    if (search.shown === "witness") witness ??= search.witness;
    else {
      effects[side] = "unknown";
      reasons.push(
        search.shown === "accepted"
          ? `${JSON.stringify(answer.instance)} is accepted on one side alone, but no whole payload was found that is rejected for it`
          : `${JSON.stringify(answer.instance)} is accepted on one side alone, but no whole payload with it was found`,
      );
    }
  }
  const judgement = judge("WIRE", effects);
  const { otherwise } = rules[rule];
  const behaves =
    judgement.verdict === "COMPATIBLE" &&
    otherwise !== undefined &&
    directions.some((side) => otherwise[side] !== undefined);
  return {
    ...common(edit, rule, comparing),
    axis: behaves ? "BEHAVIOUR" : "WIRE",
    effect: outcome.effect,
    ...(behaves ? judge("BEHAVIOUR", otherwise) : judgement),
    ...(judgement.verdict === "BREAKING" && witness !== undefined && { witness }),
    ...(judgement.verdict === "UNKNOWN" && { reason: reasons.join("; ") }),
  };
}

/** What the claim of one side says of its direction. */
function effectOn(side: Direction, { verdict }: Containment): Effect {
  if (verdict === "contained") return "none";
  if (verdict === "unknown") return "unknown";
  return side === "request" ? "narrow" : "widen";
}

/** The names under which the head's schemas are asked about are nobody's. */
function readableReason(reason: string): string {
  return reason.replaceAll("#/$defs/head:", "#/$defs/");
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
