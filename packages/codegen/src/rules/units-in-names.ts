import { pointerToken } from "../pointer-token.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import { wordsOf } from "../words-of.ts";

interface UnitsInNamesOptions {
  readonly words: readonly string[];
}

/** A number that measures says in its name what it counts. */
export const unitsInNames: Rule<UnitsInNamesOptions> = {
  name: "units-in-names",
  title: "A measured number has its unit in its name.",
  explanation:
    "A `timeout` of 30 is half a minute to one team and an instant to another, and no type checker tells them apart. The unit goes last: `timeout_ms`, `max_bytes`.",
  level: "warning",
  options: {
    properties: {
      words: {
        type: "array",
        items: { type: "string", minLength: 1 },
        description: "Last words of a name that need a unit after them, in lower case.",
      },
    },
    defaults: {
      words:
        "timeout delay duration interval ttl backoff latency elapsed age lifetime weight distance temperature".split(
          " ",
        ),
    },
  },
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ timeout: Type.Integer({ minimum: 1, maximum: 60, description: "How long it waits." }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ timeout_seconds: Type.Integer({ minimum: 1, maximum: 60, description: "How long it waits." }) }) })',
  check: (context, { words }) =>
    schemaNodes(context)
      .filter(({ schema }) => schema.type === "integer" || schema.type === "number")
      .filter(
        ({ member = "", pointer }) =>
          pointer.endsWith(`/${pointerToken(member)}`) && words.includes(wordsOf(member).at(-1) ?? ""),
      )
      .map((node) => ({
        ...placeOf(node),
        message: `\`${node.member}\` is a number and does not say of what.`,
        mend: `Write the unit last, as in \`${node.member}_ms\` or \`${node.member}Ms\`.`,
      })),
};
