import ts from "typescript";
import type { ContractSource } from "./contract-source.ts";

/** What a name stands for: a value written somewhere, in the scope where it was written. */
export interface Binding {
  readonly expression: ts.Node;
  readonly scope: Scope;
}

export type Scope = ReadonlyMap<string, Binding>;

/** A source file as a tree, with the names that it sees. */
export interface ScopedFile {
  readonly file: ts.SourceFile;
  readonly scope: Scope;
}

/** Parses sources. What each file sees: its own top-level names, then those of the others, as contracts export each name once. */
export function scopedFiles(sources: readonly ContractSource[]): readonly ScopedFile[] {
  const files = sources.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const scopes = files.map(declarationsOf);
  const everywhere = new Map(scopes.flatMap((scope) => [...scope]));
  for (const scope of scopes) {
    for (const [name, binding] of everywhere) if (!scope.has(name)) scope.set(name, binding);
  }
  return files.map((file, index) => ({ file, scope: scopes[index] ?? new Map() }));
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

export function functionOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) ? node : undefined;
}

/** The values that a call gives to the parameters of a function. */
export function boundParameters(
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
export function textAt(path: readonly string[], binding: Binding): string | undefined {
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

/** What an object literal has under a name; of two, the later one. */
export function propertyOf(name: string, binding: Binding): Binding | undefined {
  const { expression, scope } = resolved(binding);
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  for (const property of [...expression.properties].reverse()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = propertyOf(name, { expression: property.expression, scope });
      if (spread !== undefined) return spread;
    } else if (property.name !== undefined && isNamed(property.name, name)) {
      if (ts.isPropertyAssignment(property)) return { expression: property.initializer, scope };
      if (ts.isShorthandPropertyAssignment(property)) return scope.get(name);
    }
  }
  return undefined;
}

function isNamed(node: ts.PropertyName, name: string): boolean {
  return (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name;
}

/** Follows names, parentheses, `as const` and property accesses to what is written. */
export function resolved(binding: Binding): Binding {
  let { expression, scope } = binding;
  for (let steps = 0; steps < resolveStepsMax; steps += 1) {
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

const resolveStepsMax = 32;
