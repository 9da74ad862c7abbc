import ts from "typescript";
import type { ExecutionRule, Finding, Scan, ScannedFile } from "./rule.ts";
import { bare, dressed, isDestructured, valueExpressions, walk } from "./value-expressions.ts";

export const internalLeak: ExecutionRule = {
  id: "internal-leak",
  forbids: "reading `_internal` of an error envelope, or handing the envelope on to anything but the log",
  why: "Execution governance, §6 and §7.5: only the `error` section leaves the process; `_internal` has the traceback.",
  mend: "Hand on publicErrorEnvelope(envelope).",
  *check(scan) {
    const envelopes = new EnvelopeTypes(scan);
    for (const file of scan.files) {
      if (file.isTest || file.source === scan.landmarks.publicErrorEnvelope.getSourceFile()) continue;
      yield* namings(file, envelopes);
      for (const expression of valueExpressions(file.source)) {
        const message = leakOf(expression, envelopes);
        if (message !== undefined) yield { node: expression, message };
      }
    }
  },
};

const memberName = "_internal";
/** How deep in a value an envelope is looked for, and in how large ones. */
const depthMax = 2;
const membersMax = 60;

class EnvelopeTypes {
  readonly checker: ts.TypeChecker;
  readonly #declaration: ts.Node;
  readonly #holders = new Map<ts.Type, boolean>();

  constructor({ checker, landmarks }: Scan) {
    this.checker = checker;
    this.#declaration = landmarks.pluginErrorEnvelope;
  }

  /** Whether a value of the type has `_internal`: an envelope, or what is left of one. */
  isEnvelope(type: ts.Type): boolean {
    return partsOf(type).some((part) => {
      const declarations = part.getProperty(memberName)?.declarations ?? [];
      return declarations.some((declaration) => isWithin(declaration, this.#declaration));
    });
  }

  /** Whether it is an envelope or has one as a member or an element, or in one of these. */
  holds(type: ts.Type, depth = depthMax): boolean {
    const known = depth === depthMax ? this.#holders.get(type) : undefined;
    if (known !== undefined) return known;
    const holds = this.isEnvelope(type) || (depth > 0 && this.#parts(type).some((part) => this.holds(part, depth - 1)));
    if (depth === depthMax) this.#holders.set(type, holds);
    return holds;
  }

  #parts(type: ts.Type): readonly ts.Type[] {
    return partsOf(type).flatMap((part) => {
      if (!(part.flags & ts.TypeFlags.Object)) return [];
      if (this.checker.isArrayLikeType(part)) return this.checker.getTypeArguments(part as ts.TypeReference);
      const members = part.getProperties().filter(({ flags }) => flags & ts.SymbolFlags.Property);
      return members.length > membersMax ? [] : members.map((member) => this.checker.getTypeOfSymbol(member));
    });
  }
}

/** `x._internal`, `x["_internal"]`, `{ _internal }`, `{ _internal: … }` */
function* namings({ source }: ScannedFile, envelopes: EnvelopeTypes): Iterable<Finding> {
  const found: Finding[] = [];
  const isOurs = (owner: ts.Type | undefined): boolean =>
    owner === undefined || Boolean(owner.flags & unknownFlags) || envelopes.isEnvelope(owner);
  walk(source, (node) => {
    const { checker } = envelopes;
    if (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === memberName &&
      isOurs(checker.getTypeAtLocation(node.expression))
    ) {
      found.push({ node: node.name, message: "It reads `_internal`." });
    }
    if (ts.isElementAccessExpression(node) && textOf(node.argumentExpression, checker) === memberName) {
      if (isOurs(checker.getTypeAtLocation(node.expression)))
        found.push({ node: node.argumentExpression, message: "It reads `_internal`." });
    }
    if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === memberName) {
      if (isOurs(checker.getTypeAtLocation(node.parent))) found.push({ node, message: "It reads `_internal`." });
    }
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return;
    if (node.name.getText().replaceAll(/["'`[\]]/g, "") !== memberName || !ts.isObjectLiteralExpression(node.parent))
      return;
    const isPattern = ts.isBinaryExpression(node.parent.parent) && node.parent.parent.left === node.parent;
    const owner = isPattern
      ? checker.getTypeAtLocation((node.parent.parent as ts.BinaryExpression).right)
      : checker.getContextualType(node.parent);
    if (isOurs(owner))
      found.push({ node, message: isPattern ? "It reads `_internal`." : "It makes an error envelope of its own." });
  });
  yield* found;
}

/** An envelope, or what holds one, where something else is expected: then nobody knows any more that it has `_internal`. */
function leakOf(expression: ts.Expression, envelopes: EnvelopeTypes): string | undefined {
  const { checker } = envelopes;
  if (dressed(expression) !== expression || ts.isSpreadAssignment(expression.parent)) return undefined;
  const value = bare(expression);
  if (!envelopes.holds(checker.getTypeAtLocation(value)) || isDestructured(expression)) return undefined;
  if (isLogged(expression, checker)) return undefined;
  if (!envelopes.holds(checker.getTypeAtLocation(expression))) {
    return "It takes an error envelope with its `_internal` as something else.";
  }
  const expected = checker.getContextualType(expression);
  if (expected === undefined || envelopes.holds(expected)) return undefined;
  return "It hands an error envelope on with its `_internal`.";
}

/** Whether it goes into a call of pino's: the log is the one place that has the traceback. */
function isLogged(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  for (let at: ts.Node = expression; ts.isExpression(at) || ts.isObjectLiteralElementLike(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    const declaration = checker.getResolvedSignature(parent)?.declaration;
    return declaration?.getSourceFile().fileName.includes("/node_modules/pino/") ?? false;
  }
  return false;
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types.flatMap(partsOf) : [type];
}

function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (let at = node; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

const unknownFlags = ts.TypeFlags.Any | ts.TypeFlags.Unknown;

function textOf(expression: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(expression);
  return type.isStringLiteral() ? type.value : undefined;
}
