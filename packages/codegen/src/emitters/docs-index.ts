import type { Model } from "../model.ts";
import { chapterLists } from "./docs-chapter.ts";
import type { DocsContext } from "./docs-context.ts";
import { bullets, code, facts, fenced, page, prose, section, table } from "./docs-markdown.ts";

/** The index: where to begin, then everything by chapter. */
export function indexPage(context: DocsContext): string {
  const { model, links } = context;
  const { registry } = model;
  const counts = [
    counted(model.operations, "operation"),
    counted(model.types, "type"),
    counted(model.events, "event"),
    counted(model.capabilities, "capability"),
    counted(model.headers, "header"),
    counted(model.errorCodes, "error code"),
  ];
  return page(registry.title, [
    prose(registry.description),
    facts([
      ["Version", registry.version],
      ["Schema identifiers", code(`${registry.schemaIdBase}:<Name>:<version>`)],
      ["Contents", counts.join(", ")],
    ]),
    section(
      2,
      "Across the chapters",
      bullets([
        `${links.errors("Error codes")}: what each means, its HTTP status and JSON-RPC integer, and whether a retry can help.`,
        `${links.headers("Headers")}: by chapter, and which member of the body each must agree with.`,
        `${links.bounds("Bounds and tables")}: every named limit, and the fixed mappings.`,
        `${links.fixtures("Conformance fixtures")}: valid and invalid instances of every type, to judge an implementation in any language.`,
      ]),
    ),
    section(
      2,
      "Reading the examples",
      `The ${code("curl")} lines call a control plane at ${code(model.options.serverUrl)}. The TypeScript examples use a client made like this:`,
      fenced("ts", clientSetup(model)),
    ),
    ...registry.chapters.map((chapter) =>
      section(
        2,
        chapter.title,
        `${prose(chapter.description)} See ${links.chapter(chapter)} for its headers and bounds.`,
        ...chapterLists(chapter, context)
          .filter(({ title }) => title !== "Envelopes")
          .map(({ title, rows }) =>
            section(3, `${chapter.title}: ${title.toLowerCase()}`, table(["Name", "Meaning"], rows)),
          ),
      ),
    ),
  ]);
}

/** The transport is the same for every registry; the client is the one generated from this one. */
function clientSetup({ options }: Model): string {
  return `import { createHttpTransport } from "@oap/client";
import { createClient } from "${options.typescriptPackage}";

const client = createClient(createHttpTransport({ baseUrl: "${options.serverUrl}" }));`;
}

function counted(things: readonly unknown[], singular: string): string {
  const plural = singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  return `${things.length} ${things.length === 1 ? singular : plural}`;
}
