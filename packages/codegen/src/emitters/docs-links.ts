import { posix } from "node:path";
import type { Chapter } from "@oap/contracts";
import type { Location, Model } from "../model.ts";
import { anchorOf, code } from "./docs-markdown.ts";

/** Where each thing has its page: paths relative to the output folder. */
export const docsPages = {
  index: "docs/README.md",
  errors: "docs/errors.md",
  headers: "docs/headers.md",
  bounds: "docs/bounds-and-tables.md",
  fixtures: "fixtures/README.md",
  type: (name: string) => `docs/types/${name}.md`,
  operation: (key: string) => `docs/operations/${key}.md`,
  event: (key: string) => `docs/events/${key}.md`,
  capability: (key: string) => `docs/capabilities/${key}.md`,
  chapter: (name: string) => `docs/chapters/${name}.md`,
  schema: (name: string) => `json-schema/${name}.json`,
};

/** Links as one page writes them: relative, so that they work in the repository and on any site. */
export interface Links {
  readonly index: (text: string) => string;
  readonly type: (name: string, text?: string) => string;
  readonly operation: (key: string) => string;
  readonly event: (key: string) => string;
  readonly capability: (key: string) => string;
  readonly chapter: (chapter: Chapter) => string;
  readonly header: (name: string) => string;
  readonly errorCode: (code: string) => string;
  readonly errors: (text: string) => string;
  readonly headers: (text: string) => string;
  readonly bounds: (text: string) => string;
  readonly fixtures: (text: string) => string;
  readonly bound: (name: string) => string;
  readonly table: (name: string) => string;
  readonly schema: (name: string, text: string) => string;
  readonly contract: (location: Location | undefined) => string;
}

/**
 * The links of the page at `from`. A type that the model does not publish is written without a link, and links to the
 * contracts' sources start from the output folder's place in the repository.
 */
export function linksFrom(from: string, model: Model): Links {
  const link = (text: string, to: string, anchor?: string) => {
    const path = to === from && anchor !== undefined ? "" : posix.relative(posix.dirname(from), to);
    return `[${text}](${path}${anchor === undefined ? "" : `#${anchor}`})`;
  };
  return {
    index: (text) => link(text, docsPages.index),
    type: (name, text = code(name)) => (model.typesByName.has(name) ? link(text, docsPages.type(name)) : text),
    operation: (key) => link(code(key), docsPages.operation(key)),
    event: (key) => link(code(key), docsPages.event(key)),
    capability: (key) => link(code(key), docsPages.capability(key)),
    chapter: (chapter) => link(chapter.title, docsPages.chapter(chapter.name)),
    header: (name) => link(code(name), docsPages.headers, anchorOf(name)),
    errorCode: (errorCode) => link(code(errorCode), docsPages.errors, anchorOf(errorCode)),
    errors: (text) => link(text, docsPages.errors),
    headers: (text) => link(text, docsPages.headers),
    bounds: (text) => link(text, docsPages.bounds),
    fixtures: (text) => link(text, docsPages.fixtures),
    bound: (name) => link(code(name), docsPages.bounds, anchorOf(name)),
    table: (name) => link(code(name), docsPages.bounds, anchorOf(name)),
    schema: (name, text) => link(text, docsPages.schema(name)),
    contract: (location) => {
      if (location === undefined) return "the sources were not given to the generator";
      const { file, line } = location;
      const fromRoot = posix.join(model.options.outputFolder, posix.dirname(from));
      return `[${file}:${line}](${posix.relative(fromRoot, file)}#L${line})`;
    },
  };
}
