import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** A number has a least and a greatest value. */
export const boundedNumbers: Rule = {
  name: "bounded-numbers",
  title: "Every number has a least and a greatest value.",
  explanation:
    "A number without bounds reaches whatever computes with it: a wait of 10^300 milliseconds, a page of a billion items, an integer that the next language cannot hold.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0 }) })',
  good: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 99 }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => schema.type === "integer" || schema.type === "number")
      .filter(({ schema }) => schema.enum === undefined && schema.const === undefined)
      .flatMap((node) => {
        const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = node.schema;
        const missing = [
          ...(minimum === undefined && exclusiveMinimum === undefined ? ["a minimum"] : []),
          ...(maximum === undefined && exclusiveMaximum === undefined ? ["a maximum"] : []),
        ];
        if (missing.length === 0) return [];
        return [
          {
            ...placeOf(node),
            message: `It is a number without ${missing.join(" and ")}.`,
            mend: "Say which values make sense; for the largest, the value of a named bound.",
          },
        ];
      }),
};
