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
    "Go's engine, like others of linear time, has no lookaround, no backreferences and no repetition beyond 1000, and refuses the whole schema over one; Python has no Unicode properties, and names groups otherwise. And `\\d`, `\\w`, `\\s` and `\\b` are of ASCII in one language and of all scripts in another.",
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
        message: `Its pattern ${pattern} has ${what}.`,
        mend: "Write out what is allowed, or check it where the value is used.",
      }));
    }),
};

function unportable(pattern: AST.Pattern): readonly string[] {
  const found = new Set<string>();
  const missing = (what: string) => found.add(`${what}, which not every language has`);
  const ambiguous = (what: string) => found.add(`${what}, which is not the same in every language`);
  visitRegExpAST(pattern, {
    onAssertionEnter: ({ kind, raw }) => {
      if (kind === "lookahead" || kind === "lookbehind") missing(`a ${kind}`);
      if (kind === "word") ambiguous(raw);
    },
    onBackreferenceEnter: () => {
      missing("a backreference");
    },
    onCapturingGroupEnter: ({ name }) => {
      if (name !== null) missing("a named group");
    },
    onCharacterEnter: ({ raw }) => {
      if (/^\\[cu]/.test(raw)) missing(`the escape ${raw}`);
    },
    onCharacterSetEnter: ({ kind, raw }) => {
      if (kind === "property") missing(`a Unicode property ${raw}`);
      else if (kind !== "any") ambiguous(raw);
    },
    onQuantifierEnter: ({ max, min, raw }) => {
      const count = Number.isFinite(max) ? max : min;
      if (count > repetitionsMax) missing(`a repetition of more than ${repetitionsMax}, ${raw}`);
    },
  });
  return [...found];
}

/** RE2, which Go has, refuses a pattern that repeats anything more often. */
const repetitionsMax = 1000;
