import type { Rule } from "../rule.ts";

/** Everything about one rule, for a terminal. */
export function explainRule(rule: Rule): string {
  const { name, title, explanation, level, necessary, fixable, options, bad, good } = rule;
  const defaults = (options?.defaults ?? {}) as Readonly<Record<string, unknown>>;
  return [
    `${name}: ${title}`,
    "",
    explanation,
    "",
    `Level: ${level}${necessary === undefined ? "" : `, always: ${necessary}`}`,
    ...(fixable === true ? ["Fix:   --fix mends what it can mend safely"] : []),
    ...Object.entries<{ readonly description?: string }>(options?.properties ?? {}).map(([option, { description }]) => {
      const value = defaults[option];
      return `Option ${option}: ${description} Default: ${JSON.stringify(value)}`;
    }),
    "",
    "Wrong:",
    indented(bad),
    "",
    "Right:",
    indented(good),
  ].join("\n");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
