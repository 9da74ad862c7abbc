import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";

/** One value is a constant. */
export const singleValues: Rule = {
  name: "single-values",
  title: "An enum of one value is a constant.",
  explanation:
    "Generators make a type of every enum, and of a constant a literal. An enum of one value also reads as a list that will grow: where that is meant, ignore the finding and say so.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Method", schema: stringEnum(["GET"]) })',
  good: 'defineType({ ...rest, name: "Method", schema: Type.Literal("GET") })',
  check: (context) =>
    schemaNodes(context)
      .filter(({ schema }) => schema.enum?.length === 1)
      .map((node) => ({
        ...placeOf(node, "enum"),
        message: `It is an enum of ${JSON.stringify(node.schema.enum?.[0])} alone.`,
        mend: "Write Type.Literal.",
      })),
};
