import type { ExecutionPlan, JsonObject, PlanEdge, PlanStep } from "@oap/protocol";
import { compilePlan } from "../compile/compile-plan.ts";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import { catalog } from "./catalog.ts";

/** A step of `test.echo`, or as the members say. */
export function stepOf(stepId: string, members: Partial<PlanStep> = {}): PlanStep {
  return { step_id: stepId, target: { module_id: "test", capability: "echo" }, ...members };
}

/** A step of the capability that is not idempotent. */
export function sendStepOf(stepId: string, members: Partial<PlanStep> = {}): PlanStep {
  return stepOf(stepId, { target: { module_id: "test", capability: "send" }, ...members });
}

export function planOf(steps: PlanStep[], edges: PlanEdge[] = [], metadata?: JsonObject): ExecutionPlan {
  return {
    plan_id: "plan_1",
    steps,
    edges,
    created_by: "user:ada",
    created_at: "2030-01-01T00:00:00.000Z",
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** An edge, with a condition where one is given. */
export function edgeOf(from: string, to: string, cel?: string): PlanEdge {
  return cel === undefined ? { from, to } : { from, to, condition: { cel } };
}

export function compiled(plan: ExecutionPlan): CompiledPlan {
  const compilation = compilePlan(plan, catalog);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.issues, null, 2));
  return compilation.plan;
}
