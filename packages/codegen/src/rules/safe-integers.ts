import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** Integers are those that every JSON parser keeps. Source: RFC 8259, section 6. */
export const safeIntegers: Rule = {
  name: "safe-integers",
  title: "Integers are those that every JSON parser keeps.",
  explanation:
    "JSON numbers are doubles to JavaScript and to many parsers: beyond 2^53 - 1 an identifier silently becomes another one. Send such numbers as text of digits.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Serial", schema: Type.Integer({ minimum: 0, maximum: 18446744073709551615 }) })',
  good: 'defineType({ ...rest, name: "Serial", schema: Type.String({ pattern: "^[0-9]{1,20}$" }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => schema.type === "integer")
      .flatMap((node): Finding[] =>
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "const", "default"].flatMap(
          (keyword) => {
            const value = node.schema[keyword];
            if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return [];
            return [
              {
                ...placeOf(node, keyword),
                message: `Its ${keyword} is beyond 2^53 - 1.`,
                mend: "Send it as text of digits, or lower the bound.",
              },
            ];
          },
        ),
      ),
};
