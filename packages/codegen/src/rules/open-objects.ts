import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** Objects are open, so that a later version may add members. */
export const openObjects: Rule = {
  name: "open-objects",
  title: "Objects are open to members of later versions.",
  explanation:
    "A closed object refuses the member that the next version adds, so that every addition breaks somebody. Readers ignore what they do not know; where an unknown member is a danger, close the object and say why in the reason of an ignore entry.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ parcel: ref(ParcelId) }, { additionalProperties: false }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ parcel: ref(ParcelId) }) })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => schema.additionalProperties === false)
      .map((node) => ({
        ...placeOf(node, "additionalProperties"),
        message: "It refuses members that it does not list, and so those of its next version.",
        mend: "Leave additionalProperties out.",
      })),
};
