import type { Axis, Direction, Effect, Finding, Witness } from "../finding.ts";
import { breaksOn, type EffectBySide, type Judgement } from "../judge.ts";
import type { Shown } from "./whole-payload.ts";

/** A finding but for what is judged of it. */
type Unjudged = Omit<Finding, "axis" | "witness" | "reason" | keyof Judgement>;

interface Proof {
  readonly witness?: Witness | undefined;
  readonly reason?: string | undefined;
}

/** A finding with its verdict. Nothing is called breaking on the wire that no payload shows. */
export function judgedFinding(
  axis: Axis,
  judgement: Judgement,
  { witness, reason, ...found }: Unjudged & Proof,
): Finding {
  const { verdict, level, breaks } = judgement;
  const common = { ...found, level, breaks };
  if (axis !== "WIRE") return { ...common, axis, verdict };
  if (verdict !== "BREAKING")
    return { ...common, axis, verdict, ...(verdict === "UNKNOWN" && { reason: reason ?? "" }) };
  if (witness === undefined)
    throw new Error(`${found.rule} at ${found.subject.name} is called breaking, and nothing shows it.`);
  return { ...common, axis, verdict, witness };
}

/** The effects that a rule of the wire declares, as far as they are shown: one that nothing shows is not known, and one that is refuted is none. */
export function shownEffects(
  declared: EffectBySide,
  show: (broken: Direction) => Shown,
): Proof & { readonly effects: EffectBySide } {
  const broken = (Object.keys(declared) as Direction[]).sort().filter((side) => breaksOn(side, declared[side]));
  const [first] = broken;
  if (first === undefined) return { effects: declared };
  const shown = show(first);
  if (shown.shown === "witness") return { effects: declared, witness: shown.witness };
  const left: Effect = shown.shown === "unknown" ? "unknown" : "none";
  const effects = { ...declared, ...Object.fromEntries(broken.map((side) => [side, left])) };
  return { effects, reason: shown.shown === "unknown" ? shown.reason : undefined };
}
