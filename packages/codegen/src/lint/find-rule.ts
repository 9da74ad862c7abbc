import type { Rule } from "../rule.ts";
import { rules } from "../rules.ts";
import { nearest } from "./lint-configuration.ts";
import { LintError } from "./lint-error.ts";

/** The rule of a name. Throws LintError with the name that was probably meant. */
export function ruleNamed(name: string): Rule {
  const rule = rules.find((one) => one.name === name);
  if (rule !== undefined) return rule;
  const known = rules.map((one) => one.name);
  throw new LintError(`There is no rule ${name}.${nearest(name, known) || " `oap lint --rules` lists them."}`);
}

/** Every rule with its level in `recommended`, one a line. */
export function rulesText(): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  return rules
    .map(({ name, level, title, fixable }) => {
      return `${name.padEnd(width)}  ${level.padEnd(7)}  ${title}${fixable === true ? " (--fix)" : ""}`;
    })
    .join("\n");
}
