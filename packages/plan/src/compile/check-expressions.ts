import type { ExecutionPlan, JsonValue, PlanCondition, PlanStep, ValidationIssue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { checkExpression } from "../expression/expression.ts";
import { escapePointer, readTemplateText } from "../expression/template.ts";
import { issue } from "./issue.ts";
import type { PlanGraph } from "./plan-graph.ts";
import type { IsUpstream } from "./upstream.ts";

/** What an expression is checked against: the graph, and the step that runs it. */
interface Place {
  readonly graph: PlanGraph;
  readonly isUpstream: IsUpstream;
  /** The step that waits for the expression; it may read only what ends before that step starts. */
  readonly step: number;
  readonly stepId: string;
}

/** Checks the conditions of all edges: booleans that read only steps upstream of the edge's `to`. */
export function checkConditions(
  plan: Pick<ExecutionPlan, "edges">,
  graph: PlanGraph,
  isUpstream: IsUpstream,
): ValidationIssue[] {
  return (plan.edges ?? []).flatMap((edge, at) => {
    const step = graph.indexOf.get(edge.to);
    if (edge.condition === undefined || step === undefined) return [];
    return checkCondition(edge.condition, `/edges/${at}/condition`, { graph, isUpstream, step, stepId: edge.to });
  });
}

/** Checks the expressions in a step's input template, and how deep it nests. */
export function checkTemplateExpressions(
  step: PlanStep,
  index: number,
  graph: PlanGraph,
  isUpstream: IsUpstream,
): ValidationIssue[] {
  if (step.input_template === undefined) return [];
  const place: Place = { graph, isUpstream, step: index, stepId: step.step_id };
  return checkTemplateValue(step.input_template, `/steps/${index}/input_template`, 1, place);
}

function checkCondition({ cel }: PlanCondition, pointer: string, place: Place): ValidationIssue[] {
  const { issues, type } = checkSource(cel, `${pointer}/cel`, place);
  if (type !== "bool" && type !== "dyn") {
    const message = `A condition is true or false; this one is of type ${type}.`;
    issues.push(issue(`${pointer}/cel`, "expression", message, "bool"));
  }
  return issues;
}

function checkTemplateValue(value: JsonValue, pointer: string, depth: number, place: Place): ValidationIssue[] {
  if (typeof value === "string") return checkText(value, pointer, place);
  if (typeof value !== "object" || value === null) return [];
  if (depth > bounds.templateDepthMax) {
    const message = `A template nests at most ${bounds.templateDepthMax} deep.`;
    return [issue(pointer, "maxDepth", message, bounds.templateDepthMax)];
  }
  return Object.entries(value).flatMap(([name, each]) =>
    checkTemplateValue(each, `${pointer}/${escapePointer(name)}`, depth + 1, place),
  );
}

function checkText(text: string, pointer: string, place: Place): ValidationIssue[] {
  const read = readTemplateText(text);
  if (!read.ok) return [issue(pointer, "expression", read.message)];
  return read.parts.flatMap((part) =>
    "expression" in part ? checkSource(part.expression, pointer, place).issues : [],
  );
}

function checkSource(source: string, pointer: string, place: Place): { issues: ValidationIssue[]; type: string } {
  const check = checkExpression(source);
  const issues = check.ok ? [] : check.problems.map((problem) => issue(pointer, "expression", problem));
  for (const stepId of check.references) {
    const found = place.graph.indexOf.get(stepId);
    if (found === undefined) {
      issues.push(issue(pointer, "expression", `It reads step \`${stepId}\`, which the plan does not have.`));
    } else if (!place.isUpstream(found, place.step)) {
      const message = `It reads step \`${stepId}\`, which need not have ended before \`${place.stepId}\` starts: make \`${place.stepId}\` depend on it.`;
      issues.push(issue(pointer, "expression", message));
    }
  }
  return { issues, type: check.ok ? check.type : "dyn" };
}
