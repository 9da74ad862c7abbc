/** The id of a rule, as `oap diff --explain <rule>` knows it. */
export type RuleId = string;
