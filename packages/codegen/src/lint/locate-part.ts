import ts from "typescript";
import { type Binding, boundParameters, functionOf, propertyOf, resolved } from "../source-scopes.ts";

export interface LocatedPart {
  /** What is written there: unresolved, so that its parent is the property or the list that holds it. */
  readonly node: ts.Node;
  readonly binding: Binding;
  /** False where only something around the part was found: what a function or a loop makes cannot be followed. */
  readonly exact: boolean;
}

/**
 * Finds the source of a part of a definition by its JSON Pointer, through `Type.Object`, `Type.Optional`, unions, lists,
 * spreads, named constants and functions of the contracts that return one expression. Nothing is run.
 */
export function locatePart(definition: Binding, pointer: string): LocatedPart {
  let at = definition;
  let tokens = pointer.split("/").slice(1).map(unescaped);
  while (tokens.length > 0) {
    const step = stepInto(at, tokens, 0);
    if (step === undefined) return { node: at.expression, binding: at, exact: false };
    at = step.to;
    tokens = tokens.slice(step.taken);
  }
  return { node: at.expression, binding: at, exact: true };
}

interface Step {
  readonly to: Binding;
  /** How many tokens of the pointer it took. */
  readonly taken: number;
}

/** How each builder of schemas takes its parts: keyword → argument, and the argument with all other keywords. */
const builders: Readonly<
  Record<string, { readonly parts: Readonly<Record<string, number>>; readonly options: number }>
> = {
  Object: { parts: { properties: 0 }, options: 1 },
  Array: { parts: { items: 0 }, options: 1 },
  // A union of constants is published as an enum.
  Union: { parts: { anyOf: 0, oneOf: 0, enum: 0 }, options: 1 },
  Record: { parts: { additionalProperties: 1 }, options: 2 },
  Literal: { parts: { const: 0 }, options: 1 },
  stringEnum: { parts: { enum: 0 }, options: 1 },
  ref: { parts: {}, options: 1 },
  refGeneric: { parts: {}, options: 2 },
  parameter: { parts: {}, options: 1 },
  String: { parts: {}, options: 0 },
  Number: { parts: {}, options: 0 },
  Integer: { parts: {}, options: 0 },
  Boolean: { parts: {}, options: 0 },
  Unsafe: { parts: {}, options: 0 },
};

const wrappers = new Set(["Optional", "Readonly", "ReadonlyOptional"]);
const intersections = new Set(["Composite", "Intersect"]);

/** Functions within functions of the contracts; deeper than this nobody writes. */
const depthMax = 8;

function stepInto(from: Binding, tokens: readonly string[], depth: number): Step | undefined {
  const { expression, scope } = resolved(from);
  const [token = ""] = tokens;
  if (ts.isObjectLiteralExpression(expression)) {
    const to = propertyOf(token, { expression, scope });
    return to === undefined ? undefined : { to, taken: 1 };
  }
  if (ts.isArrayLiteralExpression(expression)) {
    const element = expression.elements[Number(token)];
    const spread = expression.elements.slice(0, Number(token) + 1).some(ts.isSpreadElement);
    return element === undefined || spread ? undefined : { to: { expression: element, scope }, taken: 1 };
  }
  if (!ts.isCallExpression(expression) || depth >= depthMax) return undefined;
  const argument = (index: number): Binding | undefined => {
    const written = expression.arguments[index];
    return written === undefined ? undefined : { expression: written, scope };
  };
  const callee = calleeName(expression);
  if (wrappers.has(callee)) {
    const inner = argument(0);
    return inner === undefined ? undefined : stepInto(inner, tokens, depth + 1);
  }
  if (intersections.has(callee)) return stepIntoIntersection(argument(0), tokens, depth);
  const builder = builders[callee];
  if (builder !== undefined) {
    const part = builder.parts[token];
    if (part !== undefined) {
      const to = argument(part);
      return to === undefined ? undefined : { to, taken: 1 };
    }
    const options = argument(builder.options);
    return options === undefined ? undefined : stepInto(options, tokens, depth + 1);
  }
  const target = scope.get(callee);
  const made = target === undefined ? undefined : functionOf(target.expression);
  const result = made === undefined ? undefined : returnedBy(made);
  if (target === undefined || made === undefined || result === undefined) return undefined;
  const inner = new Map([...target.scope, ...boundParameters(made, expression, scope)]);
  return stepInto({ expression: result, scope: inner }, tokens, depth + 1);
}

/** A member of an intersection is in one of its parts. */
function stepIntoIntersection(parts: Binding | undefined, tokens: readonly string[], depth: number): Step | undefined {
  if (parts === undefined || tokens[0] !== "properties" || tokens.length < 2) return undefined;
  const { expression, scope } = resolved(parts);
  if (!ts.isArrayLiteralExpression(expression)) return undefined;
  for (const part of expression.elements) {
    const members = stepInto({ expression: part, scope }, tokens, depth + 1);
    const member = members === undefined ? undefined : propertyOf(tokens[1] ?? "", members.to);
    if (member !== undefined) return { to: member, taken: 2 };
  }
  return undefined;
}

function calleeName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isPropertyAccessExpression(expression)) return "";
  return ts.isIdentifier(expression.expression) && expression.expression.text === "Type" ? expression.name.text : "";
}

function returnedBy({ body }: ts.FunctionLikeDeclaration): ts.Node | undefined {
  if (body === undefined || !ts.isBlock(body)) return body;
  const returns = body.statements.filter(ts.isReturnStatement);
  return returns.length === 1 ? returns[0]?.expression : undefined;
}

function unescaped(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
