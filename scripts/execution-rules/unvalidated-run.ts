import ts from "typescript";
import { madeOutcomes } from "./attempt-outcomes.ts";
import type { ExecutionRule, Finding, Scan } from "./rule.ts";
import { type ToolRunnerBody, toolRunnersOf } from "./tool-runner-body.ts";
import { bare, refersTo, walkWithin } from "./value-expressions.ts";
import { ValueOrigin } from "./value-origin.ts";

export const unvalidatedRun: ExecutionRule = {
  id: "unvalidated-run",
  forbids:
    "giving a plugin an input that checkInput() did not return, or answering with an output that checkOutput() did not",
  why: "Execution governance, §5 and §7.5: no path goes around validation.",
  mend: "Give the plugin what checkInput() returned, and the outcome what checkOutput() returned.",
  *check(scan) {
    for (const runner of toolRunnersOf(scan)) {
      yield* inputs(runner, scan);
      yield* outputs(runner, scan);
      yield* sideDoors(runner);
    }
    for (const file of scan.files) {
      if (file.isTest || file.isToolRunner) continue;
      for (const { node, ok, isCopy } of madeOutcomes(file.source, scan)) {
        if (ok !== false && !isCopy)
          yield { node, message: "It makes an AttemptOutcome, which only ToolRunner makes." };
      }
    }
    for (const side of ["checkInput", "checkOutput"] as const) yield* checker(side, scan);
  },
};

function* inputs(runner: ToolRunnerBody, { checker, landmarks }: Scan): Iterable<Finding> {
  if (runner.run !== undefined && !runner.reachesPlugin(runner.run.body)) {
    const node = runner.run.name ?? runner.run;
    yield { node, message: "ToolRunner.run calls no plugin that the scanner can follow." };
  }
  const origin = new ValueOrigin(runner, checker, (call) =>
    refersTo(bare(call.expression), landmarks.checkInput, checker),
  );
  for (const call of runner.pluginCalls) {
    const callee = bare(call.expression);
    const isShifted = ts.isPropertyAccessExpression(callee) && callee.name.text === "call";
    const input = call.arguments[isShifted ? 1 : 0];
    if (input !== undefined && !ts.isSpreadElement(input) && origin.comesFrom(input)) continue;
    yield { node: input ?? call, message: "It gives a plugin an input that is not what checkInput() returned." };
  }
}

function* outputs(runner: ToolRunnerBody, scan: Scan): Iterable<Finding> {
  const { checker, landmarks } = scan;
  const origin = new ValueOrigin(runner, checker, (call) =>
    refersTo(bare(call.expression), landmarks.checkOutput, checker),
  );
  for (const { node, ok, isCopy } of madeOutcomes(runner.file.source, scan)) {
    if (ok === false || isCopy) continue;
    if (!ts.isObjectLiteralExpression(node)) {
      yield { node, message: "It asserts that something is an AttemptOutcome." };
    } else if (!origin.comesFrom(node, ["output"])) {
      yield { node, message: "It answers with an output that is not what checkOutput() returned." };
    }
  }
}

/** Another public way through ToolRunner, or a function beside it, to a plugin. */
function* sideDoors(runner: ToolRunnerBody): Iterable<Finding> {
  for (const member of runner.declaration.members) {
    const { name } = member;
    const isPrivate = name !== undefined && ts.isPrivateIdentifier(name);
    if (isPrivate || name?.getText() === "run" || !runner.reachesPlugin(member)) continue;
    yield { node: name ?? member, message: "It is another way than `run` through ToolRunner to a plugin." };
  }
  for (const statement of runner.file.source.statements) {
    if (statement === runner.declaration || !ts.canHaveModifiers(statement)) continue;
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    if (isExported && runner.reachesPlugin(statement)) {
      yield { node: statement, message: "It is a way to a plugin beside ToolRunner." };
    }
  }
}

/** `checkInput` itself must ask the capability's schema, first of all, and throw where the answer has issues. */
function* checker(side: "checkInput" | "checkOutput", { landmarks, checker: types }: Scan): Iterable<Finding> {
  const { name, body, parameters } = landmarks[side];
  const [capability] = parameters;
  const statements = body?.statements ?? [];
  const asks = statements.findIndex(
    (statement) => ts.isVariableStatement(statement) && callsMember(statement, capability, side, types),
  );
  const issues = statements[asks];
  const variable =
    issues && ts.isVariableStatement(issues) ? issues.declarationList.declarations[0]?.name.getText() : undefined;
  const throws = statements.findIndex(
    (statement) =>
      ts.isIfStatement(statement) &&
      variable !== undefined &&
      new RegExp(`^${variable}\\.length (> 0|!== 0)$|^${variable}\\.length$`).test(statement.expression.getText()) &&
      leaves(statement.thenStatement, ts.isThrowStatement),
  );
  const returns = statements.findIndex((statement) => leaves(statement, ts.isReturnStatement));
  if (asks >= 0 && throws > asks && returns > throws) return;
  yield { node: name ?? landmarks[side], message: `${side}() can return what the capability's schema did not pass.` };
}

function callsMember(
  node: ts.Node,
  owner: ts.ParameterDeclaration | undefined,
  member: string,
  types: ts.TypeChecker,
): boolean {
  let calls = false;
  walkWithin(node, (one) => {
    if (!ts.isCallExpression(one) || !ts.isPropertyAccessExpression(one.expression)) return;
    calls ||=
      one.expression.name.text === member && owner !== undefined && refersTo(one.expression.expression, owner, types);
  });
  return calls;
}

function leaves(node: ts.Node, is: (node: ts.Node) => boolean): boolean {
  let found = false;
  walkWithin(node, (one) => {
    found ||= is(one);
  });
  return found;
}
