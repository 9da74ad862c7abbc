import { type AST, visitRegExpAST } from "@eslint-community/regexpp";
import { parsedPattern } from "../parsed-pattern.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** A pattern means the same in every language that reads the published schemas. */
export const portablePatterns: Rule = {
  name: "portable-patterns",
  title: "A pattern means the same in every language.",
  explanation:
    "Go's engine, like others of linear time, has no lookaround, no backreferences and no repetition beyond 1000, and refuses the whole schema over one; Python has no Unicode properties, and names groups otherwise.",
  level: "error",
  bad: 'defineType({ ...rest, name: "LabelCode", schema: Type.String({ pattern: "^(?!P)[A-Z][0-9]{8}$" }) })',
  good: 'defineType({ ...rest, name: "LabelCode", schema: Type.String({ pattern: "^[A-OQ-Z][0-9]{8}$" }) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const { pattern } = node.schema;
      const parsed = pattern === undefined ? undefined : parsedPattern(pattern);
      if (parsed === undefined) return [];
      return unportable(parsed).map((what) => ({
        ...placeOf(node, "pattern"),
        message: `Its pattern ${pattern} has ${what}, which not every language has.`,
        mend: "Write out what is allowed, or check it where the value is used.",
      }));
    }),
};

function unportable(pattern: AST.Pattern): readonly string[] {
  const found = new Set<string>();
  visitRegExpAST(pattern, {
    onAssertionEnter: ({ kind }) => {
      if (kind === "lookahead" || kind === "lookbehind") found.add(`a ${kind}`);
    },
    onBackreferenceEnter: () => {
      found.add("a backreference");
    },
    onCapturingGroupEnter: ({ name }) => {
      if (name !== null) found.add("a named group");
    },
    onCharacterSetEnter: ({ kind, raw }) => {
      if (kind === "property") found.add(`a Unicode property ${raw}`);
    },
    onQuantifierEnter: ({ max, min, raw }) => {
      const count = Number.isFinite(max) ? max : min;
      if (count > repetitionsMax) found.add(`a repetition of more than ${repetitionsMax}, ${raw}`);
    },
  });
  return [...found];
}

/** RE2, which Go has, refuses a pattern that repeats anything more often. */
const repetitionsMax = 1000;
