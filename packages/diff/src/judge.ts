import type { Axis, Direction, Effect, Level, Verdict } from "./finding.ts";

export interface Judgement {
  readonly verdict: Verdict;
  readonly level: Level;
  /** The sides on which it breaks, or on which nothing was proven. */
  readonly breaks: readonly Direction[];
}

/** The sides on which a part is used, each with what happened to its values there. */
export type EffectBySide = Readonly<Partial<Record<Direction, Effect>>>;

/**
 * The verdict and the level of a change, computed from its effect, the sides on which it is used, and its axis alone.
 *
 * A request breaks when something is accepted no more, a response when something new is sent. On the wire and in source code that is
 * an error. Behaviour has no payloads: its effect is on what callers can count on. Where that is narrowed, on either side, whoever
 * counted on it is let down, and it breaks; where something else happens than did, it is a warning. In source code a change that no
 * compiler sees, of names or order, is a warning too. What was not proven is an error until somebody acknowledges it.
 */
export function judge(axis: Axis, effects: EffectBySide): Judgement {
  const sides = (Object.keys(effects) as Direction[]).sort();
  const broken = sides.filter((side) =>
    axis === "BEHAVIOUR" ? effects[side] === "narrow" : breaksOn(side, effects[side]),
  );
  const unknown = sides.filter((side) => effects[side] === "unknown");
  if (broken.length > 0) return { verdict: "BREAKING", level: "error", breaks: broken };
  if (axis === "BEHAVIOUR") {
    const differs = sides.some((side) => breaksOn(side, effects[side]));
    return { verdict: "COMPATIBLE", level: differs ? "warning" : "info", breaks: [] };
  }
  if (unknown.length > 0) return { verdict: "UNKNOWN", level: "error", breaks: unknown };
  const unseen = axis === "SOURCE" && sides.some((side) => effects[side] === "none");
  return { verdict: "COMPATIBLE", level: unseen ? "warning" : "info", breaks: [] };
}

/** Whether an effect on payloads breaks those who send them, or those who read them. */
export function breaksOn(side: Direction, effect: Effect | undefined): boolean {
  return effect === "incomparable" || effect === (side === "request" ? "narrow" : "widen");
}
