import { type Deprecation, deprecationOf } from "@oap/contracts";

/**
 * The end of a contract in words: `since 2026-01-01, gone from 2027-01-01; use \`parcel.track\``. `shown` writes the
 * name of what to use instead. Nothing where the contract says nothing of its end.
 */
export function deprecationText(
  spec: Deprecation,
  shown: (replacement: string) => string = (name) => `\`${name}\``,
): string | undefined {
  const deprecation = deprecationOf(spec);
  if (deprecation === undefined) return undefined;
  const { deprecated, sunset, replacedBy } = deprecation;
  const days = [
    ...(deprecated === undefined ? [] : [`since ${deprecated}`]),
    ...(sunset === undefined ? [] : [`gone from ${sunset}`]),
  ].join(", ");
  const use = replacedBy === undefined ? [] : [`use ${shown(replacedBy)}`];
  return [...(days === "" ? [] : [days]), ...use].join("; ");
}

/** The same as a sentence of its own, in a list for the texts that have room for it. */
export function deprecationSentence(spec: Deprecation): readonly string[] {
  const text = deprecationText(spec);
  return text === undefined ? [] : [`Deprecated ${text}.`];
}
