import { annotationRules } from "./rules/annotation-rules.ts";
import { arrayRules } from "./rules/array-rules.ts";
import { compositionRules } from "./rules/composition-rules.ts";
import { objectRules } from "./rules/object-rules.ts";
import type { Rule } from "./rules/rule.ts";
import { scalarRules } from "./rules/scalar-rules.ts";
import { sourceRules } from "./rules/source-rules.ts";
import { surfaceRules } from "./rules/surface-rules.ts";

/** The rules by what they are about. */
export const ruleGroups = {
  surface: surfaceRules,
  objects: objectRules,
  scalars: scalarRules,
  arrays: arrayRules,
  composition: compositionRules,
  annotations: annotationRules,
  source: sourceRules,
} as const;

export type RuleGroup = keyof typeof ruleGroups;

/** The id of a rule, as `oap diff --explain <rule>` knows it. */
export type RuleId = { readonly [Group in RuleGroup]: keyof (typeof ruleGroups)[Group] }[RuleGroup];

/** Every rule by its id. */
export const rules: Readonly<Record<RuleId, Rule>> = {
  ...surfaceRules,
  ...objectRules,
  ...scalarRules,
  ...arrayRules,
  ...compositionRules,
  ...annotationRules,
  ...sourceRules,
};

/** The ids of all rules, by group and in the order of explanation. */
export const ruleIds = Object.keys(rules) as readonly RuleId[];

export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(rules, text);
}
