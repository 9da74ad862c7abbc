import type { Registry } from "@oap/contracts";
import type { Locations } from "./build-model.ts";
import { lintContext, type Rule } from "./lint-context.ts";
import { rules as houseRules } from "./rules.ts";
import { location, type Violation } from "./violation.ts";

/** What in a registry breaks the house rules, in the order of the rules and of the registry. Empty is clean. */
export function lint(
  registry: Registry,
  locations: Locations = new Map(),
  rules: readonly Rule[] = houseRules,
): readonly Violation[] {
  const context = lintContext(registry);
  return rules.flatMap((rule) =>
    rule.check(context).map(({ name, writtenAs, message, mend }) => ({
      rule: rule.name,
      ...location(locations.get(writtenAs ?? name)),
      name,
      message,
      mend,
    })),
  );
}
