import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import { typeUses } from "../type-uses.ts";
import type { Finding } from "../violation.ts";

/** A default is where it can apply: on an optional member of what somebody else sends. */
export const idleDefaults: Rule = {
  name: "idle-defaults",
  title: "A default stands where it can apply.",
  explanation:
    "A required member is never left out. And in an answer a default says that the sender may leave a member out and the reader has to know why: let the sender always send it, and leave the default out.",
  level: "warning",
  fixable: true,
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floors: Type.Integer({ minimum: 1, maximum: 9, default: 1, description: "How many have shelves." }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floors: Type.Optional(Type.Integer({ minimum: 1, maximum: 9, default: 1, description: "How many have shelves." })) }) })',
  check: (context) => {
    const { asked, answered } = typeUses(context);
    return schemaNodes(context).flatMap((node): Finding[] => {
      const { schema, contract, required } = node;
      if (schema.default === undefined || required === undefined) return [];
      if (required) {
        return [
          {
            ...placeOf(node, "default"),
            message: "It is required, so that its default never applies.",
            mend: "Make it optional, or leave the default out.",
            fix: { kind: "remove-property" },
          },
        ];
      }
      if (asked.has(contract) || !answered.has(contract)) return [];
      return [
        {
          ...placeOf(node, "default"),
          message: "It has a default in what is only answered.",
          mend: "Make it required and always send it, or say in words what it means when it is absent.",
        },
      ];
    });
  },
};
