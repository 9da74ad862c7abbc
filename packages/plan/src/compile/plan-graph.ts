import type { ExecutionPlan, ValidationIssue } from "@oap/protocol";
import { issue } from "./issue.ts";

/** `depends_on` and `edges` as one graph. Indexes are positions in the plan's `steps`. */
export interface PlanGraph {
  readonly indexOf: ReadonlyMap<string, number>;
  /** By step: what must end before it, ascending. */
  readonly dependencies: readonly (readonly number[])[];
  /** By step: what waits for it, ascending. */
  readonly dependents: readonly (readonly number[])[];
  /** Topological order by level, then by position; shorter than `steps` if there is a cycle. */
  readonly order: readonly number[];
  readonly issues: readonly ValidationIssue[];
}

/** Builds the graph and reports ids that repeat, ends that do not exist, steps that wait for themselves, and a cycle by its names. */
export function buildPlanGraph(plan: Pick<ExecutionPlan, "steps" | "edges">): PlanGraph {
  const issues: ValidationIssue[] = [];
  const indexOf = indexSteps(plan, issues);
  const dependencies = plan.steps.map(() => new Set<number>());
  const connect = (from: string, to: number, pointer: string) => {
    const source = indexOf.get(from);
    if (source === undefined) {
      issues.push(issue(pointer, "step", `There is no step \`${from}\`.`));
    } else if (source === to) {
      issues.push(issue(pointer, "cycle", `Step \`${from}\` waits for itself: ${from} → ${from}.`));
    } else {
      dependencies[to]?.add(source);
    }
  };
  plan.steps.forEach((step, index) => {
    for (const [at, from] of (step.depends_on ?? []).entries())
      connect(from, index, `/steps/${index}/depends_on/${at}`);
  });
  for (const [at, edge] of (plan.edges ?? []).entries()) {
    const to = indexOf.get(edge.to);
    if (to === undefined) issues.push(issue(`/edges/${at}/to`, "step", `There is no step \`${edge.to}\`.`));
    connect(edge.from, to ?? -1, `/edges/${at}/from`);
  }
  const sorted = dependencies.map((each) => [...each].sort((a, b) => a - b));
  const dependents = plan.steps.map((): number[] => []);
  for (const [index, sources] of sorted.entries()) for (const source of sources) dependents[source]?.push(index);
  const order = orderByLevel(sorted, dependents);
  if (order.length < plan.steps.length) issues.push(cycleIssue(plan, sorted, order));
  return { indexOf, dependencies: sorted, dependents, order, issues };
}

function indexSteps(plan: Pick<ExecutionPlan, "steps">, issues: ValidationIssue[]): Map<string, number> {
  const indexOf = new Map<string, number>();
  for (const [index, { step_id }] of plan.steps.entries()) {
    const first = indexOf.get(step_id);
    if (first === undefined) indexOf.set(step_id, index);
    else
      issues.push(issue(`/steps/${index}/step_id`, "uniqueItems", `Step id \`${step_id}\` is taken by step ${first}.`));
  }
  return indexOf;
}

/** Kahn's algorithm, a level at a time, so that the result is sorted by level and then by position. */
function orderByLevel(
  dependencies: readonly (readonly number[])[],
  dependents: readonly (readonly number[])[],
): number[] {
  const open = dependencies.map((each) => each.length);
  const order: number[] = [];
  let level = open.flatMap((count, index) => (count === 0 ? [index] : []));
  while (level.length > 0) {
    order.push(...level);
    const next: number[] = [];
    for (const index of level) {
      for (const dependent of dependents[index] ?? []) {
        const left = (open[dependent] ?? 0) - 1;
        open[dependent] = left;
        if (left === 0) next.push(dependent);
      }
    }
    level = next.sort((a, b) => a - b);
  }
  return order;
}

/** A cycle of more steps than this is named by its two ends: a message is for people. */
const cycleNamesMax = 20;

function nameCycle(names: readonly string[]): string {
  if (names.length <= cycleNamesMax) return names.join(" → ");
  const [head, tail] = [names.slice(0, cycleNamesMax / 2), names.slice(-cycleNamesMax / 2)];
  return [...head, `… ${names.length - cycleNamesMax} more …`, ...tail].join(" → ");
}

/** Every step outside of the order waits for another one outside of it: following these must come back. */
function cycleIssue(
  plan: Pick<ExecutionPlan, "steps">,
  dependencies: readonly (readonly number[])[],
  order: readonly number[],
): ValidationIssue {
  const ordered = new Set(order);
  const path: number[] = [];
  const placeOf = new Map<number, number>();
  let at = plan.steps.findIndex((_, index) => !ordered.has(index));
  while (!placeOf.has(at)) {
    placeOf.set(at, path.length);
    path.push(at);
    at = dependencies[at]?.find((source) => !ordered.has(source)) ?? at;
  }
  const cycle = path.slice(placeOf.get(at)).reverse();
  const start = cycle.indexOf(Math.min(...cycle));
  const turned = [...cycle.slice(start), ...cycle.slice(0, start), cycle[start] ?? at];
  const names = nameCycle(turned.map((index) => plan.steps[index]?.step_id ?? ""));
  return issue(`/steps/${cycle[start] ?? at}`, "cycle", `The plan has a cycle: ${names}.`);
}
