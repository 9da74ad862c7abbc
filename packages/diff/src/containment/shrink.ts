import { isScalar } from "./json-value.ts";

const triesMax = 300;

/** A smaller value of which the same still holds, found by leaving parts out and putting plainer values in their place. */
export function shrink(value: unknown, holds: (candidate: unknown) => boolean): unknown {
  let best = value;
  let tries = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(best)) {
      tries += 1;
      if (tries > triesMax) return best;
      if (!holds(candidate)) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

function* smaller(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) {
    if (value.length > 2) yield value.slice(0, Math.floor(value.length / 2));
    for (let at = value.length - 1; at >= Math.max(0, value.length - 30); at -= 1) yield value.toSpliced(at, 1);
    for (const [at, item] of value.slice(0, 30).entries()) {
      for (const candidate of smaller(item)) yield value.with(at, candidate);
    }
  } else if (!isScalar(value)) {
    const entries = Object.entries(value as object);
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
    for (const [name, item] of entries) {
      for (const candidate of smaller(item)) {
        yield Object.fromEntries(entries.map(([other, kept]) => [other, other === name ? candidate : kept]));
      }
    }
  } else yield* plainer(value);
}

function* plainer(value: unknown): Iterable<unknown> {
  if (typeof value === "string" && value.length > 0) {
    yield "";
    if (value.length > 1) yield value.slice(0, Math.ceil(value.length / 2));
    yield value.slice(0, -1);
  }
  if (typeof value === "number" && value !== 0) {
    if (value !== 1) yield 0;
    if (!Number.isInteger(value)) yield Math.trunc(value);
  }
}
