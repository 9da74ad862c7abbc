import type { ExecTarget, JsonObject, PolicyConstraint, RiskLevel } from "@oap/protocol";

/** A capability as registered, with the version that was chosen for a target. */
export interface ResolvedCapability {
  readonly module_id: string;
  readonly capability: string;
  readonly version: string;
  /** JSON Schema (2020-12) of its input. */
  readonly input: JsonObject;
  /** JSON Schema (2020-12) of its output. */
  readonly output: JsonObject;
  readonly idempotent: boolean;
  /** How long one attempt may take where the caller does not say, in milliseconds. */
  readonly timeoutMs: number;
  readonly risk: RiskLevel;
  /** What must hold whenever it runs, whatever policy adds. */
  readonly constraints?: readonly PolicyConstraint[];
}

export type CatalogAnswer =
  | { ok: true; capability: ResolvedCapability }
  | { ok: false; code: "MODULE_NOT_FOUND" | "CAPABILITY_NOT_FOUND" | "VERSION_NOT_FOUND"; message: string };

/** What a plan is compiled against. An absent version is the highest registered one that is not deprecated. */
export interface Catalog {
  resolve(target: ExecTarget): CatalogAnswer;
}
