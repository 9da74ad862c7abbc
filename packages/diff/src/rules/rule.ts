import type { JsonSchema } from "../contract.ts";
import type { Axis } from "../finding.ts";
import type { EffectBySide } from "../judge.ts";
import type { ContractSketch } from "./contract-sketch.ts";

/** A kind of change that has a name. What it comes to is computed of each change, and never said here for schemas. */
export interface Rule {
  readonly axis: Axis;
  /** What happened, as the heading of its explanation. */
  readonly title: string;
  /** When it breaks whom and why, and what to do instead. */
  readonly explanation: string;
  /**
   * What it does on either side, where no schema can tell: a request side that is narrowed rejects what was accepted, a response
   * side that is widened answers what was never answered. Absent: it is proven of each change.
   */
  readonly effects?: EffectBySide;
  /** What it changes at run time where the wire does not break, on the sides on which it does. */
  readonly otherwise?: EffectBySide;
  /** What it does to source code besides. */
  readonly source?: EffectBySide;
  /**
   * What the next version has to be for it alone, where that is not computed: `minor` of what is new though nobody has to change;
   * `patch` of what is mended without a new version.
   */
  readonly asksFor?: "minor" | "patch";
  readonly example: RuleExample;
}

/** Two small contracts between which the rule fires. */
export interface RuleExample {
  readonly before: ContractSketch;
  readonly after: ContractSketch;
}

/** An example about what one operation accepts. */
export function request(before: JsonSchema, after: JsonSchema): RuleExample {
  return { before: { request: before }, after: { request: after } };
}

/** An example about what one operation answers. */
export function response(before: JsonSchema, after: JsonSchema): RuleExample {
  return { before: { response: before }, after: { response: after } };
}

/** An object with one member that is of the schema. */
export function object(properties: Readonly<Record<string, JsonSchema>>, ...required: readonly string[]): JsonSchema {
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

/** Checks the rules of a group, and keeps their ids as literals. */
export function defineRules<const Id extends string>(rules: Readonly<Record<Id, Rule>>): Readonly<Record<Id, Rule>> {
  return rules;
}
