import { mapSchema } from "../map-schema.ts";
import type { Rule } from "../rule.ts";

/**
 * Every array has a `maxItems`. Text needs no bound of its own: the size of a body bounds it, and it is read at once;
 * the length of an array decides how much work follows.
 */
export const bounded: Rule = {
  name: "bounded",
  title: "Every array has a largest size.",
  explanation:
    "The length of an array decides how much work follows, whatever the size of the body. Without `maxItems` one request can ask for any amount of it. Text is a rule of its own, `bounded-text`.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ parcels: Type.Array(ref(ParcelId), { description: "What is there." }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ parcels: Type.Array(ref(ParcelId), { maxItems: 1000, description: "What is there." }) }) })',
  check: ({ types }) =>
    types
      .filter(({ envelopeOf }) => envelopeOf === undefined)
      .flatMap(({ spec, published }) => {
        let unbounded = 0;
        mapSchema(published.schema, (node) => {
          if (node.type === "array" && node.maxItems === undefined) unbounded += 1;
          return node;
        });
        if (unbounded === 0) return [];
        return [
          {
            name: spec.name,
            message: `It has ${unbounded === 1 ? "an array" : `${unbounded} arrays`} without a maxItems.`,
            mend: "Give it the value of a named bound.",
          },
        ];
      }),
};
