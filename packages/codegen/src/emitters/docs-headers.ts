import type { HeaderSpec } from "@oap/contracts";
import type { PublishedHeader } from "../model.ts";
import type { DocsContext } from "./docs-context.ts";
import { bullets, code, facts, page, prose, section, table } from "./docs-markdown.ts";
import { changesText, deprecationNote, listedMeaning, originFacts } from "./docs-origin.ts";
import { boundsText, typeText } from "./docs-schema.ts";

/** All headers: a table for each chapter, then each header with its labels. */
export function headersPage(context: DocsContext): string {
  const { model } = context;
  const chapters = model.registry.chapters.flatMap((chapter) => {
    const headers = model.headers.filter((header) => header.chapter.name === chapter.name);
    return headers.length > 0 ? [section(3, `Headers of ${chapter.title}`, headerTable(headers, context))] : [];
  });
  return page("Headers", [
    "Every header is optional on a request. One whose counterpart is in the body must equal it; one without a counterpart is checked for its shape.",
    section(2, "By chapter", ...(chapters.length > 0 ? chapters : ["There are none."])),
    ...model.headers.map((header) => headerSection(header, context)),
  ]);
}

/** The headers of one chapter, a line each. */
export function headerTable(headers: readonly PublishedHeader[], { links }: DocsContext): string {
  return table(
    ["Header", "Meaning", "Example"],
    headers.map(({ spec }) => [
      links.header(spec.name),
      listedMeaning(spec, prose(spec.description)),
      code(spec.example),
    ]),
  );
}

function headerSection(header: PublishedHeader, context: DocsContext): string {
  const { spec, schema } = header;
  const { links } = context;
  return section(
    2,
    spec.name,
    ...deprecationNote(spec, links.header),
    prose(spec.description),
    facts([
      ["Title", prose(spec.title)],
      ["Value", typeText(schema, context)],
      ["Bounds and default", boundsText(schema, context)],
      ["Example", code(spec.example)],
      ["Changed", changesText(spec)],
      ...originFacts(header, links),
    ]),
    usedBy(header, context),
  );
}

function usedBy({ spec }: PublishedHeader, { model, links, usage }: DocsContext): string {
  const common = (uses: readonly { header: HeaderSpec }[]) => uses.some(({ header }) => header.name === spec.name);
  const { request, response } = model.registry.headers;
  const onAll = [...(common(request) ? ["Every request."] : []), ...(common(response) ? ["Every response."] : [])];
  if (onAll.length > 0) return bullets(onAll);
  const operations = usage.ofHeader(spec.name);
  return operations.length > 0
    ? bullets([`Operations: ${operations.map(links.operation).join(", ")}`])
    : "No operation carries it yet.";
}
