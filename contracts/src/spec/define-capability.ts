import type { TypeSpec } from "./define-type.ts";
import type { SpecMeta } from "./spec-meta.ts";

export type CapabilityRisk = "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";

/** Something a module can do, invoked by `exec.invoke`. */
export interface CapabilitySpec extends SpecMeta {
  readonly kind: "capability";
  /** The module that provides it, such as `image`. */
  readonly module: string;
  /** Its name within the module, such as `analyze`. */
  readonly name: string;
  readonly version: string;
  /** What kind of capability it is, such as `analysis`; `control.capability.query` filters by it. */
  readonly type: string;
  readonly input: TypeSpec;
  readonly output: TypeSpec;
  readonly risk: CapabilityRisk;
  /** Whether running it twice does no more than running it once. Only then may it be retried or resumed. */
  readonly idempotent: boolean;
  readonly defaults: {
    /** How long one attempt may take, in milliseconds. */
    readonly timeoutMs: number;
    /** How many attempts may run at once. */
    readonly concurrency: number;
  };
  /** JSON Pointers into the input and output that hold personal data. */
  readonly pii: readonly string[];
}

export function defineCapability(definition: Omit<CapabilitySpec, "kind">): CapabilitySpec {
  return Object.freeze({ ...definition, kind: "capability" as const });
}
