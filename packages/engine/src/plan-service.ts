import type { Governance, GovernanceDecision } from "@oap/governance";
import { type Catalog, type CompiledPlan, canonicalHash, compilePlan } from "@oap/plan";
import {
  bounds,
  type ExecPlanSubmitParams,
  type ExecPlanSubmitResult,
  type ExecutionPlan,
  OapError,
  type ValidationIssue,
} from "@oap/protocol";
import type { ApprovalRecord, PlanRecord, Store, StoreTransaction } from "@oap/store";
import type { Approvals } from "./approvals.ts";
import type { Caller } from "./caller.ts";
import type { CompiledPlans } from "./compiled-plans.ts";
import type { CommandExchange } from "./exchanges.ts";
import { narrowingOf, permission } from "./permission.ts";
import type { HeldPlan } from "./plan-verification.ts";
import { approvalReason } from "./policy-reasons.ts";
import type { Clock } from "./ports.ts";
import { toJson } from "./run-answers.ts";

export interface PlanServiceOptions {
  readonly store: Store;
  readonly compiledPlans: CompiledPlans;
  readonly catalog: Catalog;
  readonly governance: Governance;
  readonly approvals: Approvals;
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
  async submit(
    { plan, governance_hint }: ExecPlanSubmitParams,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ExecPlanSubmitResult> {
    const { store, catalog, governance, approvals, clock } = this.#options;
    const content_hash = contentHash(plan);
    const known = store.plan(plan.plan_id);
    if (known !== undefined) return submission(known, content_hash);
    const compilation = compilePlan(plan, catalog);
    const issues = [...(compilation.ok ? [] : compilation.issues), ...checkTimeout(plan)];
    if (!compilation.ok || issues.length > 0) throw invalidPlan(issues);
    const { verdict, state, decisive } = permission(governance, caller, compilation.plan, {
      plan_id: plan.plan_id,
      narrowing: narrowingOf(governance_hint),
    });
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
      if (verdict === "held") {
        const { question, subject } = reviewOf(plan, compilation.plan, decisive);
        approvals.open(transaction, question, caller.id, subject);
      }
      const result = submission(record, content_hash, verdict === "denied" ? decisive.reasons : []);
      recorder?.answered(transaction, toJson(result));
      return result;
    });
  }

  /** Asks a human about a plan that policy wants approved now, though it did not when the plan was submitted. */
  requestReview(transaction: StoreTransaction, { planId, compiled, permission: { decisive }, caller }: HeldPlan): void {
    const plan = transaction.submittedPlan(planId);
    if (plan === undefined) return;
    const { question, subject } = reviewOf(plan, compiled, decisive);
    this.#options.approvals.open(transaction, question, caller.id, subject);
  }

  /**
   * Makes a plan that waited ready, or rejects it, once a human has decided. One that was decided before stays as it is, unless its
   * approval is set aside. The executions that wait for the plan hear of it, also where it was ready before and policy asked again.
   */
  async settle(planId: string, approved: boolean, { state }: Pick<ApprovalRecord, "state">): Promise<void> {
    const { store, clock } = this.#options;
    await store.transact((transaction) => {
      const status = approved ? "READY_FOR_EXECUTION" : "REJECTED";
      transaction.decidePlan(planId, "PENDING_REVIEW", { status });
      if (!approved && state === "overridden") transaction.decidePlan(planId, "READY_FOR_EXECUTION", { status });
      const isReady = approved && transaction.plan(planId)?.status === "READY_FOR_EXECUTION";
      let cursor: string | undefined;
      do {
        const page = transaction.executions({
          status: "awaiting_approval",
          limit: bounds.pageItemsMax,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const { execution_id, plan_id, run_id } of page.items) {
          if (plan_id !== planId || run_id !== undefined) continue;
          transaction.setExecutionStatus(execution_id, isReady ? "ready" : "rejected", clock.now());
        }
        cursor = page.next_cursor;
      } while (cursor !== undefined);
    });
  }

  /** A plan is applied by whoever submitted it, or by an admin. Throws PLAN_NOT_FOUND, FORBIDDEN or PLAN_NOT_READY. */
  ready(planId: string, caller: Caller): ReadyPlan {
    const { store, compiledPlans } = this.#options;
    const record = store.plan(planId);
    if (record === undefined)
      throw new OapError("PLAN_NOT_FOUND", { message: `There is no plan ${planId}; submit it first.` });
    if (record.submitted_by !== caller.id && !caller.roles.includes("admin")) {
      throw new OapError("FORBIDDEN", {
        message: `The plan ${planId} is somebody else's. Submit your own under another plan_id, and apply that.`,
        details: { plan_id: planId },
      });
    }
    if (record.status !== "READY_FOR_EXECUTION") {
      throw new OapError("PLAN_NOT_READY", {
        message: `The plan ${planId} is ${record.status}; only a plan that is READY_FOR_EXECUTION can be applied.`,
        details: { plan_id: planId, status: record.status },
      });
    }
    const compiled = compiledPlans.of(planId);
    const timeout = compiled.metadata.timeout_ms;
    return { compiled, timeoutMs: typeof timeout === "number" ? timeout : bounds.timeoutMsMax };
  }
}

const statusOf = { allowed: "READY_FOR_EXECUTION", held: "PENDING_REVIEW", denied: "REJECTED" } as const;

/** What a human is asked about a plan. Their approval counts for every run of it, under the same policies. */
function reviewOf(plan: ExecutionPlan, compiled: CompiledPlan, decisive: GovernanceDecision) {
  const held = decisive.requires_hitl_for ?? [];
  return {
    question: {
      reason: approvalReason(decisive.reasons),
      required_role: decisive.approver ?? "admin",
      proposed_action: held[0] ?? "exec.plan.apply",
      risk: decisive.risk,
    },
    subject: {
      plan_id: plan.plan_id,
      policy_binding_id: decisive.policy_binding_id,
      input_hash: compiled.hash,
      payload: {
        plan_id: plan.plan_id,
        ...(plan.label !== undefined && { label: plan.label }),
        steps: plan.steps.length,
        actions: [...held],
      },
    },
  };
}

function submission(record: PlanRecord, contentHash: string, reasons: readonly string[] = []): ExecPlanSubmitResult {
  const { plan_id, status, governance } = record;
  if (record.content_hash !== contentHash) {
    throw new OapError("ID_CONFLICT", {
      message: `Another plan has the plan_id ${plan_id}. A plan never changes; submit this one under another plan_id.`,
      details: { plan_id },
    });
  }
  return {
    plan_id,
    status,
    ...(governance === undefined ? {} : { governance }),
    ...(reasons.length > 0 && { reasons: reasons.slice(0, bounds.policyReasonsMax) }),
  };
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

/** An answer lists this many issues of a plan and counts the rest: a plan of the largest size can have hundreds of thousands. */
const planIssuesMax = 1000;

function invalidPlan(issues: readonly ValidationIssue[]): OapError {
  const first = issues[0]?.message ?? "";
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new OapError("INVALID_PLAN", {
    message: `The plan is wrong: ${first}${more}`,
    details: {
      issues: issues.slice(0, planIssuesMax).map((issue) => ({ ...issue, pointer: `/params/plan${issue.pointer}` })),
    },
  });
}
