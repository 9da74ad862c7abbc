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
 * an error; behaviour that changes so is a warning. In source code a change that no compiler sees, of names or order, is a warning too.
 * What was not proven is an error until somebody acknowledges it.
 */
export function judge(axis: Axis, effects: EffectBySide): Judgement {
  const sides = (Object.keys(effects) as Direction[]).sort();
  const broken = sides.filter((side) => breaksOn[side].includes(effects[side]!));
  const unknown = sides.filter((side) => effects[side] === "unknown");
  if (axis === "BEHAVIOUR") return { verdict: "COMPATIBLE", level: broken.length > 0 ? "warning" : "info", breaks: [] };
  if (broken.length > 0) return { verdict: "BREAKING", level: "error", breaks: broken };
  if (unknown.length > 0) return { verdict: "UNKNOWN", level: "error", breaks: unknown };
  const unseen = axis === "SOURCE" && sides.some((side) => effects[side] === "none");
  return { verdict: "COMPATIBLE", level: unseen ? "warning" : "info", breaks: [] };
}

const breaksOn: Readonly<Record<Direction, readonly Effect[]>> = {
  request: ["narrow", "incomparable"],
  response: ["widen", "incomparable"],
};
