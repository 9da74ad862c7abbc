import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import { deepWeight } from "./cel-value.ts";

/**
 * An expression of 4 KiB can still ask for work without limit, by macros over long lists. All conditions of a step together, and
 * all expressions of its template, may touch this many values: some tens of milliseconds at the very worst, and thousands of
 * times what a step needs. A limit for each expression alone would not do, since a step may have tens of thousands.
 */
export const expressionWorkMax = 1_000_000;

/**
 * What one transition of a run may spend on expressions, in values that are touched, before the rest is left to another: about a
 * hundredth of a second. One step may go beyond it, by `expressionWorkMax` and by what reading its expressions costs.
 */
export const turnWorkMax = 250_000;

/**
 * What reading an expression costs, in values that are touched: as such, and for each of its characters. Measured: to touch one takes
 * about 45 ns, and to read 60 characters 6 µs.
 */
export const readingWork = { expression: 50, character: 2 } as const;

/** Counts the values that expressions may still touch. */
export interface WorkBudget {
  remaining: number;
}

/** Evaluates an expression within a budget. Throws once it is spent, unless CEL swallowed that: ask whether anything remains. */
export type LimitedEvaluation = (
  expression: { (context: object): unknown; readonly ast: ASTNode },
  context: object,
  budget: WorkBudget,
) => unknown;

/**
 * Counts the work of an environment's expressions while they run. Once the budget is spent every further node throws; because
 * CEL's `||`, `&&` and quantifiers swallow errors, the caller must ask what remains whatever the outcome was.
 *
 * The library offers no hook for this, so it takes the place of the one method by which its evaluator goes on to a node; the
 * library's version is pinned exactly, and a test fails if the count ever stops working.
 */
export function limitWork(environment: Environment): LimitedEvaluation {
  const evaluator = evaluatorOf(environment);
  // Evaluating never waits, and no expression evaluates another: there is one at a time.
  let open: WorkBudget = { remaining: 0 };
  let operands = noOperands;
  const spend = (work: number): void => {
    open.remaining -= work;
    if (open.remaining < 0) throw workExceeded;
  };
  const counted = (node: EvaluatedNode, evaluate: () => unknown): unknown => {
    // A macro is a node in the place of another.
    spend(node.meta.alternate === undefined ? 1 : 2);
    const value = evaluate();
    const weigh = operands.get(node);
    spend((weigh === undefined ? 0 : weigh(value)) + (producers.has(node.op) ? shallowWeight(value) : 0));
    return value;
  };
  evaluator.run = (node, context) => counted(node, () => node.evaluate(evaluator, node, context));
  return (expression, context, budget) => {
    const root = expression.ast as unknown as EvaluatedNode;
    open = budget;
    operands = operandsIn(root);
    try {
      return counted(root, () => expression(context));
    } finally {
      // An expression that was evaluated holds on to what its macros saw last.
      operands = noOperands;
    }
  };
}

/** What the evaluator calls of a node. The published types leave `meta` and `evaluate` out. */
interface EvaluatedNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly alternate?: unknown };
  evaluate(evaluator: Evaluator, self: EvaluatedNode, context: unknown): unknown;
}

interface Evaluator {
  run(node: EvaluatedNode, context: unknown): unknown;
}

/** The environment keeps it to itself, and gives it to the nodes. */
function evaluatorOf(environment: Environment): Evaluator {
  const probe = environment.parse("true");
  let given: Evaluator | undefined;
  (probe.ast as unknown as EvaluatedNode).evaluate = (evaluator) => {
    given = evaluator;
    return true;
  };
  probe({});
  if (given === undefined) throw new TypeError("The library does not give its evaluator to the nodes any more.");
  return given;
}

const workExceeded = new Error(`It touches more than ${expressionWorkMax} values.`);

/** What it costs that a node works on a value, beyond having it. */
type Weigh = (value: unknown) => number;

const noOperands: ReadonlyMap<unknown, Weigh> = new Map();

/** The nodes whose values others look at as a whole, which costs more the larger these are. */
function operandsIn(root: EvaluatedNode): ReadonlyMap<unknown, Weigh> {
  const operands = new Map<unknown, Weigh>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      addOperands(value, operands);
      visit(value.args);
    }
  };
  visit(root);
  return operands;
}

function addOperands({ op, args }: EvaluatedNode, operands: Map<unknown, Weigh>): void {
  if (op === "call") {
    const [, given] = args as [string, unknown[]];
    for (const each of given) operands.set(each, readWeight);
  } else if (op === "rcall") {
    const [name, receiver, given] = args as [string, unknown, unknown[]];
    if (searches.has(name)) addSearch(receiver, given, operands);
    else for (const each of [receiver, ...given]) operands.set(each, name === "join" ? shallowWeight : readWeight);
  } else {
    const weigh = weights[op];
    if (weigh !== undefined) for (const each of args as unknown[]) operands.set(each, weigh);
  }
}

/** A search compares each place of the text with the whole of what it looks for, at worst: 256 characters are one value. */
function addSearch(receiver: unknown, given: readonly unknown[], operands: Map<unknown, Weigh>): void {
  let sought = 0;
  const [first, ...others] = given;
  operands.set(first, (value) => {
    sought = typeof value === "string" ? value.length : 0;
    return sought >> 8;
  });
  for (const each of others) operands.set(each, readWeight);
  // The library evaluates the receiver of a call last.
  operands.set(receiver, (value) => (typeof value === "string" ? Math.floor((value.length * (sought + 1)) / 256) : 0));
}

/** Operators that look at all of what they are given. */
const weights: Readonly<Record<string, Weigh>> = {
  "==": deepWeight,
  "!=": deepWeight,
  in: (value) => (value instanceof Map ? 1 : deepWeight(value)),
  "<": textWeight,
  "<=": textWeight,
  ">": textWeight,
  ">=": textWeight,
};

/** Operators whose result can be larger than what they were given. */
const producers = new Set(["+", "list", "map", "call", "rcall"]);

const searches: ReadonlySet<string> = new Set(["contains", "indexOf", "lastIndexOf", "split"]);

/** To compare two texts. */
function textWeight(value: unknown): number {
  return typeof value === "string" ? value.length >> 8 : 0;
}

/** To read a text character by character, as to count or to convert it. */
function readWeight(value: unknown): number {
  return typeof value === "string" ? value.length >> 4 : 0;
}

function shallowWeight(value: unknown): number {
  return Array.isArray(value) ? value.length : readWeight(value);
}

function isNode(value: unknown): value is EvaluatedNode {
  return typeof value === "object" && value !== null && "op" in value && "evaluate" in value;
}
