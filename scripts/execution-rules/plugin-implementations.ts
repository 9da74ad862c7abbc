import ts from "typescript";
import type { GuardedSignatures } from "./guarded-signatures.ts";
import type { Scan } from "./rule.ts";
import { bare, symbolOf, valueExpressions } from "./value-expressions.ts";

/** Functions are followed through at most this many members, as in `run: image.analyze` of `image = { analyze }`. */
const hopsMax = 4;

/**
 * The functions and members of which plugins are made: what is written where a capability's `run` is expected. They have
 * types of their own, so that the type of `run` does not tell.
 */
export function pluginImplementations({ checker, files }: Scan, runs: GuardedSignatures): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const slots: { readonly value: ts.Expression; readonly slot: ts.Symbol }[] = [];
  for (const { source } of files) {
    for (const expression of valueExpressions(source)) {
      const slot = slotOf(expression, checker);
      if (slot !== undefined) slots.push({ value: bare(expression), slot });
      const expected = expectedOf(expression, checker);
      if (expected === undefined) continue;
      const type = checker.getTypeAtLocation(expression);
      if (runs.guards(expected) && !runs.guards(type)) add(found, symbolOf(bare(expression), checker));
      if (!runs.holds(expected) || type === expected) continue;
      runs.matchMembers(type, expected, ({ from, fromSymbol, to }) => {
        if (runs.guards(to) && !runs.guards(from)) add(found, fromSymbol);
      });
    }
  }
  for (let hop = 0; hop < hopsMax; hop++) {
    const before = found.size;
    for (const { value, slot } of slots) if (found.has(slot)) add(found, symbolOf(value, checker));
    if (found.size === before) break;
  }
  return found;
}

/** Only what can hold a function, and be named elsewhere, is worth asking about. */
function expectedOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Type | undefined {
  if (ts.isObjectLiteralExpression(expression)) {
    const hasRun = expression.properties.some(({ name }) => name?.getText().includes("run"));
    return hasRun ? checker.getContextualType(expression) : undefined;
  }
  const isNamed =
    ts.isIdentifier(expression) ||
    ts.isPropertyAccessExpression(expression) ||
    ts.isElementAccessExpression(expression);
  if (!isNamed || !(checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Object)) return undefined;
  return checker.getContextualType(expression);
}

/** The member for which an expression is written: `ImageModule.analyze` in `const image: ImageModule = { analyze }`. */
function slotOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = expression;
  if (!ts.isPropertyAssignment(parent) && !ts.isShorthandPropertyAssignment(parent)) return undefined;
  if (!ts.isIdentifier(bare(expression)) && !ts.isPropertyAccessExpression(bare(expression))) return undefined;
  if (!ts.isObjectLiteralExpression(parent.parent) || !ts.isIdentifier(parent.name)) return undefined;
  return checker.getContextualType(parent.parent)?.getProperty(parent.name.text);
}

function add(found: Set<ts.Symbol>, symbol: ts.Symbol | undefined): void {
  if (symbol === undefined || symbol.name === "undefined") return;
  found.add(symbol);
}
