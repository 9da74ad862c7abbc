import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** The formats of JSON Schema 2020-12, §7.3, that validators in wide use check. */
const standard = new Set(
  "date date-time time duration email hostname ipv4 ipv6 uri uri-reference uri-template uuid json-pointer relative-json-pointer regex".split(
    " ",
  ),
);

/** A format is one that validators know: they refuse the schema, or check nothing. */
export const knownFormats: Rule = {
  name: "known-formats",
  title: "Formats are those that validators know.",
  explanation:
    "An unknown format is an error to a strict validator and nothing at all to the others: either way it bounds no value. What is not in the standard is said by a pattern.",
  level: "error",
  necessary: "the generated validators know no other formats.",
  bad: 'defineType({ ...rest, name: "Colour", schema: Type.String({ format: "colour" }) })',
  good: 'defineType({ ...rest, name: "Colour", schema: Type.String({ pattern: "^#[0-9a-f]{6}$" }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => typeof schema.format === "string" && !standard.has(schema.format))
      .map((node) => ({
        ...placeOf(node, "format"),
        message: `"${node.schema.format}" is no format of JSON Schema 2020-12.`,
        mend: "Say by a pattern what the text looks like.",
      })),
};
