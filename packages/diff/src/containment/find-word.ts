import type { Language } from "./language.ts";

export interface WordSearch {
  /** Languages that the word is in. */
  readonly within: readonly Language[];
  readonly without: readonly Language[];
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** What else the word must pass. */
  readonly accepts: (word: string) => boolean;
}

/** `none`: there is no such word in the languages and lengths, whatever `accepts` says. `lost`: the bounds were reached, or `accepts` took none. */
export type WordFound = { readonly word: string } | "none" | "lost";

/** States that are visited, over all lengths. */
const visitsMax = 60_000;
const wordsTriedMax = 400;

interface Visit {
  /** A state for each language; -1 is out of it for good. */
  readonly at: readonly number[];
  readonly from: Visit | undefined;
  readonly character: number;
}

/** Looks for a word by its length, through the product of the languages; the shortest first, and printable where possible. */
export function findWord({ within, without, lengthMin, lengthMax, accepts }: WordSearch): WordFound {
  const languages = [...within, ...without];
  const isFinal = ({ at }: Visit) =>
    at.every((state, index) => (state >= 0 && languages[index]!.states[state]!.final) === index < within.length);
  let layer: Visit[] = [{ at: languages.map(() => 0), from: undefined, character: 0 }];
  const seen = new Set<string>(["0"]);
  let [visits, tried, length, isNew] = [0, 0, 0, true];
  let anyWord = false;
  // States that all were met below the least length come again above it; a round without new ones, of as many lengths as there are states, ends the search.
  let stale = 0;
  while (layer.length > 0 && length <= lengthMax) {
    for (const visit of layer) {
      if (length < lengthMin || !isFinal(visit)) continue;
      anyWord = true;
      const word = spell(visit);
      if (accepts(word)) return { word };
      tried += 1;
      if (tried > wordsTriedMax) return "lost";
    }
    const next = new Map<string, Visit>();
    for (const visit of layer) {
      for (const step of steps(visit, languages, within.length)) {
        const key = step.at.join();
        if (!next.has(key)) next.set(key, step);
      }
      visits += 1;
      if (visits > visitsMax) return "lost";
    }
    isNew = false;
    for (const key of next.keys()) {
      if (seen.has(key)) continue;
      seen.add(key);
      isNew = true;
    }
    length += 1;
    stale = isNew || length <= lengthMin ? 0 : stale + 1;
    if (stale > seen.size + 1) break;
    layer = [...next.values()];
  }
  return anyWord ? "lost" : "none";
}

function* steps(visit: Visit, languages: readonly Language[], within: number): Iterable<Visit> {
  const ways = visit.at.map((state, index) => (state < 0 ? [] : languages[index]!.states[state]!.ways));
  const cuts = new Set<number>([0, 0xe000]);
  for (const list of ways) {
    for (const [from, to] of list) {
      cuts.add(from);
      if (to < 0x10ffff) cuts.add(to + 1);
    }
  }
  const starts = [...cuts].sort((a, b) => a - b);
  const best = new Map<string, Visit>();
  for (const [index, from] of starts.entries()) {
    const to = (starts[index + 1] ?? 0x110000) - 1;
    if (from >= 0xd800 && to <= 0xdfff) continue;
    const at: number[] = [];
    for (const list of ways) {
      const target = targetOf(list, from);
      if (target < 0 && at.length < within) break;
      at.push(target);
    }
    if (at.length < ways.length) continue;
    const key = at.join();
    const character = readable(from, to);
    const known = best.get(key);
    if (known === undefined || rank(character) < rank(known.character)) best.set(key, { at, from: visit, character });
  }
  yield* best.values();
}

function targetOf(ways: readonly (readonly [number, number, number])[], character: number): number {
  for (const [from, to, state] of ways) if (character >= from && character <= to) return state;
  return -1;
}

const liked = ["a", "A", "0", "-", " ", "!"].map((character) => character.codePointAt(0)!);

function readable(from: number, to: number): number {
  for (const character of liked) if (character >= from && character <= to) return character;
  if (from < 0x20 && to >= 0x21) return 0x21;
  if (from >= 0xd800 && from <= 0xdfff) return 0xe000;
  return from;
}

function rank(character: number): number {
  const at = liked.indexOf(character);
  if (at >= 0) return at;
  return character > 0x20 && character < 0x7f ? 10 + character : 1000 + character;
}

function spell(visit: Visit): string {
  const characters: number[] = [];
  for (let at: Visit = visit; at.from !== undefined; at = at.from) characters.push(at.character);
  let word = "";
  for (let at = characters.length - 1; at >= 0; at -= 1) word += String.fromCodePoint(characters[at]!);
  return word;
}

/** The language of just these words. */
export function languageOfWords(words: Iterable<string>): Language {
  const states: { final: boolean; ways: [number, number, number][] }[] = [{ final: false, ways: [] }];
  for (const word of words) {
    let at = 0;
    for (const character of word) {
      const code = character.codePointAt(0)!;
      const way = states[at]!.ways.find(([from]) => from === code);
      if (way !== undefined) at = way[2];
      else {
        const target = states.push({ final: false, ways: [] }) - 1;
        states[at]!.ways.push([code, code, target]);
        at = target;
      }
    }
    states[at]!.final = true;
  }
  return { states };
}
