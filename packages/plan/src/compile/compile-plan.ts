import type { ExecutionPlan, PlanStep, ValidationIssue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import type { Catalog, ResolvedCapability } from "../catalog.ts";
import { turnWorkMax } from "../expression/work-limit.ts";
import { checkMetadata, checkPlanSize, checkRetryPolicy, checkStepId } from "./check-bounds.ts";
import { checkConditions, checkTemplateExpressions } from "./check-expressions.ts";
import { checkTemplate } from "./check-template.ts";
import { type CompiledPlan, type CompiledStep, withHash } from "./compiled-plan.ts";
import { issue } from "./issue.ts";
import { buildPlanGraph, type PlanGraph } from "./plan-graph.ts";
import { upstreamOf } from "./upstream.ts";

export type PlanCompilation = { ok: true; plan: CompiledPlan } | { ok: false; issues: readonly ValidationIssue[] };

/**
 * Checks everything that can be known about a plan before it runs, and makes it runnable. Every issue is listed; pointers lead
 * into the plan. The result is the same for the same plan and catalog, down to its hash. The plan must match its schema.
 * Source: execution semantics, Plans.
 */
export function compilePlan(plan: ExecutionPlan, catalog: Catalog): PlanCompilation {
  const oversized = checkPlanSize(plan);
  if (oversized.length > 0) return { ok: false, issues: oversized };

  const graph = buildPlanGraph(plan);
  const isUpstream = upstreamOf(graph);
  const unresolved: ValidationIssue[] = [];
  const capabilities = plan.steps.map((step, index) => resolveTarget(step, index, catalog, unresolved));
  const issues = [
    ...graph.issues,
    ...checkMetadata(plan.metadata),
    ...unresolved,
    ...plan.steps.flatMap((step, index) => [
      ...checkStepId(step.step_id, `/steps/${index}/step_id`),
      ...checkRetryPolicy(step.retry_policy, `/steps/${index}/retry_policy`),
      ...checkTemplateExpressions(step, index, graph, isUpstream),
      ...checkInput(step, capabilities[index], `/steps/${index}/input_template`),
    ]),
    ...checkConditions(plan, graph, isUpstream),
  ];
  return issues.length > 0 ? { ok: false, issues } : assemble(plan, graph, capabilities);
}

function checkInput(step: PlanStep, capability: ResolvedCapability | undefined, pointer: string): ValidationIssue[] {
  return capability === undefined ? [] : checkTemplate(step.input_template ?? {}, capability.input, pointer);
}

function resolveTarget(
  step: PlanStep,
  index: number,
  catalog: Catalog,
  issues: ValidationIssue[],
): ResolvedCapability | undefined {
  const answer = catalog.resolve(step.target);
  if (answer.ok) return answer.capability;
  issues.push(issue(`/steps/${index}/target`, answer.code, answer.message));
  return undefined;
}

function assemble(
  plan: ExecutionPlan,
  graph: PlanGraph,
  capabilities: readonly (ResolvedCapability | undefined)[],
): PlanCompilation {
  const rankOf = new Map(graph.order.map((index, rank) => [index, rank]));
  const conditions = plan.steps.map((): string[] => []);
  for (const { to, condition } of plan.edges ?? []) {
    if (condition !== undefined) conditions[graph.indexOf.get(to) ?? -1]?.push(condition.cel);
  }
  const steps = plan.steps.flatMap((step, index): CompiledStep[] => {
    const capability = capabilities[index];
    if (capability === undefined) return [];
    return [
      {
        step_id: step.step_id,
        index,
        rank: rankOf.get(index) ?? index,
        target: { module_id: capability.module_id, capability: capability.capability, version: capability.version },
        ...(step.action === undefined ? {} : { action: step.action }),
        idempotent: capability.idempotent,
        risk: capability.risk,
        ...(capability.constraints === undefined ? {} : { constraints: capability.constraints }),
        timeout_ms: capability.timeoutMs,
        optional: step.optional ?? false,
        ...(step.retry_policy === undefined ? {} : { retry_policy: step.retry_policy }),
        dependencies: graph.dependencies[index] ?? [],
        dependents: graph.dependents[index] ?? [],
        conditions: conditions[index] ?? [],
        input: { kind: "template", template: step.input_template ?? {} },
      },
    ];
  });
  try {
    const compiled = withHash({
      kind: "plan",
      metadata: plan.metadata ?? {},
      fail_fast: plan.metadata?.fail_fast === true,
      max_parallel: bounds.parallelStepsMax,
      turn_work_max: turnWorkMax,
      steps,
      order: graph.order,
    });
    return { ok: true, plan: compiled };
  } catch {
    return {
      ok: false,
      issues: [issue("", "wellFormed", "Its text must be well-formed Unicode: there is a lone surrogate.")],
    };
  }
}
