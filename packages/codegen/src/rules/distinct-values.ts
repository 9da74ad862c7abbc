import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** Each value of an enum is listed once. */
export const distinctValues: Rule = {
  name: "distinct-values",
  title: "Each value of an enum is listed once.",
  explanation:
    "JSON Schema forbids a value that is listed twice, and generators make two members of one name of it. Most often one of the two should have been another value.",
  level: "error",
  fixable: true,
  bad: 'defineType({ ...rest, name: "ParcelState", schema: stringEnum(["waiting", "moving", "waiting"]) })',
  good: 'defineType({ ...rest, name: "ParcelState", schema: stringEnum(["waiting", "moving", "delivered"]) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const values = node.schema.enum ?? [];
      return values.flatMap((value, index) => {
        if (values.indexOf(value) === index) return [];
        return [
          {
            ...placeOf(node, `enum/${index}`),
            message: `Its enum lists ${JSON.stringify(value)} twice.`,
            mend: "Remove one, or correct it.",
            fix: { kind: "remove-element" },
          },
        ];
      });
    }),
};
