import { isAnchored, longestMatch, parsedPattern } from "../parsed-pattern.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** Text has a greatest length. */
export const boundedText: Rule = {
  name: "bounded-text",
  title: "Every text has a greatest length.",
  explanation:
    "Columns, indexes, logs and screens have room for so much. It is off by default, because the size of a body bounds its texts together and text is read at once; turn it on where texts go into a store. An anchored pattern without an open quantifier, a format, an enum and a constant are bounds too.",
  level: "off",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ street: Type.String({ description: "Where it is." }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ street: Type.String({ maxLength: 128, description: "Where it is." }) }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema, pointer }) => schema.type === "string" && !pointer.endsWith("/propertyNames"))
      .filter(
        ({ schema }) =>
          schema.maxLength === undefined &&
          schema.enum === undefined &&
          schema.const === undefined &&
          schema.format === undefined &&
          !boundsLength(schema.pattern),
      )
      .map((node) => ({
        ...placeOf(node),
        message: "It is text without a maxLength.",
        mend: "Give it the value of a named bound.",
      })),
};

function boundsLength(pattern: string | undefined): boolean {
  const parsed = pattern === undefined ? undefined : parsedPattern(pattern);
  return parsed !== undefined && isAnchored(parsed) && Number.isFinite(longestMatch(parsed));
}
