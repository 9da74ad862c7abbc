import { decimalOf, greatestCommonDivisor, leastCommonMultiple, numberOf, unitsAt } from "./decimal.ts";
import type { NumberNode, Scalar } from "./node.ts";

export interface Signed<Kind> {
  readonly node: Kind;
  readonly holds: boolean;
}

/** Multiples that are tried before a search gives up. */
const multiplesMax = 5000;

/**
 * A number as all of these say and not among the excluded ones; `none` where there is none, `lost` where none was found within bounds.
 * Numbers are taken as they are written, so that 0.3 is a multiple of 0.1.
 */
export function solveNumber(
  atoms: readonly Signed<NumberNode>[],
  excluded: ReadonlySet<Scalar>,
  accepts: (value: number) => boolean,
): number | "none" | "lost" {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  const steps: number[] = [];
  const notSteps: number[] = [];
  for (const { node, holds } of atoms) {
    if (node.kind === "multipleOf") (holds ? steps : notSteps).push(node.step);
    else {
      const bound = { at: node.bound, exclusive: holds ? node.exclusive : !node.exclusive };
      if ((node.kind === "minimum") === holds)
        lower = lower === undefined || isTighter(bound, lower, 1) ? bound : lower;
      else upper = upper === undefined || isTighter(bound, upper, -1) ? bound : upper;
    }
  }
  const fits = (value: number) => Number.isFinite(value) && !excluded.has(value) && accepts(value);
  if (lower !== undefined && upper !== undefined) {
    if (lower.at > upper.at || (lower.at === upper.at && (lower.exclusive || upper.exclusive))) return "none";
    if (lower.at === upper.at) return fits(lower.at) ? lower.at : "none";
  }
  return steps.length === 0 ? between(lower, upper, fits) : multiple(lower, upper, steps, notSteps, fits);
}

interface Bound {
  readonly at: number;
  readonly exclusive: boolean;
}

function isTighter(left: Bound, right: Bound, sign: 1 | -1): boolean {
  return left.at === right.at ? left.exclusive && !right.exclusive : (left.at - right.at) * sign > 0;
}

/** Any number between: there are more of them than can be excluded, and the simple ones come first. */
function between(
  lower: Bound | undefined,
  upper: Bound | undefined,
  fits: (value: number) => boolean,
): number | "lost" {
  const low = lower?.at ?? (upper === undefined ? -1000 : upper.at - Math.max(1000, Math.abs(upper.at)));
  const high = upper?.at ?? (lower === undefined ? 1000 : lower.at + Math.max(1000, Math.abs(lower.at)));
  const width = high - low;
  const simple = [
    0,
    1,
    -1,
    low,
    high,
    Math.ceil(low),
    Math.floor(high),
    Math.ceil(low) + 1,
    Math.floor(high) - 1,
    0.5,
    low + 0.5,
    high - 0.5,
  ];
  for (const value of simple) if (fits(value)) return value;
  for (let parts = 2; parts <= 64; parts += 1) {
    for (let part = 1; part < parts; part += 1) {
      const value = low + (width * part) / parts;
      for (const rounded of [Math.round(value), Number(value.toPrecision(3)), Number(value.toPrecision(6)), value])
        if (fits(rounded)) return rounded;
    }
  }
  return "lost";
}

function multiple(
  lower: Bound | undefined,
  upper: Bound | undefined,
  steps: readonly number[],
  notSteps: readonly number[],
  fits: (value: number) => boolean,
): number | "none" | "lost" {
  const decimals = [...steps, ...notSteps, lower?.at ?? 0, upper?.at ?? 0].map(decimalOf);
  const exponent = Math.min(...decimals.map((decimal) => decimal.exponent));
  const units = (value: number) => unitsAt(decimalOf(value), exponent);
  const step = steps.map(units).reduce(leastCommonMultiple);
  let period = 1n;
  for (const other of notSteps.map(units)) {
    const factor = other / greatestCommonDivisor(other, step);
    if (factor === 1n) return "none";
    period = leastCommonMultiple(period, factor);
  }
  const first = lower === undefined ? undefined : firstMultiple(units(lower.at), step, lower.exclusive);
  const last = upper === undefined ? undefined : -firstMultiple(-units(upper.at), step, upper.exclusive);
  if (first !== undefined && last !== undefined && first > last) return "none";
  const zero = (first === undefined || first <= 0n) && (last === undefined || last >= 0n);
  const ways = zero
    ? [
        [0n, 1n],
        [-1n, -1n],
      ]
    : first !== undefined
      ? [[first, 1n]]
      : [[last!, -1n]];
  let complete = true;
  for (const [start, direction] of ways as [bigint, bigint][]) {
    let tried = 0;
    for (let at = start; (first === undefined || at >= first) && (last === undefined || at <= last); at += direction) {
      if (tried > multiplesMax) {
        complete = false;
        break;
      }
      tried += 1;
      const value = numberOf(at * step, exponent);
      if (fits(value)) return value;
    }
  }
  if (!complete && last !== undefined && fits(numberOf(last * step, exponent))) return numberOf(last * step, exponent);
  return complete ? "none" : "lost";
}

/** The first multiple, in steps, that is at or above the bound. */
function firstMultiple(bound: bigint, step: bigint, exclusive: boolean): bigint {
  const quotient = bound / step;
  const ceiling = bound % step === 0n || bound < 0n ? quotient : quotient + 1n;
  return exclusive && ceiling * step === bound ? ceiling + 1n : ceiling;
}
