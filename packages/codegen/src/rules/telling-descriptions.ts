import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";
import { wordsOf } from "../words-of.ts";

/** Words that say nothing by themselves. */
const empty = new Set(
  "a an the of for this that is are it its value field property object type contains holds represents describes identifier id name given current some string number integer boolean array list".split(
    " ",
  ),
);

/** A description says more than the name: its meaning, default, unit or limit. */
export const tellingDescriptions: Rule = {
  name: "telling-descriptions",
  title: "A description says more than the name.",
  explanation:
    "`The parcel id.` on `parcel_id` costs a line and tells nobody anything. Say what it names, where it comes from, its default or its limit.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floor_count: Type.Integer({ minimum: 0, maximum: 99, description: "The floor count." }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floor_count: Type.Integer({ minimum: 0, maximum: 99, description: "How many floors have shelves." }) }) })',
  check: (context) => [
    ...specMetas(context).flatMap(({ name, meta, at }) =>
      repeats(meta.description, name) ? [finding({ name, writtenAs: name, at: `${at}/description` }, name)] : [],
    ),
    ...schemaNodes(context).flatMap((node) => {
      const { member, schema } = node;
      // A named type says the rest: on a reference, `The plan.` tells which of two plans it is.
      if (schema.$ref !== undefined) return [];
      if (member === undefined || schema.description === undefined || !repeats(schema.description, member)) return [];
      return [finding(placeOf(node, "description"), member)];
    }),
  ],
};

const otherLetters = /(?![A-Za-z])\p{L}/u;

/** Whether every word of the description that means something is in the name. */
function repeats(description: string, name: string): boolean {
  const known = wordsOf(name);
  const words = wordsOf(description).filter((word) => !empty.has(word));
  // Names are of Latin letters: what is said in others is said nowhere else.
  if (description.trim() === "" || otherLetters.test(description)) return false;
  return words.every((word) => known.includes(word) || known.includes(word.replace(/s$/, "")));
}

function finding(place: Pick<Finding, "name" | "writtenAs" | "at">, name: string): Finding {
  return {
    ...place,
    message: `Its description says no more than the name \`${name}\`.`,
    mend: "Say what it names, where it comes from, its default or its limits.",
  };
}
