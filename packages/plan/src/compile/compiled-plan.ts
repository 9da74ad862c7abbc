import { canonicalHash } from "@oap/orchestrator";
import type { ActionDescriptor, JsonObject, JsonValue, PolicyConstraint, RetryPolicy, RiskLevel } from "@oap/protocol";

/**
 * A plan that was checked and can be run: plain JSON, persisted as it is, and all that the machine knows. Its bounds are part
 * of it, so that a journal replays the same way after a bound was changed.
 */
export interface CompiledPlan {
  /** The layout of this record. A reader refuses one that it does not know. */
  readonly format: 1;
  /** An `invocation` is a plan of one step, whose outcome is the run's outcome as it stands. */
  readonly kind: "plan" | "invocation";
  /** `sha256:…` over the RFC 8785 form of everything else in here. */
  readonly hash: string;
  /** The plan's own metadata, which expressions see as `plan.metadata`. */
  readonly metadata: JsonObject;
  /** `metadata.fail_fast`: the first failure of a required step cancels all open steps. */
  readonly fail_fast: boolean;
  /** At most this many steps are RUNNING at once. */
  readonly max_parallel: number;
  /**
   * What one transition may spend on expressions before it leaves the rest to another, in values that are touched. Without it, as in
   * plans that were compiled before there was one, nothing is left.
   */
  readonly turn_work_max?: number;
  /** In the plan's order: a step's index is its position. */
  readonly steps: readonly CompiledStep[];
  /** The indexes of the steps in the order in which ready ones start: by topological level, then by position. */
  readonly order: readonly number[];
}

export interface CompiledStep {
  readonly step_id: string;
  readonly index: number;
  /** Its place in `order`. */
  readonly rank: number;
  readonly target: CompiledTarget;
  readonly action?: ActionDescriptor;
  readonly idempotent: boolean;
  readonly risk: RiskLevel;
  /** The capability's own constraints. */
  readonly constraints?: readonly PolicyConstraint[];
  /** How long one attempt may take, in milliseconds. */
  readonly timeout_ms: number;
  readonly optional: boolean;
  readonly retry_policy?: RetryPolicy;
  /** Indexes of the steps that must end before it, ascending, from `depends_on` and `edges` alike. */
  readonly dependencies: readonly number[];
  /** Indexes of the steps that wait for it, ascending. */
  readonly dependents: readonly number[];
  /** CEL sources of the conditions of its incoming edges, in the order of the edges. All must be true. */
  readonly conditions: readonly string[];
  readonly input: StepInput;
}

/** A target with the version that was chosen. */
export interface CompiledTarget {
  readonly module_id: string;
  readonly capability: string;
  readonly version: string;
}

/** A plan's input is a template; an invocation's is taken as it is, so that `${` in it means nothing. */
export type StepInput =
  | { readonly kind: "template"; readonly template: JsonObject }
  | { readonly kind: "literal"; readonly value: JsonValue };

/** Completes a compiled plan with its hash. Throws where the plan holds text that is not well-formed Unicode. */
export function withHash(plan: Omit<CompiledPlan, "hash" | "format">): CompiledPlan {
  const content = { format: 1 as const, ...plan };
  return { ...content, hash: canonicalHash(content) };
}
