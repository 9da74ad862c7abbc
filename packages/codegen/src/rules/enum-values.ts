import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** From the narrowest to the widest: a set of values is in the first style that all of them fit. */
const styles: readonly (readonly [string, RegExp])[] = [
  ["lower case", /^[a-z0-9]+$/],
  ["UPPER_CASE", /^[A-Z0-9]+(_[A-Z0-9]+)*$/],
  ["snake_case", /^[a-z0-9]+(_[a-z0-9]+)*$/],
  ["kebab-case", /^[a-z0-9]+(-[a-z0-9]+)*$/],
  ["camelCase", /^[a-z][A-Za-z0-9]*$/],
  ["PascalCase", /^[A-Z][A-Za-z0-9]*$/],
  ["Header-Case", /^[A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z0-9]*)*$/],
  ["dotted.names", /^[a-z][A-Za-z0-9_]*(\.[a-z][A-Za-z0-9_]*)+$/],
];

/** The values of one enum are written in one style. */
export const enumValues: Rule = {
  name: "enum-values",
  title: "The values of an enum are written in one style.",
  explanation:
    "`in_transit` beside `Delivered` is a spelling to remember for each value. Values that are words of another standard, such as media types, keep its spelling: where one of the values has no known style, none is asked for.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "ParcelState", schema: stringEnum(["in_transit", "Delivered"]) })',
  good: 'defineType({ ...rest, name: "ParcelState", schema: stringEnum(["in_transit", "delivered"]) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const values = (node.schema.enum ?? []).filter((value) => typeof value === "string");
      if (values.length < 2 || styles.some(([, form]) => values.every((value) => form.test(value)))) return [];
      const fits = styles.map(([style, form]) => ({ style, others: values.filter((value) => !form.test(value)) }));
      const [best] = fits.sort((a, b) => a.others.length - b.others.length);
      // A value of no known style is a word of another standard, and so may be those beside it: `en` beside `en-US`.
      if (best === undefined || best.others.some((value) => !styles.some(([, form]) => form.test(value)))) return [];
      return [
        {
          ...placeOf(node, "enum"),
          message: `Its values are ${best.style}, but for ${best.others.map((value) => `"${value}"`).join(", ")}.`,
          mend: "Write all of them in one style.",
        },
      ];
    }),
};
