import ts from "typescript";
import type { Scan, ScannedFile } from "./rule.ts";
import { bare, dressed, isOuterAssertion, symbolOf, valueExpressions, walk } from "./value-expressions.ts";

/** The lifecycle states of a plugin; there are no others. Source: execution governance, §3. */
export const lifecycleStates: ReadonlySet<string> = new Set([
  "LOADED",
  "INITIALIZED",
  "RUNNING",
  "FAILED",
  "UNAVAILABLE",
]);

/** Jobs and executions are RUNNING and FAILED too. Whoever lists two of these means the states of plugins. */
const ownWords: ReadonlySet<string> = new Set(["LOADED", "INITIALIZED", "UNAVAILABLE"]);

/** A value that is used as a plugin's state and is none. */
export interface WrongState {
  readonly node: ts.Node;
  /** Undefined where it can be any text. */
  readonly value: string | undefined;
}

/** Every wrong state in the runtime: given, compared with, listed, or declared as one. */
export function wrongStates(scan: Scan): readonly WrongState[] {
  const types = new StateTypes(scan);
  const found = new Map<ts.Node, Set<string | undefined>>();
  const add = ({ node, value }: WrongState): void => {
    if (value === undefined || !lifecycleStates.has(value)) found.set(node, (found.get(node) ?? new Set()).add(value));
  };
  for (const file of scan.files) {
    for (const wrong of wrongStatesOf(file, types)) add(wrong);
  }
  for (const value of types.declared) add({ node: scan.landmarks.pluginState.name, value });
  return [...found].flatMap(([node, values]) => [...values].map((value) => ({ node, value })));
}

function* wrongStatesOf(file: ScannedFile, types: StateTypes): Iterable<WrongState> {
  for (const expression of valueExpressions(file.source)) {
    yield* given(expression, types);
    yield* compared(expression, types);
    yield* searched(expression, types);
    yield* keyed(expression, types);
    yield* named(expression, types);
    if (!file.isTest) yield* listed(expression);
  }
  const nodes: ts.Node[] = [];
  walk(file.source, (node) => {
    nodes.push(node);
  });
  for (const node of nodes) {
    if (ts.isCaseClause(node) && types.isState(node.parent.parent.expression)) yield* types.literals(node.expression);
  }
  yield* declaredVocabularies(file.source);
}

/** What the checker knows about states. */
class StateTypes {
  /** The values of the contract's PluginState. */
  readonly declared: ReadonlySet<string>;
  readonly checker: ts.TypeChecker;

  constructor({ checker, landmarks }: Scan) {
    this.checker = checker;
    this.declared = new Set(literalsOf(checker.getTypeAtLocation(landmarks.pluginState.name)));
  }

  isStateType(type: ts.Type | undefined): boolean {
    if (type === undefined || !type.isUnion()) return false;
    const values = literalsOf(type);
    const others = type.types.filter((part) => !part.isStringLiteral() && !(part.flags & nothing));
    return (
      others.length === 0 && values.length === this.declared.size && values.every((value) => this.declared.has(value))
    );
  }

  /** Whether an expression is a state, whatever it has been narrowed to or turned into text by. */
  isState(expression: ts.Expression): boolean {
    const value = untexted(expression);
    if (this.isStateType(this.checker.getTypeAtLocation(value))) return true;
    const named = ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
    const symbol = named ? symbolOf(value, this.checker) : undefined;
    return symbol !== undefined && this.isStateType(this.checker.getTypeOfSymbol(symbol));
  }

  /** The texts that an expression can be, as far as they are known. */
  *literals(expression: ts.Expression): Iterable<WrongState> {
    const node = bare(expression);
    if (ts.isStringLiteralLike(node)) {
      yield { node, value: node.text };
      return;
    }
    if (ts.isConditionalExpression(node)) {
      yield* this.literals(node.whenTrue);
      yield* this.literals(node.whenFalse);
      return;
    }
    const type = this.checker.getTypeAtLocation(node);
    for (const value of literalsOf(type)) if (!lifecycleStates.has(value)) yield { node, value };
  }

  /** The same, and whatever else it can be. */
  *all(expression: ts.Expression): Iterable<WrongState> {
    const node = bare(expression);
    yield* this.literals(node);
    const type = this.checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    if (!ts.isStringLiteralLike(node) && parts.some(({ flags }) => flags & anyText)) yield { node, value: undefined };
  }
}

const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null;
const anyText = ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any | ts.TypeFlags.Unknown;

/** `x as PluginState`, and what stands where a state is expected and could not without an assertion. */
function* given(expression: ts.Expression, types: StateTypes): Iterable<WrongState> {
  const value = bare(expression);
  if (isOuterAssertion(expression) && types.isStateType(types.checker.getTypeAtLocation(expression))) {
    yield* types.all(value);
    return;
  }
  if (dressed(expression) !== expression) return;
  const isAsserted = value !== expression;
  const isText = ts.isStringLiteralLike(value) || ts.isTemplateExpression(value);
  const isAny = Boolean(types.checker.getTypeAtLocation(value).flags & ts.TypeFlags.Any);
  if (!isText && !isAsserted && !isAny) return;
  if (types.isStateType(types.checker.getContextualType(expression))) yield* types.all(value);
}

function* compared(expression: ts.Expression, types: StateTypes): Iterable<WrongState> {
  if (!ts.isBinaryExpression(expression) || !/^[!=]==?$/.test(expression.operatorToken.getText())) return;
  const { left, right } = expression;
  if (types.isState(left)) yield* upperCased(left, types.literals(right));
  else if (types.isState(right)) yield* upperCased(right, types.literals(left));
}

/** `state.toLowerCase() === "failed"` compares with FAILED. */
function* upperCased(state: ts.Expression, literals: Iterable<WrongState>): Iterable<WrongState> {
  const isFolded = /\.to(Lower|Upper)Case\(\)$/.test(bare(state).getText());
  for (const { node, value } of literals) yield { node, value: isFolded ? value?.toUpperCase() : value };
}

/** `["LOADED", "READY"].includes(state)`, `new Set(["READY"]).has(state)` */
function* searched(expression: ts.Expression, types: StateTypes): Iterable<WrongState> {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return;
  const { name, expression: list } = expression.expression;
  const [sought] = expression.arguments;
  if (!/^(includes|indexOf|has)$/.test(name.text) || sought === undefined || !types.isState(sought)) return;
  for (const element of elementsOf(list, types.checker)) yield* types.literals(element);
}

function elementsOf(list: ts.Expression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const value = bare(list);
  if (ts.isArrayLiteralExpression(value)) return value.elements;
  if (ts.isNewExpression(value)) return value.arguments?.[0] ? elementsOf(value.arguments[0], checker) : [];
  const declaration = ts.isIdentifier(value) ? symbolOf(value, checker)?.valueDeclaration : undefined;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initializer ? elementsOf(initializer, checker) : [];
}

/** `{ LOADED: …, READY: … }` where a record over the states is expected. */
function* keyed(expression: ts.Expression, types: StateTypes): Iterable<WrongState> {
  if (!ts.isObjectLiteralExpression(expression)) return;
  const expected = types.checker.getContextualType(expression)?.getProperties() ?? [];
  if (expected.length !== types.declared.size || !expected.every(({ name }) => types.declared.has(name))) return;
  for (const property of expression.properties) {
    const { name } = property;
    if (name === undefined) continue;
    if (ts.isComputedPropertyName(name)) yield* types.literals(name.expression);
    else yield { node: name, value: ts.isStringLiteralLike(name) ? name.text : name.getText() };
  }
}

const stateName = /(plugin|module|lifecycle)_?state$/i;

/** A text under a name that says that it is a state: `pluginState = "READY"`. */
function* named(expression: ts.Expression, types: StateTypes): Iterable<WrongState> {
  const value = bare(expression);
  if (!ts.isStringLiteralLike(value) || dressed(expression) !== expression) return;
  const { parent } = expression;
  const target =
    (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) &&
    parent.initializer === expression
      ? parent.name
      : ts.isBinaryExpression(parent) && /^([!=]==?|=)$/.test(parent.operatorToken.getText())
        ? untexted(parent.left === expression ? parent.right : parent.left)
        : undefined;
  const name = target && (ts.isPropertyAccessExpression(target) ? target.name : target);
  if (name === undefined || !ts.isIdentifier(name) || !stateName.test(name.text)) return;
  const expected = literalsOf(types.checker.getTypeAtLocation(name));
  // A name of another vocabulary has the type of that vocabulary.
  if (expected.length <= 1 || expected.every((one) => lifecycleStates.has(one)))
    yield { node: value, value: value.text };
}

/** A list of states as an array: `["LOADED", "INITIALIZED", "READY"]`. */
function* listed(expression: ts.Expression): Iterable<WrongState> {
  if (!ts.isArrayLiteralExpression(expression)) return;
  yield* vocabulary(expression.elements.map(bare).filter(ts.isStringLiteralLike));
}

/** A list of states as a type: `"LOADED" | "INITIALIZED" | "READY"`, or `PluginState | "READY"`. */
function* declaredVocabularies(source: ts.SourceFile): Iterable<WrongState> {
  const unions: ts.UnionTypeNode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isUnionTypeNode(node)) unions.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { types } of unions) {
    const literals = types.flatMap((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal] : [],
    );
    const extendsStates = types.some(
      (type) => ts.isTypeReferenceNode(type) && type.typeName.getText() === "PluginState",
    );
    if (extendsStates) yield* literals.map((node) => ({ node, value: node.text }));
    else yield* vocabulary(literals);
  }
}

function* vocabulary(words: readonly ts.StringLiteralLike[]): Iterable<WrongState> {
  if (new Set(words.map(({ text }) => text).filter((text) => ownWords.has(text))).size < 2) return;
  for (const node of words) yield { node, value: node.text };
}

/** Takes off what makes a text of a state: `String(state)`, `` `${state}` ``, `state.toLowerCase()`. */
function untexted(expression: ts.Expression): ts.Expression {
  const value = bare(expression);
  if (ts.isTemplateExpression(value)) {
    const [span] = value.templateSpans;
    const isPlain = value.templateSpans.length === 1 && value.head.text === "" && span?.literal.text === "";
    return isPlain ? untexted(span.expression) : value;
  }
  if (!ts.isCallExpression(value)) return value;
  if (value.expression.getText() === "String" && value.arguments[0]) return untexted(value.arguments[0]);
  const { expression: callee } = value;
  const isText =
    ts.isPropertyAccessExpression(callee) && /^(to(String|LowerCase|UpperCase)|trim|valueOf)$/.test(callee.name.text);
  return isText ? untexted(callee.expression) : value;
}

function literalsOf(type: ts.Type): readonly string[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
}
