import type { Chapter } from "@oap/contracts";
import type { DocsContext } from "./docs-context.ts";
import { headerTable } from "./docs-headers.ts";
import { code, firstSentence, page, prose, section, table } from "./docs-markdown.ts";
import { listedMeaning } from "./docs-origin.ts";

/** The page of one chapter: everything in it, by kind. */
export function chapterPage(chapter: Chapter, context: DocsContext): string {
  const headers = context.model.headers.filter((header) => header.chapter.name === chapter.name);
  const { links } = context;
  return page(chapter.title, [
    prose(chapter.description),
    ...chapterLists(chapter, context).map(({ title, rows }) => section(2, title, table(["Name", "Meaning"], rows))),
    ...(headers.length > 0 ? [section(2, "Headers", headerTable(headers, context))] : []),
    ...boundsOf(chapter, context),
    `Back to the ${links.index("index")}.`,
  ]);
}

/** What a chapter has, kind by kind; a kind that it does not have is left out. Envelopes stand on their operation's page. */
export function chapterLists(chapter: Chapter, { model, links }: DocsContext): { title: string; rows: string[][] }[] {
  const here = <T extends { chapter: Chapter }>(things: readonly T[]) =>
    things.filter((thing) => thing.chapter.name === chapter.name);
  const lists = [
    {
      title: "Operations",
      rows: here(model.operations).map(({ key, spec }) => [
        links.operation(key),
        listedMeaning(spec.meta, firstSentence(spec.meta.description)),
      ]),
    },
    {
      title: "Events",
      rows: here(model.events).map(({ key, spec }) => [
        links.event(key),
        listedMeaning(spec, firstSentence(spec.description)),
      ]),
    },
    {
      title: "Capabilities",
      rows: here(model.capabilities).map(({ key, spec }) => [
        links.capability(key),
        listedMeaning(spec, firstSentence(spec.description)),
      ]),
    },
    {
      title: "Types",
      rows: here(model.types)
        .filter((type) => type.envelopeOf === undefined)
        .map(({ name, spec }) => [links.type(name), listedMeaning(spec, firstSentence(spec.description))]),
    },
    {
      title: "Envelopes",
      rows: here(model.types)
        .filter((type) => type.envelopeOf !== undefined)
        .map(({ name, spec }) => [links.type(name), listedMeaning(spec, firstSentence(spec.description))]),
    },
    {
      title: "Tables",
      rows: here(model.tables).map(({ spec }) => [
        links.table(spec.name),
        listedMeaning(spec, firstSentence(spec.description)),
      ]),
    },
  ];
  return lists.filter(({ rows }) => rows.length > 0);
}

function boundsOf(chapter: Chapter, { model, links }: DocsContext): string[] {
  const bounds = model.bounds.filter((bound) => bound.chapter.name === chapter.name);
  if (bounds.length === 0) return [];
  const rows = bounds.map(({ spec }) => [
    links.bound(spec.name),
    `${code(String(spec.value))} ${spec.unit}`,
    listedMeaning(spec, firstSentence(spec.description)),
  ]);
  return [section(2, "Bounds", table(["Bound", "Value", "Meaning"], rows))];
}
