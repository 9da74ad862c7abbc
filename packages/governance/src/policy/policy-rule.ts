import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { bounds, type CallerRole, type PolicyConstraint, type PolicyDecision, type RiskLevel } from "@oap/protocol";
import { readConstraints } from "../constraint/read-constraints.ts";
import { riskLevels } from "../risk.ts";

/** One policy, with what its annotations say. */
export interface PolicyRule {
  /** `@id`, unique in its set: what `rules_fired` names. */
  readonly id: string;
  readonly file: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /**
   * `@decision`. A `forbid` is DENY and needs none; a `permit` is ALLOW without one, or PARTIAL_ALLOW where it has constraints,
   * and may say HITL_REQUIRED or ESCALATE.
   */
  readonly decision: PolicyDecision;
  /** `@risk`: at least this is the risk where the policy decides. */
  readonly risk?: RiskLevel;
  /** `@constraint`: one PolicyConstraint as JSON, or a list of them. */
  readonly constraints: readonly PolicyConstraint[];
  /** `@approver`: the role of whoever approves, `admin` where it is not said. */
  readonly approver: CallerRole;
  /** `@reason`, for people. */
  readonly reason: string;
  /** `@input`: the policy reads the action's input. */
  readonly input: boolean;
  /** As it is written. */
  readonly source: string;
}

const annotations = ["id", "decision", "risk", "constraint", "approver", "reason", "input"] as const;

const decisions: readonly PolicyDecision[] = ["ALLOW", "PARTIAL_ALLOW", "HITL_REQUIRED", "ESCALATE"];
const approvers: readonly CallerRole[] = ["user", "admin"];

/** Reads a policy's annotations. One that is unknown is a problem, since a misspelled `@decision` would allow. */
export function readRule(
  { effect, annotations: given = {} }: PolicyJson,
  place: Pick<PolicyRule, "file" | "line" | "source">,
): { readonly rule: PolicyRule } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const text = new Map<string, string>(Object.entries(given).map(([name, value]) => [name, value ?? ""]));
  for (const name of text.keys()) {
    if (!annotations.some((known) => known === name)) {
      problems.push(
        `There is no annotation \`@${name}\`; there are ${annotations.map((each) => `@${each}`).join(", ")}.`,
      );
    }
  }
  const oneOf = <TWord extends string>(name: string, words: readonly TWord[]): TWord | undefined => {
    const value = text.get(name);
    const word = words.find((each) => each === value);
    if (value !== undefined && word === undefined) {
      problems.push(`\`@${name}\` is one of ${words.join(", ")}, not ${JSON.stringify(value)}.`);
    }
    return word;
  };

  const id = text.get("id") ?? "";
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id)) {
    problems.push('Every policy has an `@id("…")` of letters, digits, dots, underscores and dashes.');
  }
  const risk = oneOf("risk", riskLevels);
  const approver = oneOf("approver", approvers);
  const constraints = readAnnotation(text.get("constraint"), problems);
  const stated = oneOf("decision", effect === "forbid" ? ["DENY"] : decisions);
  const implied = effect === "forbid" ? "DENY" : constraints.length > 0 ? "PARTIAL_ALLOW" : "ALLOW";
  const decision = stated ?? implied;
  if (decision === "ALLOW" && constraints.length > 0) {
    problems.push("A policy with `@constraint` does not ALLOW: it is PARTIAL_ALLOW.");
  }
  if (decision === "PARTIAL_ALLOW" && constraints.length === 0) problems.push("PARTIAL_ALLOW needs a `@constraint`.");
  if (decision === "DENY" && constraints.length > 0) problems.push("A `forbid` has no `@constraint`.");
  if (approver !== undefined && decision !== "HITL_REQUIRED" && decision !== "ESCALATE") {
    problems.push("`@approver` goes with HITL_REQUIRED and ESCALATE only.");
  }
  if ((text.get("input") ?? "") !== "") problems.push("`@input` has no value.");
  const reason = text.get("reason") ?? impliedReason[decision](id);
  if (reason.trim() === "" || reason.length > 2048) problems.push("`@reason` is a text of 1 to 2048 characters.");
  if (problems.length > 0) return { problems };
  const rule: PolicyRule = {
    id,
    ...place,
    decision,
    ...(risk && { risk }),
    constraints,
    approver: approver ?? "admin",
    reason,
    input: text.has("input"),
  };
  return { rule };
}

const impliedReason: Readonly<Record<PolicyDecision, (id: string) => string>> = {
  ALLOW: (id) => `The policy \`${id}\` allows it.`,
  PARTIAL_ALLOW: (id) => `The policy \`${id}\` allows it under constraints.`,
  HITL_REQUIRED: (id) => `The policy \`${id}\` wants a human to approve it first.`,
  ESCALATE: (id) => `The policy \`${id}\` wants a human of higher standing to approve it first.`,
  DENY: (id) => `The policy \`${id}\` forbids it.`,
};

function readAnnotation(text: string | undefined, problems: string[]): readonly PolicyConstraint[] {
  if (text === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    problems.push("`@constraint` is JSON: a constraint, or a list of constraints.");
    return [];
  }
  const constraints = (Array.isArray(json) ? json : [json]) as readonly PolicyConstraint[];
  if (constraints.length === 0 || constraints.length > bounds.policyConstraintsMax) {
    problems.push(`\`@constraint\` holds 1 to ${bounds.policyConstraintsMax} constraints.`);
  }
  const read = readConstraints(constraints);
  if (!read.ok) problems.push(...read.problems);
  return constraints;
}
