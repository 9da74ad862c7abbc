export type { Containment, ContainmentOptions, SchemaInContext } from "./containment.ts";
export type { Contract, JsonSchema, SourceLocation, Subject } from "./contract.ts";
export type { Axis, Direction, Effect, Finding, Level, Verdict, Witness } from "./finding.ts";
export type { RuleId } from "./rules.ts";
