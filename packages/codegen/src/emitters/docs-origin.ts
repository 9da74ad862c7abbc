import { type Chapter, type Deprecation, deprecationOf, type SpecMeta, sourceDocuments } from "@oap/contracts";
import { deprecationText } from "../deprecation-text.ts";
import type { Location } from "../model.ts";
import type { Links } from "./docs-links.ts";
import { list, prose, section, table } from "./docs-markdown.ts";

/** The labels that every page ends its facts with: how far one may rely on it, where it comes from, where it is written. */
export function originFacts(
  { spec, chapter, location }: { spec: SpecMeta; chapter: Chapter; location?: Location | undefined },
  links: Links,
): [label: string, value: string][] {
  return [
    ["Stability", spec.stability],
    ["Since", spec.since],
    ["Chapter", links.chapter(chapter)],
    ["Source", sourceText(spec.source)],
    ["Contract", links.contract(location)],
  ];
}

/** What changed since the version that brought it, newest last, as the last section of a page. */
export function changesSection({ changes = [], since }: Pick<SpecMeta, "changes" | "since">): string {
  const text =
    changes.length === 0
      ? `Nothing since ${since}.`
      : table(
          ["Version", "Change"],
          changes.map((change) => [change.since, prose(change.what)]),
        );
  return section(2, "What changed", text);
}

/** The same in one cell, for things that share a page. */
export function changesText({ changes = [], since }: Pick<SpecMeta, "changes" | "since">): string {
  return list(
    changes.map((change) => `${change.since}: ${prose(change.what)}`),
    `nothing since ${since}`,
  );
}

/** A note at the head of what should no longer be used: since when, until when, and the way to what replaces it. */
export function deprecationNote(spec: Deprecation, linkTo: (replacement: string) => string): string[] {
  const text = deprecationText(spec, linkTo);
  return text === undefined ? [] : [`> **Deprecated** ${text}.`];
}

/** What a list says of a contract: its first sentence, and before it that it should no longer be used. */
export function listedMeaning(spec: Deprecation, meaning: string): string {
  return deprecationOf(spec) === undefined ? meaning : `**Deprecated.** ${meaning}`;
}

/** The document's title and the section: `OAP Common Type Schema Reference §3.2.1`. */
export function sourceText({ document, section: part }: SpecMeta["source"]): string {
  const title = (sourceDocuments as Record<string, string>)[document] ?? document;
  return list([title, /^\d/.test(part) ? `§${part}` : `“${part}”`], title).replace(", §", " §");
}
