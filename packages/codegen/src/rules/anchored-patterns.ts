import { isAnchored, parsedPattern } from "../parsed-pattern.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** A pattern says what the whole text is. JSON Schema searches: without anchors anything may stand around a match. */
export const anchoredPatterns: Rule = {
  name: "anchored-patterns",
  title: "A pattern begins with ^ and ends with $.",
  explanation:
    "JSON Schema searches for a pattern anywhere in the text: `[0-9]{8}` accepts a page of text with a date in it. In `^a|b$` each anchor holds for one alternative only. Where a search is meant, say so by `.*`.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "LabelCode", schema: Type.String({ pattern: "^L[0-9]{8}|P[0-9]{8}$" }) })',
  good: 'defineType({ ...rest, name: "LabelCode", schema: Type.String({ pattern: "^(?:L|P)[0-9]{8}$" }) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const { pattern } = node.schema;
      const parsed = pattern === undefined ? undefined : parsedPattern(pattern);
      if (pattern === undefined || parsed === undefined || isAnchored(parsed)) return [];
      const half = /^\^/.test(pattern) && /\$$/.test(pattern);
      return [
        {
          ...placeOf(node, "pattern"),
          message: half
            ? `Its pattern ${pattern} has alternatives that are not anchored at both ends.`
            : `Its pattern ${pattern} matches anywhere in the text.`,
          mend: half ? "Put the alternatives into a group: ^(?:a|b)$." : "Write ^ before it and $ behind it.",
        },
      ];
    }),
};
