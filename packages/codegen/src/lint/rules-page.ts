import type { Rule } from "../rule.ts";

/** The page of all rules, in Markdown: a table to find one, and a section for each. */
export function rulesPage(rules: readonly Rule[]): string {
  return [
    "# The house rules of contracts",
    "",
    "Written from the rules themselves; `oap lint --explain <rule>` prints one of them. In examples `...rest` stands for what is not about the rule.",
    "",
    "| rule | demands | `recommended` | `--fix` |",
    "| --- | --- | --- | --- |",
    ...rules.map(
      ({ name, title, level, necessary, fixable }) =>
        `| [${name}](#${name}) | ${title} | ${level}${necessary === undefined ? "" : ", always"} | ${fixable === true ? "yes" : ""} |`,
    ),
    "",
    "The preset `all` makes a warning of what is off in `recommended`.",
    ...rules.flatMap((rule) => ["", ...section(rule)]),
    "",
  ].join("\n");
}

function section({ name, title, explanation, necessary, options, bad, good }: Rule): readonly string[] {
  const defaults = (options?.defaults ?? {}) as Readonly<Record<string, unknown>>;
  return [
    `## ${name}`,
    "",
    `**${title}** ${explanation}`,
    ...(necessary === undefined ? [] : ["", `It is always an error: ${necessary}`]),
    ...(options === undefined
      ? []
      : [
          "",
          ...Object.entries<{ readonly description?: string }>(options.properties).map(
            ([option, { description }]) =>
              `- \`${option}\`: ${description} Default: \`${JSON.stringify(defaults[option])}\`.`,
          ),
        ]),
    "",
    "```ts",
    "// wrong",
    bad,
    "// right",
    good,
    "```",
  ];
}
