import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** Keywords with the value that they have without being written. */
const idle: Readonly<Record<string, unknown>> = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  uniqueItems: false,
  deprecated: false,
  additionalProperties: true,
};

/** Nothing is said that holds without being said. */
export const idleKeywords: Rule = {
  name: "idle-keywords",
  title: "No keyword says what holds anyway.",
  explanation:
    "`minLength: 0` bounds nothing and reads as if it did. It also makes two schemas differ that mean the same, which a reviewer of a change has to find out.",
  level: "warning",
  fixable: true,
  bad: 'defineType({ ...rest, name: "Street", schema: Type.String({ minLength: 0, maxLength: 128 }) })',
  good: 'defineType({ ...rest, name: "Street", schema: Type.String({ maxLength: 128 }) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] =>
      Object.entries(idle)
        .filter(([keyword, value]) => node.schema[keyword] === value)
        .map(([keyword, value]) => ({
          ...placeOf(node, keyword),
          message: `\`${keyword}: ${value}\` holds without being said.`,
          mend: "Leave it out.",
          fix: { kind: "remove-property" },
        })),
    ),
};
