import { type Deprecation, type SpecMeta, type Stability, sourceDocuments } from "@oap/contracts";
import { deprecationText } from "../deprecation-text.ts";

export interface DocsExtras {
  /** Lines of TSDoc after the source, such as an `@example`. */
  readonly tags?: readonly string[];
}

/** What a spec says about itself, as the text of a TSDoc comment: description, source, stability, first version. */
export function docsText(spec: SpecMeta, extras: DocsExtras = {}): string {
  const blocks = [
    spec.description,
    `Source: ${sourceText(spec.source)}.`,
    ...(extras.tags ?? []),
    ...releaseTags(spec),
  ];
  return blocks.join("\n\n");
}

/** The text as a comment. Nothing in it can end the comment early. */
export function docsComment(text: string): string {
  const lines = text.replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** An example as TSDoc shows it: its title and the JSON. */
export function exampleTag(title: string, value: unknown): string {
  return `@example ${title}\n\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
}

/** `OAP Common Type Schema Reference, §3.2.1`; a section that has a name instead of a number is quoted. */
function sourceText({ document, section }: SpecMeta["source"]): string {
  const title = (sourceDocuments as Readonly<Record<string, string>>)[document] ?? document;
  return `${title}, ${/^\d/.test(section) ? `§${section}` : `“${section}”`}`;
}

function releaseTags(spec: SpecMeta): readonly string[] {
  const tags: Readonly<Record<Stability, readonly string[]>> = {
    experimental: ["@experimental"],
    beta: ["@beta"],
    stable: [],
  };
  return [[`@since ${spec.since}`, ...tags[spec.stability], ...deprecatedTag(spec)].join("\n")];
}

/** The tag by which editors strike a name through, with its days and what to use instead. */
export function deprecatedTag(spec: Deprecation): readonly string[] {
  const text = deprecationText(spec);
  return text === undefined ? [] : [`@deprecated ${text}.`];
}
