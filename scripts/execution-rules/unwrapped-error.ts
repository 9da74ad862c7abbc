import ts from "typescript";
import { madeOutcomes } from "./attempt-outcomes.ts";
import type { ExecutionRule, Finding, Scan } from "./rule.ts";
import { type FunctionWithBody, type ToolRunnerBody, toolRunnersOf } from "./tool-runner-body.ts";
import { bare, dressed, refersTo, symbolOf, valueExpressions, walk } from "./value-expressions.ts";
import { ValueOrigin } from "./value-origin.ts";

export const unwrappedError: ExecutionRule = {
  id: "unwrapped-error",
  forbids: "letting an exception out of ToolRunner other than in the error envelope",
  why: "Execution governance, §6 and §7.5: every exception is wrapped; the message of a raw one may hold secrets.",
  mend: "Catch it in `run`, turn it into a failure by attemptFailure(), and answer with publicErrorEnvelope().",
  *check(scan) {
    for (const runner of toolRunnersOf(scan)) {
      yield* escapes(runner, scan);
      yield* caughtUses(runner, scan);
      yield* envelopes(runner, scan);
    }
    yield* rawMessages(scan);
    for (const file of scan.files) {
      if (file.isTest || file.isToolRunner) continue;
      for (const { node, ok, isCopy } of madeOutcomes(file.source, scan)) {
        if (ok === false && !isCopy)
          yield { node, message: "It makes a failed AttemptOutcome, which only ToolRunner makes." };
      }
    }
  },
};

/** What can throw, or reject, and is not caught in `run`. */
function* escapes(runner: ToolRunnerBody, { checker, landmarks }: Scan): Iterable<Finding> {
  if (runner.run === undefined) return;
  const caught = runner.tries().find(({ catchClause }) => catchClause !== undefined);
  if (caught === undefined) {
    const node = runner.run.name ?? runner.run;
    yield { node, message: "ToolRunner.run calls a plugin in no `try` with a `catch`." };
    return;
  }
  const throwing = (node: ts.Node): boolean =>
    ts.isThrowStatement(node) ||
    (ts.isCallExpression(node) &&
      [landmarks.checkInput, landmarks.checkOutput].some((one) => refersTo(bare(node.expression), one, checker)));
  const found: Finding[] = [];
  runner.walkRunBeside(caught.tryBlock, (node) => {
    if (ts.isThrowStatement(node)) found.push({ node, message: "It throws out of ToolRunner." });
    else if (ts.isAwaitExpression(node))
      found.push({ node, message: "It waits outside of the `try`, where a rejection leaves ToolRunner." });
    else if (ts.isCallExpression(node) && escapesBy(node, runner, throwing)) {
      found.push({ node, message: "It calls outside of the `try` what can throw." });
    } else if (ts.isReturnStatement(node) && isInFinally(node, caught)) {
      found.push({ node, message: "A `return` in `finally` replaces the outcome." });
    }
  });
  runner.walkRunBeside(undefined, (node) => {
    if (!ts.isReturnStatement(node) || node.expression === undefined) return;
    const returned = bare(node.expression);
    const isPromise = checker.getTypeAtLocation(returned).getProperty("then") !== undefined;
    if (isPromise)
      found.push({ node, message: "It returns a promise unawaited, so that its rejection is not caught." });
  });
  walk(runner.declaration, (node) => {
    if (!ts.isCallExpression(node) || !runner.reachesPlugin(node)) return;
    const { parent } = dressed(node);
    const isDropped = ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
    const isPromise = checker.getTypeAtLocation(node).getProperty("then") !== undefined;
    if (isDropped && isPromise)
      found.push({ node, message: "Nobody waits for it, so that its rejection is not caught." });
  });
  yield* found;
}

/** Whether the functions that a call names can throw, but for what they catch themselves. */
function escapesBy(call: ts.CallExpression, runner: ToolRunnerBody, throwing: (node: ts.Node) => boolean): boolean {
  if (throwing(call)) return true;
  return runner.reaches(call, (node) => throwing(node) && !isCaughtWithin(node));
}

/** Whether a `try` with a `catch` in the same function is around it. */
function isCaughtWithin(node: ts.Node): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined && !ts.isFunctionLike(child); child = at, at = at.parent) {
    if (ts.isTryStatement(at) && at.catchClause !== undefined && at.tryBlock === child) return true;
  }
  return false;
}

function isInFinally(node: ts.Node, { finallyBlock }: ts.TryStatement): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at === finallyBlock) return true;
  return false;
}

/** What is caught may only be given to attemptFailure(), or thrown on to a `catch` that is around it. */
function* caughtUses(runner: ToolRunnerBody, { checker, landmarks }: Scan): Iterable<Finding> {
  const { file } = runner;
  const caught = new Set<ts.Symbol>();
  const found: Finding[] = [];
  const take = (name: ts.BindingName | undefined): void => {
    if (name === undefined) return;
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (symbol === undefined) found.push({ node: name, message: "It takes a raw exception apart." });
    else caught.add(symbol);
  };
  walk(file.source, (node) => {
    if (ts.isCatchClause(node)) take(node.variableDeclaration?.name);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const index = ["catch", "then"].indexOf(node.expression.name.text);
    const handler = index < 0 ? undefined : node.arguments[index];
    if (handler !== undefined && ts.isFunctionLike(handler)) take(handler.parameters[0]?.name);
  });
  // A function of the file to which it is given has it from then on: the set grows while it is gone through.
  for (const symbol of caught) {
    for (const expression of valueExpressions(file.source)) {
      if (!ts.isIdentifier(expression) || symbolOf(expression, checker) !== symbol) continue;
      const outer = dressed(expression);
      const { parent } = outer;
      if (ts.isCallExpression(parent) && parent.expression !== outer) {
        if (refersTo(bare(parent.expression), landmarks.attemptFailure, checker)) continue;
        const given = functionCalled(parent, runner)?.parameters[parent.arguments.indexOf(outer)];
        if (given !== undefined) {
          take(given.name);
          continue;
        }
      }
      const isThrownOn = ts.isThrowStatement(parent) && isCaughtAround(parent);
      const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
      if (isThrownOn || isAsked) continue;
      found.push({ node: expression, message: "It uses a raw exception other than to give it to attemptFailure()." });
    }
  }
  yield* found;
}

function functionCalled(call: ts.CallExpression, runner: ToolRunnerBody): FunctionWithBody | undefined {
  const callee = bare(call.expression);
  return runner.functionNamed(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
}

/** Whether a `try` with a `catch` is around it, in the same function or in one around that. */
function isCaughtAround(node: ts.Node): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (ts.isTryStatement(at) && at.catchClause !== undefined && at.tryBlock === child) return true;
  }
  return false;
}

function* envelopes(runner: ToolRunnerBody, scan: Scan): Iterable<Finding> {
  const { checker, landmarks } = scan;
  const origin = new ValueOrigin(runner, checker, (call) =>
    refersTo(bare(call.expression), landmarks.publicErrorEnvelope, checker),
  );
  for (const { node, ok, isCopy } of madeOutcomes(runner.file.source, scan)) {
    if (ok !== false || isCopy || origin.comesFrom(node, ["error", "details"])) continue;
    yield { node, message: "It answers with a failure whose details are not the public error envelope." };
  }
}

/** In attempt-failure.ts: the message of an exception that is not a PluginError stays inside. */
function* rawMessages({ checker, landmarks }: Scan): Iterable<Finding> {
  for (const expression of valueExpressions(landmarks.attemptFailure.getSourceFile())) {
    if (!ts.isPropertyAccessExpression(expression) || !/^(message|stack)$/.test(expression.name.text)) continue;
    const type = checker.getTypeAtLocation(expression.expression);
    const isRaw = type.symbol?.name === "Error" || Boolean(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
    if (isRaw) yield { node: expression.name, message: "It reads the message of a raw exception." };
  }
}
