import type { Rule } from "../rule.ts";
import { nodeDescriptions } from "../schema-nodes.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";

const placeholder =
  /\b(TODO|FIXME|TBD|XXX|HACK)\b|\blorem ipsum\b|^(description|title|text|foo|bar|asdf|n\/a|none|-+|\.+|\?+)\.?$/iu;
/** `Todo` may be a word of the trade; in capitals it is a note to oneself. */
const inCapitals = /^(TODO|FIXME|TBD|XXX|HACK)$/;

/** What is published is not a draft. */
export const placeholderText: Rule = {
  name: "placeholder-text",
  title: "No text is a placeholder.",
  explanation: "Descriptions are published as they stand: a note to oneself becomes documentation of the product.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Depot", description: "TODO: say what it is.", schema: Type.Object({}) })',
  good: 'defineType({ ...rest, name: "Depot", description: "Where parcels wait.", schema: Type.Object({}) })',
  check: (context) =>
    [
      ...specMetas(context).flatMap(({ name, meta, at }) => [
        { name, writtenAs: name, at: `${at}/title`, text: meta.title },
        { name, writtenAs: name, at: `${at}/description`, text: meta.description },
      ]),
      ...nodeDescriptions(context),
    ].flatMap(({ text, ...place }): Finding[] => {
      const found = placeholder.exec(text.trim())?.[0];
      if (found === undefined || (/^(todo|fixme|tbd|xxx|hack)$/i.test(found) && !inCapitals.test(found))) return [];
      return [{ ...place, message: `"${found}" is a placeholder.`, mend: "Say what it means, or leave it out." }];
    }),
};
