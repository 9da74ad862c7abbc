import type { ASTNode } from "@marcbachmann/cel-js";
import { deepWeight } from "./cel-value.ts";

/**
 * An expression of 4 KiB can still ask for work without limit, by macros over long lists. All conditions of a step together, and
 * all expressions of its template, may touch this many values: some tens of milliseconds at the very worst, and thousands of
 * times what a step needs. A limit for each expression alone would not do, since a step may have tens of thousands.
 */
export const expressionWorkMax = 1_000_000;

/**
 * What one transition of a run may spend on expressions, in values that are touched, before the rest is left to another: about a
 * thirtieth of a second. One step may go beyond it, by `expressionWorkMax` at most.
 */
export const turnWorkMax = 250_000;

/** What reading an expression costs, in values that are touched: as such, and for each of its characters. Measured. */
export const readingWork = { expression: 1000, character: 30 } as const;

/** Counts the values that expressions may still touch. */
export interface WorkBudget {
  remaining: number;
}

/**
 * Counts the work of an expression while it runs. Once the budget is spent every further node throws; because CEL's `||`,
 * `&&` and quantifiers swallow errors, the caller must ask `exceeded()` whatever the outcome was.
 *
 * The parser offers no hook for this, so it wraps the nodes' `evaluate`; the library's version is pinned exactly, and a test
 * fails if the count ever stops working.
 */
export function limitWork(ast: ASTNode, budget: WorkBudget): { exceeded(): boolean } {
  const spend = (work: number): void => {
    budget.remaining -= work;
    if (budget.remaining < 0) throw workExceeded;
  };
  const seen = new Set<EvaluatedNode>();
  const wrap = (node: EvaluatedNode, operandOf: string): void => {
    if (seen.has(node)) return;
    seen.add(node);
    let inner = node.evaluate;
    const counted: EvaluatedNode["evaluate"] = (evaluator, self, context) => {
      spend(1);
      const result = inner.call(node, evaluator, self, context);
      spend(operandWeight(operandOf, result) + (producers.has(node.op) ? shallowWeight(result) : 0));
      return result;
    };
    Object.defineProperty(node, "evaluate", { get: () => counted, set: (next) => (inner = next) });
    const target = node.meta.alternate ?? node;
    for (const child of nodesIn(target === node ? node.args : target)) wrap(child, node.op);
  };
  wrap(ast as unknown as EvaluatedNode, "");
  return { exceeded: () => budget.remaining < 0 };
}

/** What the evaluator calls of a node. The published types leave `meta` and `evaluate` out. */
interface EvaluatedNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly alternate?: EvaluatedNode };
  evaluate(this: EvaluatedNode, evaluator: unknown, self: unknown, context: unknown): unknown;
}

const workExceeded = new Error(`It touches more than ${expressionWorkMax} values.`);

/** Operators whose result can be larger than what they were given. */
const producers = new Set(["+", "list", "map", "call", "rcall"]);

function operandWeight(operandOf: string, value: unknown): number {
  if (operandOf === "==" || operandOf === "!=") return deepWeight(value);
  if (operandOf === "in") return value instanceof Map ? 1 : deepWeight(value);
  return 0;
}

function shallowWeight(value: unknown): number {
  if (typeof value === "string") return value.length >> 4;
  return Array.isArray(value) ? value.length : 0;
}

function nodesIn(value: unknown): EvaluatedNode[] {
  if (typeof value !== "object" || value === null || value instanceof Map) return [];
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (isNode(value)) return [value];
  return Object.values(value).flatMap(nodesIn);
}

function isNode(value: object): value is EvaluatedNode {
  return "op" in value && "evaluate" in value && typeof value.evaluate === "function";
}
