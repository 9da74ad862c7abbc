import type { Registry } from "@oap/contracts";
import { applyIgnores } from "./lint/apply-ignores.ts";
import { configuredRules, type LintConfiguration } from "./lint/lint-configuration.ts";
import { placeFinding } from "./lint/place-finding.ts";
import { lintContext } from "./lint-context.ts";
import type { SpecSource } from "./locate-specs.ts";
import type { Rule } from "./rule.ts";
import { rules as houseRules } from "./rules.ts";
import type { Violation } from "./violation.ts";

export interface LintOptions {
  /** Where the contracts are written; without them nothing has a place, and nothing can be mended. */
  readonly sources?: ReadonlyMap<string, SpecSource>;
  /** Default: the preset `recommended`. */
  readonly configuration?: LintConfiguration;
  /** What the reports call the configuration's file. */
  readonly configurationFile?: string;
  /** The day by which ignored findings expire, `YYYY-MM-DD`. Without it none does. */
  readonly today?: string;
  readonly rules?: readonly Rule[];
}

/** What in a registry breaks the house rules, in the order of the rules and of the registry. Empty is clean. */
export function lint(registry: Registry, options: LintOptions = {}): readonly Violation[] {
  const { sources = new Map(), configuration = {}, rules = houseRules } = options;
  const context = lintContext(registry);
  const violations = configuredRules(rules, configuration).flatMap(({ rule, level, options: ruleOptions }) => {
    if (level === "off") return [];
    return rule.check(context, ruleOptions).map(
      (finding): Violation => ({
        rule: rule.name,
        level,
        ...placeFinding(finding, sources),
        name: finding.name,
        contract: finding.writtenAs ?? finding.name,
        message: finding.message,
        mend: finding.mend,
      }),
    );
  });
  return applyIgnores(violations, configuration.ignore ?? [], options);
}
