import ts from "typescript";

const known = new WeakMap<ts.SourceFile, readonly ts.Expression[]>();

/** Every expression of a file that has a value at run time: no types, no names of declarations, members or exports. */
export function valueExpressions(source: ts.SourceFile): readonly ts.Expression[] {
  const cached = known.get(source);
  if (cached !== undefined) return cached;
  const found: ts.Expression[] = [];
  walk(source, (node) => {
    if (ts.isExpression(node) && !isName(node)) found.push(node);
  });
  known.set(source, found);
  return found;
}

/** Visits what exists at run time: leaves out types, and imports and exports, which only name things. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    if (ts.isTypeNode(child) && !ts.isExpressionWithTypeArguments(child)) return;
    if (ts.isImportDeclaration(child) || ts.isExportDeclaration(child)) return;
    if (ts.isInterfaceDeclaration(child) || ts.isTypeAliasDeclaration(child)) return;
    walk(child, visit);
  });
}

/** Like `walk`, but stays in the function in which it begins. */
export function walkWithin(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    if (ts.isTypeNode(child) || ts.isFunctionLike(child)) return;
    walkWithin(child, visit);
  });
}

/** Takes off what changes nothing at run time: parentheses, assertions, `!`, `satisfies`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  for (;;) {
    if (
      ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isTypeAssertionExpression(inner) ||
      ts.isNonNullExpression(inner) ||
      ts.isSatisfiesExpression(inner)
    ) {
      inner = inner.expression;
    } else if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken) {
      inner = inner.right;
    } else return inner;
  }
}

export function isAssertion(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

/** Whether it is an assertion around which there is no other: what is expected of it is expected of what it makes. */
export function isOuterAssertion(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  if (!isAssertion(node)) return false;
  for (let at: ts.Expression = node; at !== dressed(node); ) {
    at = at.parent as ts.Expression;
    if (isAssertion(at)) return false;
  }
  return true;
}

/** Whether an expression is only taken apart, as in `const { a, b } = expression`. */
export function isDestructured(expression: ts.Expression): boolean {
  const { parent } = dressed(expression);
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return !ts.isIdentifier(parent.name) && !parent.type;
  if (ts.isBindingElement(parent)) return !ts.isIdentifier(parent.name);
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const target = bare(parent.left);
  return ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target);
}

/** The expression around which further parentheses, assertions and the like stand: `cast` gives `(cast as X)!`. */
export function dressed(expression: ts.Expression): ts.Expression {
  let outer = expression;
  while (
    ts.isParenthesizedExpression(outer.parent) ||
    isAssertion(outer.parent) ||
    ts.isNonNullExpression(outer.parent) ||
    ts.isSatisfiesExpression(outer.parent)
  ) {
    outer = outer.parent;
  }
  return outer;
}

/** What an expression refers to, through imports, re-exports and shorthand members. */
export function symbolOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether an expression refers to what the node declares. */
export function refersTo(expression: ts.Node, declaration: ts.Node, checker: ts.TypeChecker): boolean {
  return symbolOf(expression, checker)?.declarations?.includes(declaration as ts.Declaration) ?? false;
}

function isName(node: ts.Expression): boolean {
  const { parent } = node;
  if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return false;
  if (ts.isPrivateIdentifier(node)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.initializer !== node;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.initializer !== node;
  if (ts.isMetaProperty(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  if (ts.isExportAssignment(parent)) return false;
  return (parent as ts.NamedDeclaration).name === node;
}
