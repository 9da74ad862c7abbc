import { findWord, languageOfWords } from "./find-word.ts";
import { formatSamples } from "./format-samples.ts";
import { stringFormat } from "./formats.ts";
import { type Language, languageOf } from "./language.ts";
import type { Scalar, StringNode } from "./node.ts";
import type { Obstacle } from "./obstacle.ts";
import { expressionOf } from "./pattern.ts";
import type { Signed } from "./solve-number.ts";

/** Longer texts are not made. */
const lengthLimit = 100_000;

export type StringFound = { readonly text: string } | "none" | { readonly lost: Obstacle };

/** A text as all of these say and not among the excluded ones; `none` where there is none, `lost` with the keyword that kept it from an answer. */
export function solveString(
  atoms: readonly Signed<StringNode>[],
  excluded: ReadonlySet<Scalar>,
  accepts: (text: string) => boolean,
): StringFound {
  const within: Language[] = [];
  const without: Language[] = [];
  const doubts: Obstacle[] = [];
  const guesses: string[] = [];
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const { node, holds } of atoms) {
    if (node.kind === "minLength") {
      if (holds) least = Math.max(least, node.count);
      else most = Math.min(most, node.count - 1);
    } else if (node.kind === "maxLength") {
      if (holds) most = Math.min(most, node.count);
      else least = Math.max(least, node.count + 1);
    } else if (node.kind === "pattern") {
      const language = languageOf(expressionOf(node.pattern));
      if (language === undefined)
        doubts.push({ keyword: "pattern", value: node.pattern, matter: "is not a regular language within bounds" });
      else (holds ? within : without).push(language);
    } else {
      const { exact, rough } = languagesOfFormat(node.format);
      if (exact !== undefined) (holds ? within : without).push(exact);
      else {
        doubts.push({ keyword: "format", value: node.format, matter: "is only known by samples" });
        if (holds && rough !== undefined) within.push(rough);
      }
      guesses.push(...(formatSamples[node.format] ?? []));
    }
  }
  const refuted = atoms.find(
    ({ node, holds }) => holds && node.kind === "format" && atoms.some((other) => !other.holds && other.node === node),
  );
  if (least > most || refuted !== undefined) return "none";
  if (least > lengthLimit)
    return { lost: { keyword: "minLength", value: least, matter: `asks for texts longer than ${lengthLimit}` } };
  const fits = (text: string) => !excluded.has(text) && accepts(text);
  const guessed = guesses.find(fits) ?? stretched(guesses, least, fits);
  if (guessed !== undefined) return { text: guessed };
  if (within.length === 0 && without.length === 0) return repeated(least, most, excluded, doubts, fits);
  const words = [...excluded].filter((value) => typeof value === "string");
  const others = words.length > 0 ? [...without, languageOfWords(words)] : without;
  const found = findWord({ within, without: others, lengthMin: least, lengthMax: most, accepts: fits });
  if (typeof found === "object") return { text: found.word };
  if (found === "none") return "none";
  return {
    lost: doubts[0] ?? { keyword: "pattern", matter: "has too many states together with others" },
  };
}

/** Samples with one of their characters repeated until they are as long as asked: a longer path, more digits of a second. */
function stretched(samples: readonly string[], least: number, fits: (text: string) => boolean): string | undefined {
  for (const sample of samples.filter(({ length }) => length > 0 && length < least)) {
    for (let at = sample.length - 1; at >= 0; at -= 1) {
      const text = sample.slice(0, at) + sample[at]!.repeat(least - sample.length) + sample.slice(at);
      if (fits(text)) return text;
    }
  }
  return undefined;
}

/** No language restricts the text: one letter, repeated, will do, and another letter where that is excluded. */
function repeated(
  least: number,
  most: number,
  excluded: ReadonlySet<Scalar>,
  doubts: readonly Obstacle[],
  fits: (text: string) => boolean,
): StringFound {
  const letters = excluded.size + 2;
  for (let length = least; length <= Math.min(most, least + 1); length += 1) {
    for (let letter = 0; letter < (length === 0 ? 1 : letters); letter += 1) {
      const text =
        String.fromCodePoint(0x61 + letter).repeat(Math.min(length, 1)) + "a".repeat(Math.max(length - 1, 0));
      if (fits(text)) return { text };
    }
  }
  return doubts.length === 0 ? "none" : { lost: doubts[0]! };
}

function languagesOfFormat(name: string): { readonly exact?: Language; readonly rough?: Language } {
  const format = stringFormat(name);
  if (typeof format !== "object") return {};
  const exact = format.exact === undefined ? undefined : languageOf(format.exact);
  if (exact !== undefined) return { exact };
  const rough = format.within === undefined ? undefined : languageOf(format.within);
  return rough === undefined ? {} : { rough };
}
