import ts from "typescript";
import { attemptPort, executionPath, isIn, type Layer } from "./execution-path.ts";
import { GuardedSignatures } from "./guarded-signatures.ts";
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

export const skippedLayer: ExecutionRule = {
  id: "skipped-layer",
  forbids: "making or calling a layer of the execution path from anywhere but the layer above it",
  why: "Execution governance, §2: there is one path, and each layer has the one next to it to call.",
  mend: "Call the next layer; where the path itself changes, say so in execution-path.ts.",
  *check(scan) {
    const layers = executionPath.map((layer) => guardedLayer(layer, scan));
    const port = portOf(scan);
    for (const file of scan.files) {
      if (file.isTest) continue;
      yield* testingImports(file);
      for (const layer of layers) {
        if (!isIn(file.path, [layer.declaredIn])) yield* misuses(file, layer, scan);
      }
      if (isIn(file.path, [attemptPort.declaredIn])) continue;
      for (const expression of valueExpressions(file.source)) {
        if (ts.isPropertyAccessExpression(expression) && port.guards(scan.checker.getTypeAtLocation(expression))) {
          yield { node: expression.name, message: `It uses the driver's port \`${attemptPort.name}\`.` };
        }
      }
    }
  },
};

interface GuardedLayer extends Layer {
  readonly classes: readonly ts.ClassDeclaration[];
  readonly methods: GuardedSignatures;
}

function guardedLayer(layer: Layer, { checker, files }: Scan): GuardedLayer {
  const classes = files
    .filter(({ path, isTest }) => !isTest && isIn(path, [layer.declaredIn]))
    .flatMap(({ source }) => [...source.statements])
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => name !== undefined && layer.className.test(name.text));
  if (classes.length === 0) throw new Error(`There is no ${layer.name} in ${layer.declaredIn}. See execution-path.ts.`);
  const members = classes.flatMap((one) => [...one.members]).filter((member) => !ts.isConstructorDeclaration(member));
  return { ...layer, classes, methods: new GuardedSignatures(checker, new Set(members)) };
}

function portOf({ checker, files }: Scan): GuardedSignatures {
  const types: ts.Node[] = [];
  for (const { source } of files.filter(({ path }) => isIn(path, [attemptPort.declaredIn]))) {
    ts.forEachChild(source, (statement) => {
      if (!ts.isInterfaceDeclaration(statement)) return;
      for (const member of statement.members) {
        if (!ts.isPropertySignature(member) || member.name.getText() !== attemptPort.name) continue;
        if (member.type !== undefined) types.push(member.type);
      }
    });
  }
  if (types.length === 0) throw new Error(`No driver has the port ${attemptPort.name}. See execution-path.ts.`);
  return new GuardedSignatures(checker, new Set(types));
}

function* misuses(file: ScannedFile, layer: GuardedLayer, { checker }: Scan): Iterable<Finding> {
  const mayMake = isIn(file.path, layer.madeIn);
  const mayCall = isIn(file.path, layer.calledFrom);
  for (const expression of valueExpressions(file.source)) {
    const node = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    if (!mayMake && isClassUse(expression, layer, checker)) {
      yield { node, message: `It takes the class ${layer.name}, which only ${enumerate(layer.madeIn)} makes.` };
    } else if (!mayCall && !isPort(expression) && isMemberUse(expression, layer, checker)) {
      yield { node, message: `It calls ${layer.name}, which only ${layer.above} calls.` };
    } else if (!mayCall && isDisguised(expression, layer, checker)) {
      yield { node, message: `It takes ${layer.name} as something else, and hides its calls by it.` };
    }
  }
  if (mayCall) return;
  const destructured: ts.Node[] = [];
  walk(file.source, (node) => {
    if (ts.isBindingElement(node) && layer.methods.guards(checker.getTypeAtLocation(node))) destructured.push(node);
  });
  for (const node of destructured) {
    yield { node, message: `It takes a method of ${layer.name}, which only ${layer.above} calls.` };
  }
}

/** Any way to the class as a value: `new`, `extends`, an alias, `plugins.ToolRunner`. To ask `instanceof` is none. */
function isClassUse(expression: ts.Expression, { classes }: GuardedLayer, checker: ts.TypeChecker): boolean {
  if (
    !ts.isIdentifier(expression) &&
    !ts.isPropertyAccessExpression(expression) &&
    !ts.isElementAccessExpression(expression)
  )
    return false;
  const { parent } = dressed(expression);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return false;
  const type = checker.getTypeAtLocation(expression);
  const constructed = type.getConstructSignatures().map((signature) => signature.getReturnType());
  return constructed.some((made) => classes.some((one) => made.symbol?.declarations?.includes(one)));
}

function isMemberUse(expression: ts.Expression, { classes, methods }: GuardedLayer, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression)) return false;
  if (methods.guards(checker.getTypeAtLocation(expression))) return true;
  const declarations = symbolOf(expression, checker)?.declarations ?? [];
  return declarations.some((declaration) => classes.some((one) => declaration.parent === one));
}

function isDisguised(expression: ts.Expression, { methods }: GuardedLayer, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(expression);
  if (isAssertion(expression)) {
    const original = checker.getTypeAtLocation(bare(expression));
    return isOuterAssertion(expression) && methods.holdsItself(original) && !methods.holdsItself(type);
  }
  if (!methods.holdsItself(type) || dressed(expression) !== expression || isDestructured(expression)) return false;
  const expected = checker.getContextualType(expression);
  if (expected === undefined || expected === type || !(expected.flags & ts.TypeFlags.Object)) return false;
  return methods.launders(type, expected);
}

/** Whether it stands in what is given as the driver's port. */
function isPort(expression: ts.Expression): boolean {
  for (let at: ts.Node = expression; at !== undefined; at = at.parent) {
    if (ts.isPropertyAssignment(at)) return at.name.getText() === attemptPort.name;
    if (ts.isStatement(at) && !ts.isReturnStatement(at) && !ts.isBlock(at)) return false;
  }
  return false;
}

/** Support for tests makes and calls layers as it likes, so that nothing else may use it. */
function* testingImports({ source }: ScannedFile): Iterable<Finding> {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (specifier !== undefined && ts.isStringLiteral(specifier) && /\/testing\/|\.test\.ts$/.test(specifier.text)) {
      yield { node: specifier, message: "It imports support for tests, which may skip layers." };
    }
  }
}

function enumerate(places: readonly string[]): string {
  return places.join(" and ");
}
