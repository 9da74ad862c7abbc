import ts from "typescript";
import type { ExecutionRule, Finding, Scan } from "./rule.ts";
import { type ToolRunnerBody, toolRunnersOf } from "./tool-runner-body.ts";
import { bare, dressed, refersTo, walkWithin } from "./value-expressions.ts";

export const unmeasuredRun: ExecutionRule = {
  id: "unmeasured-run",
  forbids: "a `ToolRunner.run` without a `finally` in which updateExecutionMetrics() counts the execution",
  why: "Execution governance, §7.2: no execution goes uncounted, however it ends.",
  mend: "Call updateExecutionMetrics() in the `finally` of the `try` around the plugin, and keep what it returns.",
  *check(scan) {
    for (const runner of toolRunnersOf(scan)) yield* findings(runner, scan);
  },
};

function* findings(runner: ToolRunnerBody, scan: Scan): Iterable<Finding> {
  const { run, declaration } = runner;
  if (run === undefined) {
    yield { node: declaration.name ?? declaration, message: "ToolRunner has no method `run`." };
    return;
  }
  const tries = runner.tries();
  const node = run.name ?? declaration.name ?? run;
  const measured = tries.filter(({ finallyBlock }) => finallyBlock !== undefined);
  if (measured.length === 0) {
    yield { node, message: "ToolRunner.run calls a plugin in no `try` with a `finally`." };
    return;
  }
  const calls = measured.flatMap(({ finallyBlock }) => metricsCalls(finallyBlock!, scan));
  const faults = calls.map((call) => faultOf(call, scan));
  if (calls.length === 0) {
    yield {
      node: measured[0]!.finallyBlock!,
      message: "The `finally` of ToolRunner.run calls no updateExecutionMetrics().",
    };
  } else if (!faults.includes(undefined)) {
    yield { node: calls[0]!, message: faults[0]! };
  }
  const unmeasured: ts.Node[] = [];
  runner.walkRunBeside(measured[0]!.tryBlock, (one) => {
    if (ts.isCallExpression(one) && runner.reachesPlugin(one)) unmeasured.push(one);
  });
  for (const one of unmeasured) yield { node: one, message: "It reaches a plugin beside the `try` that is measured." };
}

/** What the block calls itself: a function in it may never be called. */
function metricsCalls(block: ts.Block, { checker, landmarks }: Scan): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  walkWithin(block, (node) => {
    if (ts.isCallExpression(node) && refersTo(bare(node.expression), landmarks.updateExecutionMetrics, checker))
      found.push(node);
  });
  return found;
}

function faultOf(call: ts.CallExpression, { checker }: Scan): string | undefined {
  const kept = dressed(call).parent;
  if (ts.isExpressionStatement(kept) || ts.isVoidExpression(kept)) {
    return "What updateExecutionMetrics() returns is dropped, so that nothing is counted.";
  }
  let child: ts.Node = call;
  for (let at = call.parent; !ts.isTryStatement(at); child = at, at = at.parent) {
    if (
      ts.isIfStatement(at) &&
      child !== at.expression &&
      !(isPresence(at.expression, checker) && child === at.thenStatement)
    ) {
      return "updateExecutionMetrics() is called under a condition other than that there is a module.";
    }
    if (
      ts.isConditionalExpression(at) ||
      ts.isSwitchStatement(at) ||
      ts.isIterationStatement(at, false) ||
      isLogical(at)
    ) {
      return "updateExecutionMetrics() is called under a condition.";
    }
    if (ts.isBlock(at) && leavesBefore(at, child))
      return "The `finally` can end before it calls updateExecutionMetrics().";
  }
  return undefined;
}

/** `module !== undefined`, `module != null` or `module`: where there is no module, there is nothing to count. */
function isPresence(condition: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(condition)) return !(checker.getTypeAtLocation(condition).flags & ts.TypeFlags.BooleanLike);
  if (!ts.isBinaryExpression(condition) || !/^!==?$/.test(condition.operatorToken.getText())) return false;
  return ts.isIdentifier(condition.left) && /^(undefined|null)$/.test(condition.right.getText());
}

function isLogical(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^(&&|\|\||\?\?)$/.test(node.operatorToken.getText());
}

function leavesBefore(block: ts.Block, statement: ts.Node): boolean {
  let leaves = false;
  for (const earlier of block.statements) {
    if (earlier === statement) break;
    walkWithin(earlier, (node) => {
      leaves ||= ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node);
    });
  }
  return leaves;
}
