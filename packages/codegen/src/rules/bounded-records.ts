import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** A record has a greatest number of entries, as an array has. */
export const boundedRecords: Rule = {
  name: "bounded-records",
  title: "Every record has a greatest number of entries.",
  explanation:
    "A record is an array whose items have names: what works through its entries does as much work as a sender likes. `maxProperties` is its bound.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Labels", schema: Type.Record(Type.String(), Type.String({ maxLength: 64 })) })',
  good: 'defineType({ ...rest, name: "Labels", schema: Type.Record(Type.String(), Type.String({ maxLength: 64 }), { maxProperties: 16 }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => typeof schema.additionalProperties === "object" && schema.maxProperties === undefined)
      .map((node) => ({
        ...placeOf(node),
        message: "It is a record without a maxProperties.",
        mend: "Give it the value of a named bound.",
      })),
};
