import { exampleJudge } from "../example-judge.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** A default is a value that the schema accepts. */
export const validDefaults: Rule = {
  name: "valid-defaults",
  title: "A default is a value that its schema accepts.",
  explanation:
    "Whoever leaves a member out gets its default. One that the schema refuses fails for the caller who did nothing wrong, or slips by where nobody checks it.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floors: Type.Optional(Type.Integer({ minimum: 1, maximum: 9, default: 0, description: "How many have shelves." })) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floors: Type.Optional(Type.Integer({ minimum: 1, maximum: 9, default: 1, description: "How many have shelves." })) }) })',
  check: (context) => {
    const nodes = schemaNodes(context).filter(({ schema }) => schema.default !== undefined);
    if (nodes.length === 0) return [];
    const judge = exampleJudge(new Map(context.types.map(({ spec, published }) => [spec.name, published.schema])));
    return nodes.flatMap((node): Finding[] => {
      try {
        const failures = judge.failuresOf(node.schema, node.schema.default);
        if (failures.length === 0) return [];
        return [
          {
            ...placeOf(node, "default"),
            message: `Its default ${JSON.stringify(node.schema.default)} fails: ${failures.map(({ keyword }) => keyword).join(", ")}.`,
            mend: "Correct the default or the schema.",
          },
        ];
      } catch {
        // A schema that does not compile is told of with the examples.
        return [];
      }
    });
  },
};
