import ts from "typescript";
import { type FunctionWithBody, functionOf, returnsOf, type ToolRunnerBody } from "./tool-runner-body.ts";
import { bare, symbolOf, walk } from "./value-expressions.ts";

/**
 * Traces values of ToolRunner's file back to where they were made: through variables, members, parameters of functions
 * whose calls are all known, and what functions return. What it cannot trace comes from nowhere, so that it errs on the
 * side of a finding.
 */
export class ValueOrigin {
  readonly #runner: ToolRunnerBody;
  readonly #checker: ts.TypeChecker;
  readonly #isOrigin: (call: ts.CallExpression) => boolean;
  readonly #open = new Set<string>();

  constructor(runner: ToolRunnerBody, checker: ts.TypeChecker, isOrigin: (call: ts.CallExpression) => boolean) {
    this.#runner = runner;
    this.#checker = checker;
    this.#isOrigin = isOrigin;
  }

  /** Whether every value that the expression can have, or that its member at the path can have, was returned by the origin. */
  comesFrom(expression: ts.Expression, path: readonly string[] = []): boolean {
    const value = bare(expression);
    const key = `${value.pos}:${value.end}:${path.join(".")}`;
    // A value that is traced back to itself, as in a loop, adds nothing.
    if (this.#open.has(key)) return true;
    this.#open.add(key);
    try {
      return this.#trace(value, path);
    } finally {
      this.#open.delete(key);
    }
  }

  #trace(value: ts.Expression, path: readonly string[]): boolean {
    if (ts.isAwaitExpression(value)) return this.comesFrom(value.expression, path);
    if (ts.isConditionalExpression(value)) {
      return this.comesFrom(value.whenTrue, path) && this.comesFrom(value.whenFalse, path);
    }
    if (ts.isBinaryExpression(value) && /^(\?\?|\|\|)$/.test(value.operatorToken.getText())) {
      return this.comesFrom(value.left, path) && this.comesFrom(value.right, path);
    }
    if (ts.isPropertyAccessExpression(value)) {
      return !ts.isPrivateIdentifier(value.name) && this.comesFrom(value.expression, [value.name.text, ...path]);
    }
    if (ts.isObjectLiteralExpression(value)) return this.#traceMember(value, path);
    if (ts.isCallExpression(value)) return this.#traceCall(value, path);
    return ts.isIdentifier(value) && this.#traceName(value, path);
  }

  #traceMember({ properties }: ts.ObjectLiteralExpression, [name, ...path]: readonly string[]): boolean {
    const last = properties.findLastIndex((property) => property.name?.getText() === name);
    const property = properties[last];
    const replaces = (later: ts.ObjectLiteralElementLike): boolean =>
      ts.isSpreadAssignment(later) && name !== undefined && this.#mayHave(later.expression, name);
    if (property === undefined || properties.slice(last).some(replaces)) return false;
    if (ts.isShorthandPropertyAssignment(property)) return this.comesFrom(property.name, path);
    return ts.isPropertyAssignment(property) && this.comesFrom(property.initializer, path);
  }

  /** Whether what is spread may bring a member of that name. */
  #mayHave(spread: ts.Expression, name: string): boolean {
    const type = this.#checker.getTypeAtLocation(spread);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some(
      (part) =>
        part.getProperty(name) !== undefined ||
        part.getStringIndexType() !== undefined ||
        Boolean(part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)),
    );
  }

  #traceCall(call: ts.CallExpression, path: readonly string[]): boolean {
    if (this.#isOrigin(call)) return true;
    const callee = bare(call.expression);
    const own = this.#runner.functionNamed(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    if (own !== undefined) return this.#traceReturns(own, path);
    // Of a function elsewhere, such as `execute`, it is known only that it hands on what the functions return that it is given.
    const given = call.arguments
      .flatMap((argument) => functionsIn(argument))
      .filter((one) => this.#runner.reachesPlugin(one));
    return given.length > 0 && given.every((one) => this.#traceReturns(one, path) || this.#traceReturns(one, []));
  }

  #traceReturns(traced: FunctionWithBody, path: readonly string[]): boolean {
    const returned = returnsOf(traced);
    return returned.length > 0 && returned.every((one) => this.comesFrom(one, path));
  }

  #traceName(name: ts.Identifier, path: readonly string[]): boolean {
    const symbol = symbolOf(name, this.#checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined) return false;
    if (ts.isVariableDeclaration(declaration)) return this.#traceVariable(symbol, declaration, path);
    if (ts.isParameter(declaration)) return this.#traceParameter(declaration, path);
    if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken || declaration.initializer) return false;
    const member = (declaration.propertyName ?? declaration.name).getText();
    const owner = declaration.parent.parent;
    if (!ts.isObjectBindingPattern(declaration.parent)) return false;
    if (ts.isVariableDeclaration(owner)) {
      return owner.initializer !== undefined && this.comesFrom(owner.initializer, [member, ...path]);
    }
    return ts.isParameter(owner) && this.#traceParameter(owner, [member, ...path]);
  }

  #traceVariable(symbol: ts.Symbol, { initializer }: ts.VariableDeclaration, path: readonly string[]): boolean {
    const assigned: ts.Expression[] =
      initializer === undefined || initializer.getText() === "undefined" ? [] : [initializer];
    let isTraceable = true;
    walk(this.#runner.file.source, (node) => {
      if (!ts.isIdentifier(node) || symbolOf(node, this.#checker) !== symbol) return;
      const { parent } = node;
      if (ts.isBinaryExpression(parent) && parent.left === node && /=$/.test(parent.operatorToken.getText())) {
        const operator = parent.operatorToken.getText();
        if (operator === "=") assigned.push(parent.right);
        else if (!/^[!=]==?$|^[<>]=$/.test(operator)) isTraceable = false;
      } else if (isAssignmentPattern(node)) isTraceable = false;
    });
    return isTraceable && assigned.length > 0 && assigned.every((one) => this.comesFrom(one, path));
  }

  #traceParameter(parameter: ts.ParameterDeclaration, path: readonly string[]): boolean {
    const owner = functionOf(parameter.parent);
    if (owner === undefined || parameter.initializer || parameter.dotDotDotToken) return false;
    const index = owner.parameters.indexOf(parameter);
    const { parent } = owner;
    if (ts.isCallExpression(parent) && index === 0 && parent.arguments[0] === owner) {
      const { expression } = parent;
      const isThen = ts.isPropertyAccessExpression(expression) && expression.name.text === "then";
      return isThen && this.comesFrom(expression.expression, path);
    }
    const calls = this.#runner.callsOf(owner);
    if (calls === undefined) return false;
    return calls.every((call) => {
      const argument = call.arguments[index];
      return argument !== undefined && !ts.isSpreadElement(argument) && this.comesFrom(argument, path);
    });
  }
}

/** The functions in an argument: itself, or members of an object that is given as options. */
function functionsIn(argument: ts.Expression): FunctionWithBody[] {
  const value = bare(argument);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return [value as FunctionWithBody];
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) => {
    if (ts.isMethodDeclaration(property)) return [property as FunctionWithBody];
    return ts.isPropertyAssignment(property) ? functionsIn(property.initializer) : [];
  });
}

/** `[x] = …`, `({ x } = …)`: to trace these is not worth it here. */
function isAssignmentPattern(node: ts.Node): boolean {
  for (let at = node.parent; ts.isExpression(at) || ts.isObjectLiteralElementLike(at); at = at.parent) {
    const isPattern = ts.isArrayLiteralExpression(at) || ts.isObjectLiteralExpression(at);
    const { parent } = at;
    if (isPattern && ts.isBinaryExpression(parent) && parent.left === at) return true;
  }
  return false;
}
