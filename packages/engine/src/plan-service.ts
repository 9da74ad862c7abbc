import type { Governance } from "@oap/governance";
import { type Catalog, type CompiledPlan, canonicalHash, compilePlan } from "@oap/plan";
import {
  bounds,
  type ExecPlanSubmitParams,
  type ExecPlanSubmitResult,
  type ExecutionPlan,
  OapError,
  type ValidationIssue,
} from "@oap/protocol";
import type { PlanRecord, Store } from "@oap/store";
import type { Caller } from "./caller.ts";
import { narrowingOf, permission } from "./permission.ts";
import type { Clock } from "./ports.ts";

export interface PlanServiceOptions {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly governance: Governance;
  readonly clock: Clock;
}

/** A plan that may be run, as far as its submission decided. */
export interface ReadyPlan {
  readonly compiled: CompiledPlan;
  /** From acceptance to the end of a run, in milliseconds. */
  readonly timeoutMs: number;
}

/** Plans, from their submission until they are ready to be run. Submitting a plan starts nothing. */
export class PlanService {
  readonly #options: PlanServiceOptions;

  constructor(options: PlanServiceOptions) {
    this.#options = options;
  }

  /**
   * Checks, decides about and keeps a plan. The same plan again is answered with its present status; another under the same
   * `plan_id` is ID_CONFLICT; a wrong one is INVALID_PLAN, with every issue in its details.
   */
  async submit({ plan, governance_hint }: ExecPlanSubmitParams, caller: Caller): Promise<ExecPlanSubmitResult> {
    const { store, catalog, governance, clock } = this.#options;
    const content_hash = contentHash(plan);
    const known = store.plan(plan.plan_id);
    if (known !== undefined) return submission(known, content_hash);
    const compilation = compilePlan(plan, catalog);
    const issues = [...(compilation.ok ? [] : compilation.issues), ...checkTimeout(plan)];
    if (!compilation.ok || issues.length > 0) throw invalidPlan(issues);
    const { verdict, state } = permission(governance, caller, compilation.plan, narrowingOf(governance_hint));
    const record: PlanRecord = {
      plan_id: plan.plan_id,
      content_hash,
      status: statusOf[verdict],
      governance: state,
      submitted_by: caller.id,
      submitted_at: clock.now(),
    };
    return await store.transact((transaction) => {
      // A twin of the same turn may have come first.
      const first = transaction.plan(plan.plan_id);
      if (first !== undefined) return submission(first, content_hash);
      transaction.insertPlan({ ...record, plan, compiled: compilation.plan });
      return submission(record, content_hash);
    });
  }

  /** Throws PLAN_NOT_FOUND or PLAN_NOT_READY. */
  ready(planId: string): ReadyPlan {
    const { store } = this.#options;
    const record = store.plan(planId);
    if (record === undefined)
      throw new OapError("PLAN_NOT_FOUND", { message: `There is no plan ${planId}; submit it first.` });
    if (record.status !== "READY_FOR_EXECUTION") {
      throw new OapError("PLAN_NOT_READY", {
        message: `The plan ${planId} is ${record.status}; only a plan that is READY_FOR_EXECUTION can be applied.`,
        details: { plan_id: planId, status: record.status },
      });
    }
    const compiled = store.compiledPlan(planId) as CompiledPlan;
    const timeout = compiled.metadata.timeout_ms;
    return { compiled, timeoutMs: typeof timeout === "number" ? timeout : bounds.timeoutMsMax };
  }
}

const statusOf = { allowed: "READY_FOR_EXECUTION", held: "PENDING_REVIEW", denied: "REJECTED" } as const;

function submission(record: PlanRecord, contentHash: string): ExecPlanSubmitResult {
  const { plan_id, status, governance } = record;
  if (record.content_hash !== contentHash) {
    throw new OapError("ID_CONFLICT", {
      message: `Another plan has the plan_id ${plan_id}. A plan never changes; submit this one under another plan_id.`,
      details: { plan_id },
    });
  }
  return { plan_id, status, ...(governance === undefined ? {} : { governance }) };
}

function contentHash(plan: ExecutionPlan): string {
  try {
    return canonicalHash(plan);
  } catch {
    const message = "The plan's text must be well-formed Unicode: there is a lone surrogate.";
    throw invalidPlan([{ pointer: "", keyword: "wellFormed", message }]);
  }
}

/** `metadata.timeout_ms` bounds a run of the plan; without it a run may take as long as any. */
function checkTimeout(plan: ExecutionPlan): readonly ValidationIssue[] {
  const timeout = plan.metadata?.timeout_ms;
  if (timeout === undefined) return [];
  const whole = typeof timeout === "number" && Number.isInteger(timeout);
  if (whole && timeout >= 1 && timeout <= bounds.timeoutMsMax) return [];
  const message = `\`timeout_ms\` is a whole number of milliseconds from 1 to ${bounds.timeoutMsMax}.`;
  const keyword = whole ? (timeout < 1 ? "minimum" : "maximum") : "type";
  return [{ pointer: "/metadata/timeout_ms", keyword, message }];
}

function invalidPlan(issues: readonly ValidationIssue[]): OapError {
  const first = issues[0]?.message ?? "";
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new OapError("INVALID_PLAN", {
    message: `The plan is wrong: ${first}${more}`,
    details: { issues: issues.map((issue) => ({ ...issue, pointer: `/params/plan${issue.pointer}` })) },
  });
}
