import { type PolicyConstraint, policyConstraintCodes } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { allowedOrigins } from "./allowed-origins.ts";
import { allowedTargets } from "./allowed-targets.ts";
import type { Enforcement, ReadEnforcement } from "./enforcement.ts";
import { maxDuration } from "./max-duration.ts";
import { maxOutputBytes } from "./max-output-bytes.ts";
import { readOnly } from "./read-only.ts";
import { removeOutputFields } from "./remove-output-fields.ts";

type ConstraintCode = keyof typeof policyConstraintCodes;

/** How each code of the contracts is enforced; there is none that is published and not enforced. */
const enforcements: Readonly<Record<ConstraintCode, ReadEnforcement>> = {
  REMOVE_OUTPUT_FIELDS: removeOutputFields,
  MAX_OUTPUT_BYTES: maxOutputBytes,
  READ_ONLY: readOnly,
  MAX_DURATION: maxDuration,
  ALLOWED_TARGETS: allowedTargets,
  ALLOWED_ORIGINS: allowedOrigins,
};

export interface ReadConstraint {
  readonly constraint: PolicyConstraint;
  readonly enforcement: Enforcement;
}

export type ConstraintReading =
  | { readonly ok: true; readonly constraints: readonly ReadConstraint[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Makes constraints enforceable. An unknown code, scope or argument is a problem, never ignored: whoever has one denies. */
export function readConstraints(constraints: readonly PolicyConstraint[]): ConstraintReading {
  const read: ReadConstraint[] = [];
  const problems: string[] = [];
  for (const constraint of constraints) {
    const enforcement = readConstraint(constraint);
    if (typeof enforcement === "string") problems.push(enforcement);
    else read.push({ constraint, enforcement });
  }
  return problems.length === 0 ? { ok: true, constraints: read } : { ok: false, problems };
}

function readConstraint(constraint: PolicyConstraint): Enforcement | string {
  const issue = validators.PolicyConstraint(constraint)[0];
  if (issue !== undefined) return `A constraint is malformed at ${JSON.stringify(issue.pointer)}: ${issue.message}`;
  const { code, scope, args = {} } = constraint;
  if (!isKnown(code)) {
    return `The constraint ${code} is not one that can be enforced; there are ${Object.keys(enforcements).join(", ")}.`;
  }
  const { scopes, args: known } = policyConstraintCodes[code];
  if (!scopes.some((each) => each === scope)) {
    return `The constraint ${code} cannot have the scope ${scope}, but ${scopes.join(" or ")}.`;
  }
  const unknown = Object.keys(args).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) return `The constraint ${code} has no argument ${JSON.stringify(unknown)}.`;
  const enforcement = enforcements[code](args, scope);
  return typeof enforcement === "string" ? `The constraint ${code} is wrong: ${enforcement}.` : enforcement;
}

function isKnown(code: string): code is ConstraintCode {
  return Object.hasOwn(enforcements, code);
}
