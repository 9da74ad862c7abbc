import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** The least, the greatest, and whether they may be equal. */
const pairs = [
  ["minLength", "maxLength", true],
  ["minItems", "maxItems", true],
  ["minProperties", "maxProperties", true],
  ["minimum", "maximum", true],
  ["exclusiveMinimum", "maximum", false],
  ["minimum", "exclusiveMaximum", false],
  ["exclusiveMinimum", "exclusiveMaximum", false],
] as const;

/** Bounds leave something between them. */
export const satisfiableBounds: Rule = {
  name: "satisfiable-bounds",
  title: "Bounds leave something between them.",
  explanation:
    "A least value above the greatest one is a slip that refuses every value, and that no validator reports: every request fails, and each for a reason that is not its own.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 9, maximum: 0 }) })',
  good: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 9 }) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] =>
      pairs.flatMap(([least, greatest, equal]) => {
        const [low, high] = [node.schema[least], node.schema[greatest]];
        if (typeof low !== "number" || typeof high !== "number" || low < high || (equal && low === high)) return [];
        return [
          {
            ...placeOf(node, least),
            message: `Its ${least}, ${low}, is ${equal ? "greater" : "not less"} than its ${greatest}, ${high}: no value fits.`,
            mend: "Exchange them, or correct one of them.",
          },
        ];
      }),
    ),
};
