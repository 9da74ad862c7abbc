import { createRequire } from "node:module";
import type { Diagnostics } from "recheck";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

/** No text makes an engine that backtracks run for ever. */
export const safePatterns: Rule = {
  name: "safe-patterns",
  title: "No text makes a pattern take for ever.",
  explanation:
    "Most languages' engines backtrack: on `^(a+)+$` thirty letters take minutes, and one request stops a process. Each pattern is proven linear, or the text that attacks it is shown. A polynomial one is left alone where maxLength keeps it short.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Path", schema: Type.String({ maxLength: 512, pattern: "^([a-z]+/?)*$" }) })',
  good: 'defineType({ ...rest, name: "Path", schema: Type.String({ maxLength: 512, pattern: "^[a-z]+(?:/[a-z]+)*$" }) })',
  check: (context) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const { pattern, maxLength } = node.schema;
      if (pattern === undefined) return [];
      const verdict = judged(pattern);
      if (verdict.status !== "vulnerable") return [];
      const { complexity, attack } = verdict;
      const degree = complexity.type === "polynomial" ? complexity.degree : Number.POSITIVE_INFINITY;
      if (typeof maxLength === "number" && maxLength ** degree <= stepsMax) return [];
      return [
        {
          ...placeOf(node, "pattern"),
          message: `Its pattern ${pattern} takes ${complexity.summary.replace(/^(\S+)$/, "$1 time")} on a text such as ${attack.pattern}.`,
          mend: "Let no two parts of it match the same characters, and repeat nothing that repeats already.",
        },
      ];
    }),
};

/** As many steps as an engine takes in some hundredths of a second. */
const stepsMax = 1_000_000;

const verdicts = new Map<string, Diagnostics>();

/**
 * Each pattern is judged once a process: contracts repeat their patterns, and tests their contracts. The proof by automata
 * is exact and fast; what it cannot read, such as lookaround, is attacked with texts, from a fixed seed.
 */
function judged(pattern: string): Diagnostics {
  const known = verdicts.get(pattern);
  if (known !== undefined) return known;
  const { checkSync } = checker();
  const proof = checkSync(pattern, "u", { checker: "automaton", timeout: judgeMsMax });
  const verdict =
    proof.status === "unknown"
      ? checkSync(pattern, "u", { checker: "fuzz", randomSeed: 1, timeout: judgeMsMax })
      : proof;
  verdicts.set(pattern, verdict);
  return verdict;
}

/** A pattern that takes longer to judge is let pass. */
const judgeMsMax = 10_000;

/**
 * The pure JavaScript, which decides alike everywhere: the package's main entry starts a thread and, where it finds one, a
 * native program. It has no types of its own there, and its three megabytes are read when the first pattern is.
 */
function checker(): typeof import("recheck") {
  return createRequire(import.meta.url)("recheck/lib/browser.js");
}
