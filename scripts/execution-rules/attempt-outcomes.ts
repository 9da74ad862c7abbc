import ts from "typescript";
import type { Scan } from "./rule.ts";
import { bare, dressed, isAssertion, isOuterAssertion, valueExpressions } from "./value-expressions.ts";

/** A place where an AttemptOutcome is made, rather than handed on. */
export interface MadeOutcome {
  /** The literal, or the assertion. */
  readonly node: ts.Expression;
  /** What `ok` says; undefined for an assertion, which says nothing about it. */
  readonly ok: boolean | undefined;
  /** Whether what matters in it, the output or the error, is taken over from another outcome. */
  readonly isCopy: boolean;
}

/** Every AttemptOutcome that a file makes: literals where one is expected, and assertions that something is one. */
export function madeOutcomes(source: ts.SourceFile, scan: Scan): readonly MadeOutcome[] {
  const branches = branchesOf(scan);
  const isOutcome = (type: ts.Type | undefined): boolean =>
    type !== undefined && parts(type).some((part) => part.symbol?.declarations?.some((one) => branches.has(one)));
  return valueExpressions(source).flatMap((node): MadeOutcome[] => {
    if (isAssertion(node)) {
      const isNew = isOuterAssertion(node) && isOutcome(scan.checker.getTypeAtLocation(node));
      const original = bare(node);
      const isKnown = ts.isObjectLiteralExpression(original) || isOutcome(scan.checker.getTypeAtLocation(original));
      return isNew && !isKnown ? [{ node, ok: undefined, isCopy: false }] : [];
    }
    if (!ts.isObjectLiteralExpression(node) || isSpread(node)) return [];
    const outer = dressed(node);
    const expected = isAssertion(outer) ? scan.checker.getTypeAtLocation(outer) : scan.checker.getContextualType(outer);
    if (!isOutcome(expected)) return [];
    const spread = node.properties.findLastIndex(ts.isSpreadAssignment);
    const isCopy =
      spread >= 0 &&
      isOutcome(scan.checker.getTypeAtLocation((node.properties[spread] as ts.SpreadAssignment).expression));
    const own = node.properties.map(({ name }) => name?.getText());
    return [{ node, ok: okOf(node), isCopy: isCopy && !["ok", "output", "error"].some((name) => own.includes(name)) }];
  });
}

/** Whether it is only a part of the literal around it, as in `{ ok: true, ...(late && { late }) }`. */
function isSpread(literal: ts.Expression): boolean {
  let at = dressed(literal);
  while (ts.isBinaryExpression(at.parent) || ts.isConditionalExpression(at.parent)) at = dressed(at.parent);
  return ts.isSpreadAssignment(at.parent);
}

function branchesOf({ landmarks }: Scan): ReadonlySet<ts.Node> {
  const { type } = landmarks.attemptOutcome;
  return new Set(ts.isUnionTypeNode(type) ? type.types : [type]);
}

function parts(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types.flatMap(parts) : [type];
}

function okOf({ properties }: ts.ObjectLiteralExpression): boolean | undefined {
  const property = properties.find(({ name }) => name?.getText().replaceAll(/["'`[\]]/g, "") === "ok");
  if (property === undefined || !ts.isPropertyAssignment(property)) return undefined;
  const { kind } = bare(property.initializer);
  if (kind === ts.SyntaxKind.TrueKeyword) return true;
  return kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
