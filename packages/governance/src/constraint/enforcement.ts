import type { ExecTarget, JsonObject, JsonValue, PolicyConstraint, RiskLevel } from "@oap/protocol";

/** What a constraint does at run time. Each check answers why it is violated, or nothing. */
export interface Enforcement {
  readonly checkRun?: (run: GovernedRun) => string | undefined;
  readonly checkAttempt?: (attempt: GovernedAttempt) => string | undefined;
  /** The most that a run may take, in milliseconds. */
  readonly runMsMax?: number;
  /** The most that one attempt may take, in milliseconds. */
  readonly attemptMsMax?: number;
  readonly changeOutput?: (output: JsonObject) => JsonObject;
  readonly checkOutput?: (output: JsonObject) => string | undefined;
}

/** Reads the arguments of one code. A text says what is wrong with them. */
export type ReadEnforcement = (args: JsonObject, scope: PolicyConstraint["scope"]) => Enforcement | string;

/** A run before it is accepted. */
export interface GovernedRun {
  /** The targets of all its steps. */
  readonly targets: readonly ExecTarget[];
  /** From acceptance to the end, in milliseconds. */
  readonly timeout_ms: number;
}

/** An attempt before it is made. */
export interface GovernedAttempt {
  readonly target: ExecTarget;
  /** What the capability declares, or more. */
  readonly risk: RiskLevel;
  readonly idempotent: boolean;
  readonly input: JsonValue;
  readonly timeout_ms: number;
}
