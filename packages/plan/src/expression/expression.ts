import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";
import type { ExecutionState, JsonObject, JsonValue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { type CelValue, fromCel, type SizeBudget, toCel, ValueError } from "./cel-value.ts";
import { checkRules } from "./expression-rules.ts";
import { expressionWorkMax, limitWork, readingWork, type WorkBudget } from "./work-limit.ts";

/** What expressions of a run can see. A step's `output` is there only if it COMPLETED, so `has(steps.a.output)` asks that. */
export interface ExpressionScope {
  step(stepId: string): { readonly state: ExecutionState; readonly output?: JsonObject } | undefined;
  readonly metadata: JsonObject;
}

export type ExpressionOutcome = { ok: true; value: JsonValue } | { ok: false; message: string };

export type ExpressionCheck =
  | { ok: true; references: readonly string[]; type: string }
  | { ok: false; references: readonly string[]; problems: readonly string[] };

/** What several expressions may take together: values that they touch, and the size of what comes out of them. */
export interface ExpressionBudget {
  readonly work: WorkBudget;
  readonly size: SizeBudget;
  /** What reading the expressions has cost, which nothing but their number and their lengths bounds. */
  readonly reading: { spent: number };
}

/** A budget for all conditions of a step, or for all expressions of its template. */
export function stepBudget(): ExpressionBudget {
  return { work: { remaining: expressionWorkMax }, size: { remaining: bounds.bodyBytesMax }, reading: { spent: 0 } };
}

/** All that was spent of a budget, in values that were touched. */
export function workSpent({ work, size, reading }: ExpressionBudget): number {
  // To write eight characters costs about as much as to touch a value.
  const written = (bounds.bodyBytesMax - size.remaining) >> 3;
  return expressionWorkMax - work.remaining + written + reading.spent;
}

/**
 * Checks a CEL expression without running it: size (bytes of UTF-8), syntax, types as far as they are known, and the rules of
 * `checkRules`. `type` is CEL's name of the result's type, `dyn` where only the run can tell.
 */
export function checkExpression(source: string): ExpressionCheck {
  const parsed = parse(source);
  if (!parsed.ok) return { ok: false, references: [], problems: [parsed.message] };
  const { references, problems } = checkRules(parsed.expression.ast);
  if (problems.length > 0) return { ok: false, references, problems };
  const types = parsed.expression.check();
  if (types.valid) return { ok: true, references, type: types.type ?? "dyn" };
  return { ok: false, references, problems: [sentence(types.error?.summary ?? "its types do not fit")] };
}

/**
 * Evaluates a CEL expression. Pure: it reads the scope and nothing else. Whatever goes wrong is a value, and its message
 * quotes the expression and names types, never data. The budget bounds all expressions that share it.
 */
export function evaluateExpression(
  source: string,
  scope: ExpressionScope,
  budget: ExpressionBudget = stepBudget(),
): ExpressionOutcome {
  budget.reading.spent += readingWork.expression + readingWork.character * source.length;
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { references, problems } = checkRules(parsed.expression.ast);
  if (problems[0] !== undefined) return { ok: false, message: problems[0] };
  try {
    const context = {
      steps: new Map(references.flatMap((stepId) => visibleStep(stepId, scope))),
      plan: new Map([["metadata", toCel(scope.metadata)]]),
    };
    const value = evaluateLimited(parsed.expression, context, budget.work);
    if (budget.work.remaining < 0) return tooMuchWork;
    return { ok: true, value: fromCel(value, budget.size) };
  } catch (error) {
    if (budget.work.remaining < 0) return tooMuchWork;
    return { ok: false, message: explain(error, source) };
  }
}

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 4096, maxDepth: 64 },
})
  .registerVariable("steps", "dyn")
  .registerVariable("plan", "dyn");

const evaluateLimited = limitWork(environment);

const tooMuchWork: ExpressionOutcome = {
  ok: false,
  message: "It would touch too many values: look at shorter lists and texts.",
};

function parse(source: string): { ok: true; expression: ParseResult } | { ok: false; message: string } {
  if (Buffer.byteLength(source) > bounds.expressionBytesMax) {
    return { ok: false, message: `An expression may have at most ${bounds.expressionBytesMax} bytes.` };
  }
  if (source.trim() === "") return { ok: false, message: "The expression is empty." };
  try {
    return { ok: true, expression: environment.parse(source) };
  } catch (error) {
    const { summary, range } = celError(error);
    return { ok: false, message: sentence(`${summary} at character ${(range?.start ?? 0) + 1}`) };
  }
}

function visibleStep(stepId: string, scope: ExpressionScope): [string, CelValue][] {
  const step = scope.step(stepId);
  if (step === undefined) return [];
  const members: [string, CelValue][] = [["state", step.state]];
  if (step.output !== undefined) members.push(["output", toCel(step.output)]);
  return [[stepId, new Map(members)]];
}

/** What the library's run-time errors mean, where its own words would show data. The others name types only. */
const meanings: { readonly [code: string]: string } = {
  no_such_key: "there is no such member",
  index_out_of_bounds: "the index is outside of the list",
  index_out_of_range: "the index is outside of the text",
  numeric_overflow: "the number is too large",
  division_by_zero: "it divides by zero",
  modulo_by_zero: "it divides by zero",
  int_conversion_error: "the text is not an integer",
  double_conversion_error: "the text is not a number",
  invalid_timestamp: "it is not an instant",
};
const codesThatNameTypes = new Set([
  ...["no_such_overload", "no_matching_overload", "invalid_condition_type", "invalid_logical_operand"],
  ...["incompatible_ternary_branches", "invalid_comprehension_range", "invalid_list_element_type", "unknown_variable"],
]);

function explain(error: unknown, source: string): string {
  if (error instanceof ValueError) return sentence(error.message);
  const { code, summary, node } = celError(error);
  const meaning = meanings[code] ?? (codesThatNameTypes.has(code) ? summary : "it cannot be evaluated");
  const part = node === undefined ? source : source.slice(node.start, node.end);
  return sentence(`\`${part}\`: ${meaning}`);
}

function celError(error: unknown): {
  code: string;
  summary: string;
  range?: { start: number } | undefined;
  node?: Pick<ASTNode, "start" | "end"> | undefined;
} {
  if (error instanceof Error && "code" in error && "summary" in error) {
    return error as Error & { code: string; summary: string };
  }
  return { code: "", summary: "It cannot be read" };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
