import ts from "typescript";
import { GuardedSignatures } from "./guarded-signatures.ts";
import { pluginImplementations } from "./plugin-implementations.ts";
import type { ExecutionRule, Finding, Scan, ScannedFile } from "./rule.ts";
import {
  bare,
  dressed,
  isAssertion,
  isDestructured,
  isOuterAssertion,
  symbolOf,
  valueExpressions,
  walk,
} from "./value-expressions.ts";

/** These keep `run` from registration until ToolRunner asks for it. They hand it on, and never call it. */
const keepers = new Set(["packages/plugins/src/plugin-registry.ts", "packages/plugins/src/registered-module.ts"]);

export const directPluginRun: ExecutionRule = {
  id: "direct-plugin-run",
  forbids: "running a plugin anywhere but in ToolRunner, and taking its `run` in hand to do so",
  why: "Execution governance, §7.1 and §9: only ToolRunner validates, bounds, measures and wraps what a plugin does.",
  mend: "Ask the ExecutionService for the work; in a test of a plugin, run it by a PluginService.",
  *check(scan) {
    const runs = new GuardedSignatures(scan.checker, new Set([scan.landmarks.capabilityRun]));
    const implementations = pluginImplementations(scan, runs);
    for (const file of scan.files) {
      // What is in there has rules of its own, unvalidated-run above all.
      if (file.isToolRunner) continue;
      for (const expression of valueExpressions(file.source)) {
        const message =
          callOf(expression, runs, implementations, scan) ??
          readOf(expression, file, runs, scan) ??
          disguiseOf(expression, runs, scan) ??
          contextMadeBy(expression, scan);
        if (message !== undefined) yield { node: nameOf(expression), message };
      }
      if (!keepers.has(file.path)) yield* destructured(file, runs, scan);
    }
  },
};

function callOf(
  expression: ts.Expression,
  runs: GuardedSignatures,
  implementations: ReadonlySet<ts.Symbol>,
  { checker }: Scan,
): string | undefined {
  const call = calledBy(expression);
  if (call === undefined) return undefined;
  if (runs.guards(checker.getTypeAtLocation(expression))) return "It calls the `run` of a plugin.";
  const symbol = symbolOf(expression, checker);
  if (symbol === undefined || !implementations.has(symbol) || isWithin(call, symbol)) return undefined;
  return `It calls \`${symbol.name}\`, which is the \`run\` of a plugin.`;
}

/** `run(…)`, `run?.(…)`, `` run`…` ``, `run.call(…)`, `run.bind(…)`, `Reflect.apply(run, …)` */
function calledBy(expression: ts.Expression): ts.Node | undefined {
  const outer = dressed(expression);
  const { parent } = outer;
  if (bare(outer) !== expression) return undefined;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === outer) return parent;
  if (ts.isTaggedTemplateExpression(parent) && parent.tag === outer) return parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    const member = ts.isPropertyAccessExpression(parent) ? parent.name : parent.argumentExpression;
    const called = parent.expression === outer && /^["'`]?(call|apply|bind)["'`]?$/.test(member.getText());
    return called ? parent : undefined;
  }
  const isApplied = ts.isCallExpression(parent) && parent.expression.getText() === "Reflect.apply";
  return isApplied && parent.arguments[0] === outer ? parent : undefined;
}

/** A member that is a plugin's `run` and is taken out, other than to see whether there is one. */
function readOf(
  expression: ts.Expression,
  file: ScannedFile,
  runs: GuardedSignatures,
  { checker }: Scan,
): string | undefined {
  if (keepers.has(file.path)) return undefined;
  if (ts.isCallExpression(expression) && isReflection(expression)) {
    const holder = expression.arguments[0];
    if (holder !== undefined && runs.holdsItself(checker.getTypeAtLocation(holder))) {
      return "It takes the members of a plugin's capability apart, `run` among them.";
    }
  }
  const isMember = ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression);
  if (!isMember || !runs.guards(checker.getTypeAtLocation(expression))) return undefined;
  return isTested(expression) ? undefined : "It takes the `run` of a plugin in hand.";
}

function isReflection({ expression }: ts.CallExpression): boolean {
  return /^(Reflect\.(get|getOwnPropertyDescriptor)|Object\.(values|entries|getOwnPropertyDescriptors?))$/.test(
    expression.getText(),
  );
}

/** `=== undefined`, `typeof`, `!`: then nothing is in hand. */
function isTested(expression: ts.Expression): boolean {
  const { parent } = dressed(expression);
  if (ts.isTypeOfExpression(parent) || ts.isPrefixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const other = bare(parent.left) === expression ? parent.right : parent.left;
  return /^[!=]==?$/.test(parent.operatorToken.getText()) && /^(undefined|null)$/.test(other.getText());
}

function* destructured({ source }: ScannedFile, runs: GuardedSignatures, { checker }: Scan): Iterable<Finding> {
  const found: ts.Node[] = [];
  walk(source, (node) => {
    if (ts.isBindingElement(node) && runs.guards(checker.getTypeAtLocation(node))) found.push(node);
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const { left, right } = node;
    if (!ts.isObjectLiteralExpression(left)) return;
    for (const property of left.properties) {
      const member =
        property.name &&
        checker.getTypeAtLocation(right).getProperty(property.name.getText().replaceAll(/["'`[\]]/g, ""));
      if (member !== undefined && runs.guards(checker.getTypeOfSymbol(member))) found.push(property);
    }
  });
  for (const node of found) yield { node, message: "It takes the `run` of a plugin in hand." };
}

/** A plugin that is taken as something else, so that its `run` is no longer known as one. */
function disguiseOf(expression: ts.Expression, runs: GuardedSignatures, { checker }: Scan): string | undefined {
  const type = checker.getTypeAtLocation(expression);
  if (isAssertion(expression)) {
    if (!isOuterAssertion(expression)) return undefined;
    const original = checker.getTypeAtLocation(bare(expression));
    const isPlugin = runs.guards(original) || runs.holds(original);
    const isStillOne = runs.guards(type) || runs.holds(type);
    return isPlugin && !isStillOne ? "It takes a plugin as something else, and hides its `run` by it." : undefined;
  }
  if (!runs.guards(type) && !runs.holds(type)) return undefined;
  if (dressed(expression) !== expression || isDestructured(expression)) return undefined;
  const expected = checker.getContextualType(expression);
  if (expected === undefined || expected === type || !(expected.flags & ts.TypeFlags.Object)) return undefined;
  return runs.launders(type, expected)
    ? "It hands a plugin on as something else, and hides its `run` by it."
    : undefined;
}

/** Only who is about to run a plugin makes a context for it. To change one that was given is a plugin's own affair. */
function contextMadeBy(expression: ts.Expression, { checker, landmarks }: Scan): string | undefined {
  if (!ts.isObjectLiteralExpression(expression) || expression.properties.some(ts.isSpreadAssignment)) return undefined;
  const expected = checker.getContextualType(expression);
  const isContext = expected?.symbol?.declarations?.includes(landmarks.capabilityContext as ts.Declaration) ?? false;
  return isContext ? "It makes a CapabilityContext, with which only ToolRunner runs plugins." : undefined;
}

function isWithin(node: ts.Node, symbol: ts.Symbol): boolean {
  const declared = symbol.declarations ?? [];
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (declared.some((declaration) => declaration === at)) return true;
  }
  return false;
}

function nameOf(expression: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}
