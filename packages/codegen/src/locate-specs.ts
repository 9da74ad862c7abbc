import ts from "typescript";
import type { ContractSource } from "./contract-source.ts";
import type { Location } from "./model.ts";

/**
 * Finds where each spec is written: a `defineX({ … })` call, or the call of a function of the contracts that makes one,
 * such as `bound("planStepsMax", …)`. The name is what the call says it is, so it must be readable without running
 * anything; a spec whose name is computed otherwise has no place. The first place of a name counts.
 */
export function locateSpecs(sources: readonly ContractSource[]): ReadonlyMap<string, Location> {
  const files = sources.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const scopes = fileScopes(files);
  const locations = new Map<string, Location>();
  for (const [index, file] of files.entries()) {
    const scope = scopes[index] ?? new Map();
    for (const statement of file.statements) {
      const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
      for (const { name, at } of specsIn(statement, scope, 0)) {
        const place = at === undefined ? line : file.getLineAndCharacterOfPosition(at.getStart(file)).line + 1;
        if (!locations.has(name)) locations.set(name, { file: file.fileName, line: place });
      }
    }
  }
  return locations;
}

interface FoundSpec {
  readonly name: string;
  /** Where within the statement, if it is not the statement that defines the spec. */
  readonly at?: ts.Node;
}

/** What a name stands for: a value written somewhere, in the scope where it was written. */
interface Binding {
  readonly expression: ts.Node;
  readonly scope: Scope;
}

type Scope = ReadonlyMap<string, Binding>;

/** A function of the contracts may call another one; deeper than this nobody writes. */
const callDepthMax = 4;

/** How each define function writes its name; a property may be a path. */
const namesOf: Readonly<Record<string, (properties: (path: string) => string | undefined) => string | undefined>> = {
  defineType: (property) => property("name"),
  defineHeader: (property) => property("name"),
  defineBound: (property) => property("name"),
  defineTable: (property) => property("name"),
  defineEvent: (property) => property("key"),
  defineCommand: (property) => property("meta.key"),
  defineQuery: (property) => property("meta.key"),
  defineCapability: (property) => {
    const [module, name] = [property("module"), property("name")];
    return module === undefined || name === undefined ? undefined : `${module}.${name}`;
  },
  defineRegistry: (property) => property("name"),
};

/** What each file sees: its own top-level names, then those of the others, as contracts export each name once. */
function fileScopes(files: readonly ts.SourceFile[]): readonly Scope[] {
  const scopes = files.map(declarationsOf);
  const everywhere = new Map(scopes.flatMap((scope) => [...scope]));
  for (const scope of scopes) {
    for (const [name, binding] of everywhere) if (!scope.has(name)) scope.set(name, binding);
  }
  return scopes;
}

function declarationsOf(file: ts.SourceFile): Map<string, Binding> {
  const scope = new Map<string, Binding>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      scope.set(statement.name.text, { expression: statement, scope });
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined)
          scope.set(name.text, { expression: initializer, scope });
      }
    }
  }
  return scope;
}

/** A function's body says nothing before the function is called: its parameters have no values yet. */
function specsIn(node: ts.Node, scope: Scope, depth: number): readonly FoundSpec[] {
  const found: FoundSpec[] = [];
  const visit = (child: ts.Node): void => {
    if (functionOf(child) !== undefined) return;
    if (ts.isCallExpression(child) && ts.isIdentifier(child.expression))
      found.push(...specsOfCall(child, scope, depth));
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function specsOfCall(call: ts.CallExpression, scope: Scope, depth: number): readonly FoundSpec[] {
  const callee = (call.expression as ts.Identifier).text;
  const nameOf = namesOf[callee];
  const definition = call.arguments[0];
  if (nameOf !== undefined && definition !== undefined) {
    const name = nameOf((path) => textAt(path.split("."), { expression: definition, scope }));
    return name === undefined ? [] : [{ name }];
  }
  if (callee === "defineErrorCodes" && definition !== undefined && ts.isObjectLiteralExpression(definition)) {
    return definition.properties.flatMap((property) =>
      property.name !== undefined && ts.isIdentifier(property.name) ? [{ name: property.name.text, at: property }] : [],
    );
  }
  const target = scope.get(callee);
  if (target === undefined || depth >= callDepthMax) return [];
  const made = functionOf(target.expression);
  if (made?.body === undefined) return [];
  const inner = new Map([...target.scope, ...boundParameters(made, call, scope)]);
  return specsIn(made.body, inner, depth + 1).map(({ name }) => ({ name }));
}

function functionOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) ? node : undefined;
}

function boundParameters(
  made: ts.FunctionLikeDeclaration,
  call: ts.CallExpression,
  scope: Scope,
): Map<string, Binding> {
  const bound = new Map<string, Binding>();
  for (const [index, parameter] of made.parameters.entries()) {
    const argument = call.arguments[index];
    if (argument === undefined) continue;
    if (ts.isIdentifier(parameter.name)) {
      bound.set(parameter.name.text, { expression: argument, scope });
    } else if (ts.isObjectBindingPattern(parameter.name)) {
      for (const element of parameter.name.elements) {
        if (!ts.isIdentifier(element.name)) continue;
        const property = element.propertyName ?? element.name;
        const value = ts.isIdentifier(property)
          ? propertyOf(property.text, { expression: argument, scope })
          : undefined;
        if (value !== undefined) bound.set(element.name.text, value);
      }
    }
  }
  return bound;
}

/** The text at a path of properties, if it can be read without running anything. */
function textAt(path: readonly string[], binding: Binding): string | undefined {
  let at: Binding | undefined = binding;
  for (const property of path) at = at === undefined ? undefined : propertyOf(property, at);
  return at === undefined ? undefined : textOf(at);
}

function textOf(binding: Binding): string | undefined {
  const { expression, scope } = resolved(binding);
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (!ts.isTemplateExpression(expression)) return undefined;
  let text = expression.head.text;
  for (const span of expression.templateSpans) {
    const part = textOf({ expression: span.expression, scope });
    if (part === undefined) return undefined;
    text += part + span.literal.text;
  }
  return text;
}

function propertyOf(name: string, binding: Binding): Binding | undefined {
  const { expression, scope } = resolved(binding);
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  for (const property of [...expression.properties].reverse()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = propertyOf(name, { expression: property.expression, scope });
      if (spread !== undefined) return spread;
    } else if (property.name !== undefined && ts.isIdentifier(property.name) && property.name.text === name) {
      if (ts.isPropertyAssignment(property)) return { expression: property.initializer, scope };
      if (ts.isShorthandPropertyAssignment(property)) return scope.get(name);
    }
  }
  return undefined;
}

/** Follows names, parentheses, `as const` and property accesses to what is written. */
function resolved(binding: Binding): Binding {
  let { expression, scope } = binding;
  for (let steps = 0; steps < 32; steps += 1) {
    if (
      ts.isParenthesizedExpression(expression) ||
      ts.isAsExpression(expression) ||
      ts.isSatisfiesExpression(expression)
    ) {
      expression = expression.expression;
      continue;
    }
    const next: Binding | undefined = ts.isIdentifier(expression)
      ? scope.get(expression.text)
      : ts.isPropertyAccessExpression(expression)
        ? propertyOf(expression.name.text, { expression: expression.expression, scope })
        : undefined;
    if (next === undefined) break;
    ({ expression, scope } = next);
  }
  return { expression, scope };
}
