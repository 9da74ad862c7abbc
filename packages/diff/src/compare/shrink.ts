/** Tries to make a payload smaller; each asks both validators. */
const triesMax = 300;
/** Texts and lists are halved first, so that long ones shrink in few tries. */
const halves = [0, 0.5, 0.75];

/** The payload with every member, item and letter left out that it does not need to stay what it is. */
export function shrink(payload: unknown, isStill: (smaller: unknown) => boolean): unknown {
  let small = payload;
  let tries = 0;
  for (let again = true; again; ) {
    again = false;
    for (const smaller of smallerOnes(small)) {
      tries += 1;
      if (tries > triesMax) return small;
      if (!isStill(smaller)) continue;
      small = smaller;
      again = true;
      break;
    }
  }
  return small;
}

/** Every payload with one thing less, the greatest cuts first. */
function* smallerOnes(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const part of halves) {
      const length = Math.floor(value.length * part);
      if (length < value.length) yield value.slice(0, length);
    }
    for (const index of value.keys()) if (value.length > 1) yield value.filter((_, at) => at !== index);
    for (const [index, item] of value.entries()) {
      for (const smaller of smallerOnes(item)) yield value.with(index, smaller);
    }
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
    for (const [name, member] of entries) {
      for (const smaller of smallerOnes(member)) {
        yield Object.fromEntries(entries.map(([other, was]) => [other, other === name ? smaller : was]));
      }
    }
  } else if (typeof value === "string" && value.length > 0) {
    for (const part of halves) yield value.slice(0, Math.floor(value.length * part));
    if (value.length > 4) yield value.slice(0, -1);
  } else if (typeof value === "number" && !Number.isInteger(value)) yield Math.trunc(value);
  else if (typeof value === "number" && Math.abs(value) > 1) {
    yield 0;
    yield Math.trunc(value / 2);
  }
}
