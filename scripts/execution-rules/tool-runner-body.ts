import ts from "typescript";
import { GuardedSignatures } from "./guarded-signatures.ts";
import type { Scan, ScannedFile } from "./rule.ts";
import { bare, dressed, symbolOf, walk, walkWithin } from "./value-expressions.ts";

export type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Block | ts.Expression };

/** The class ToolRunner as its rules see it: its `run`, where that calls a plugin, and what is called on the way. */
export class ToolRunnerBody {
  readonly file: ScannedFile;
  readonly declaration: ts.ClassDeclaration;
  /** `run`, if it has one that is a function. */
  readonly run: FunctionWithBody | undefined;
  /** Every call of a plugin in the file. */
  readonly pluginCalls: readonly ts.CallExpression[];
  readonly #checker: ts.TypeChecker;

  constructor(file: ScannedFile, declaration: ts.ClassDeclaration, { checker, landmarks }: Scan) {
    this.file = file;
    this.declaration = declaration;
    this.#checker = checker;
    const run = declaration.members.find(({ name }) => name?.getText() === "run");
    this.run = run && functionOf(run);
    const runs = new GuardedSignatures(checker, new Set([landmarks.capabilityRun]));
    const calls: ts.CallExpression[] = [];
    walk(file.source, (node) => {
      if (!ts.isCallExpression(node)) return;
      const callee = bare(node.expression);
      const receiver =
        ts.isPropertyAccessExpression(callee) && /^(call|apply)$/.test(callee.name.text) && callee.expression;
      const isReflected = callee.getText() === "Reflect.apply" && node.arguments[0];
      const called = [callee, receiver, isReflected].filter((one) => typeof one === "object");
      if (called.some((one) => runs.guards(checker.getTypeAtLocation(one)))) calls.push(node);
    });
    this.pluginCalls = calls;
  }

  /** Whether to carry out a node may be to call a plugin. */
  reachesPlugin(node: ts.Node): boolean {
    return this.reaches(node, (one) => this.pluginCalls.includes(one as ts.CallExpression));
  }

  /** Whether a node, or a function of the file that it names, or one that this names, has something in it. */
  reaches(node: ts.Node, has: (node: ts.Node) => boolean, seen: Set<ts.Node> = new Set()): boolean {
    let found = false;
    walk(node, (inner) => {
      if (found) return;
      found = has(inner);
      if (found || !(ts.isIdentifier(inner) || ts.isPrivateIdentifier(inner))) return;
      const named = this.functionNamed(inner);
      if (named === undefined || seen.has(named)) return;
      seen.add(named);
      found = this.reaches(named, has, seen);
    });
    return found;
  }

  /** The function of the file that a name refers to. */
  functionNamed(name: ts.Node): FunctionWithBody | undefined {
    const declarations = symbolOf(name, this.#checker)?.declarations ?? [];
    const own = declarations.find((declaration) => declaration.getSourceFile() === this.file.source);
    return own && functionOf(own);
  }

  /** The calls of a function of the file; undefined where it is also handed on, so that not all of them are known. */
  callsOf(called: FunctionWithBody): readonly ts.CallExpression[] | undefined {
    const calls: ts.CallExpression[] = [];
    let isHandedOn = false;
    walk(this.file.source, (node) => {
      if (!(ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) || isDeclarationName(node)) return;
      if (this.functionNamed(node) !== called) return;
      const callee = dressed(ts.isPropertyAccessExpression(node.parent) ? node.parent : (node as ts.Identifier));
      if (ts.isCallExpression(callee.parent) && callee.parent.expression === callee) calls.push(callee.parent);
      else isHandedOn = true;
    });
    return isHandedOn || calls.length === 0 ? undefined : calls;
  }

  /** The `try` statements of `run` around a call of a plugin, the outermost first; not those of functions within it. */
  tries(): readonly ts.TryStatement[] {
    const found: ts.TryStatement[] = [];
    if (this.run === undefined) return found;
    walkWithin(this.run.body, (node) => {
      if (ts.isTryStatement(node) && this.reachesPlugin(node.tryBlock)) found.push(node);
    });
    return found;
  }

  /** Visits what `run` carries out itself, before, after and beside a block, which is left out. */
  walkRunBeside(left: ts.Node | undefined, visit: (node: ts.Node) => void): void {
    const visitBeside = (node: ts.Node): void => {
      if (node === left) return;
      visit(node);
      ts.forEachChild(node, (child) => {
        if (!ts.isTypeNode(child) && !ts.isFunctionLike(child)) visitBeside(child);
      });
    };
    if (this.run !== undefined) visitBeside(this.run.body);
  }
}

/** The class ToolRunner of each file that counts as its file. */
export function* toolRunnersOf(scan: Scan): Iterable<ToolRunnerBody> {
  for (const file of scan.files) {
    if (!file.isToolRunner) continue;
    const declaration = file.source.statements
      .filter(ts.isClassDeclaration)
      .find(({ name }) => name?.text === "ToolRunner");
    if (declaration === undefined) throw new Error(`There is no class ToolRunner in ${file.path}.`);
    yield new ToolRunnerBody(file, declaration, scan);
  }
}

/** The function that a declaration is, or that its name always has. */
export function functionOf(declaration: ts.Node): FunctionWithBody | undefined {
  if (ts.isFunctionLike(declaration))
    return "body" in declaration && declaration.body ? asFunction(declaration) : undefined;
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) return undefined;
  const value = declaration.initializer && bare(declaration.initializer);
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? asFunction(value) : undefined;
}

/** What a function returns: its `return`s without those of functions within it, or an arrow's expression. */
export function returnsOf({ body }: FunctionWithBody): readonly ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  walkWithin(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
  });
  return found;
}

function asFunction(node: ts.Node): FunctionWithBody {
  return node as FunctionWithBody;
}

/** A property access has a name too, and declares nothing. */
function isDeclarationName(node: ts.Node): boolean {
  const { parent } = node;
  return !ts.isPropertyAccessExpression(parent) && (parent as ts.NamedDeclaration).name === node;
}
