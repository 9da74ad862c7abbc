import { banner } from "../banner.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { boundsPage } from "./docs-bounds.ts";
import { capabilityPage } from "./docs-capability.ts";
import { chapterPage } from "./docs-chapter.ts";
import type { DocsContext } from "./docs-context.ts";
import { errorsPage } from "./docs-errors.ts";
import { eventPage } from "./docs-event.ts";
import { headersPage } from "./docs-headers.ts";
import { indexPage } from "./docs-index.ts";
import { docsPages, linksFrom } from "./docs-links.ts";
import { operationPage } from "./docs-operation.ts";
import { typePage } from "./docs-type.ts";
import { usageOf } from "./docs-usage.ts";

/** The documentation: one Markdown page for each operation, type, event, capability and chapter, and four that span all. */
export function emitDocs(model: Model): readonly GeneratedFile[] {
  const usage = usageOf(model);
  const file = (path: string, render: (context: DocsContext) => string): GeneratedFile => {
    const links = linksFrom(path, model);
    return { path, content: `${banner(model, "html")}\n${render({ model, links, usage })}` };
  };
  return [
    file(docsPages.index, indexPage),
    file(docsPages.errors, errorsPage),
    file(docsPages.headers, headersPage),
    file(docsPages.bounds, boundsPage),
    ...model.registry.chapters.map((chapter) =>
      file(docsPages.chapter(chapter.name), (context) => chapterPage(chapter, context)),
    ),
    ...model.operations.map((operation) =>
      file(docsPages.operation(operation.key), (context) => operationPage(operation, context)),
    ),
    ...model.types.map((type) => file(docsPages.type(type.name), (context) => typePage(type, context))),
    ...model.events.map((event) => file(docsPages.event(event.key), (context) => eventPage(event, context))),
    ...model.capabilities.map((capability) =>
      file(docsPages.capability(capability.key), (context) => capabilityPage(capability, context)),
    ),
  ];
}
