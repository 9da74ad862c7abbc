import ts from "typescript";

/** One exported type of a generated file. */
export interface TypeDeclaration {
  readonly name: string;
  /** What it stands for. */
  readonly node: ts.TypeNode;
  /** Names of its type parameters, in order; none if it has one that takes some types only: then its defaults are looked at. */
  readonly parameters: readonly string[];
  /** Whether it can be named without type arguments. */
  readonly standsAlone: boolean;
  /** The same type parameters with their defaults, as they are written: `<TInput = JsonValue>`. */
  readonly parameterList: string;
  /** What it stands for without comments and line breaks: what is equal here is the same type. */
  readonly text: string;
  /** Names of the types that it refers to, its own type parameters aside. */
  readonly references: readonly string[];
}

/** The exported types of a file by name. Comments are no part of a type. */
export function typeDeclarations(text: string): ReadonlyMap<string, TypeDeclaration> {
  const file = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest, true);
  const declarations = new Map<string, TypeDeclaration>();
  for (const statement of file.statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    const typeParameters = statement.typeParameters ?? [];
    const isFree = typeParameters.every(({ constraint }) => constraint === undefined);
    const parameters = isFree ? typeParameters.map((parameter) => parameter.name.text) : [];
    const list = typeParameters.map(typeText).join(", ");
    declarations.set(name, {
      name,
      node: statement.type,
      parameters,
      standsAlone: typeParameters.every((parameter) => parameter.default !== undefined),
      parameterList: list === "" ? "" : `<${list}>`,
      text: typeText(statement.type),
      references: referencesOf(statement, new Set(parameters)),
    });
  }
  return declarations;
}

const printer = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: true });

/** A node as text on one line, without comments. */
export function typeText(node: ts.Node): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replaceAll(/\s*\n\s*/g, " ");
}

/** Names of the types that a node refers to, sorted; `aside` are not counted. */
export function referencesOf(node: ts.Node, aside: ReadonlySet<string> = new Set()): readonly string[] {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isTypeReferenceNode(child) && ts.isIdentifier(child.typeName)) names.add(child.typeName.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...names].filter((name) => !aside.has(name)).sort();
}

/** The type within parentheses, or the type itself. */
export function unwrapped(node: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(node) ? unwrapped(node.type) : node;
}

/** The literals of a union of strings, numbers and booleans, as they are written; undefined for any other type. */
export function literalsOf(node: ts.TypeNode): readonly string[] | undefined {
  const type = unwrapped(node);
  if (ts.isLiteralTypeNode(type)) return [typeText(type)];
  if (!ts.isUnionTypeNode(type)) return undefined;
  const literals = type.types.map(literalsOf);
  return literals.every((each) => each !== undefined) ? literals.flat() : undefined;
}

/** The members of an object type by name; undefined for any other type. */
export function membersOf(node: ts.TypeNode): ReadonlyMap<string, TypeMember> | undefined {
  const type = unwrapped(node);
  if (!ts.isTypeLiteralNode(type)) return undefined;
  const members = new Map<string, TypeMember>();
  for (const member of type.members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : undefined;
    if (name !== undefined) members.set(name, { node: member.type, optional: member.questionToken !== undefined });
  }
  return members;
}

export interface TypeMember {
  readonly node: ts.TypeNode;
  readonly optional: boolean;
}

/** What stands for every other member of an object type. */
export function indexedType(node: ts.TypeNode): ts.TypeNode | undefined {
  const type = unwrapped(node);
  if (!ts.isTypeLiteralNode(type)) return undefined;
  return type.members.find(ts.isIndexSignatureDeclaration)?.type;
}

/** The type of an array's items. */
export function itemType(node: ts.TypeNode): ts.TypeNode | undefined {
  const type = unwrapped(node);
  return ts.isArrayTypeNode(type) ? type.elementType : undefined;
}
