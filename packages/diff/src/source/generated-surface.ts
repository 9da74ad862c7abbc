import { posix } from "node:path";
import ts from "typescript";
import type { Direction } from "../finding.ts";
import { clientDirections, clientTypes } from "./client-types.ts";
import type { GeneratedTypescript } from "./generated-typescript.ts";
import { accessText } from "./member-text.ts";
import {
  literalsOf,
  membersOf,
  referencesOf,
  type TypeDeclaration,
  typeDeclarations,
  typeText,
  unwrapped,
} from "./type-declarations.ts";

/** What one version's generated TypeScript offers to clients, by the names under which they use it. */
export interface GeneratedSurface {
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  /** Exported types of other files that clients use. */
  readonly clientTypes: ReadonlyMap<string, TypeDeclaration>;
  /** Exports of the package's entry other than types of values: name → the file that declares it. */
  readonly exports: ReadonlyMap<string, string>;
  /** The client's interface, such as `OapClient`, and its methods by the operation's key. */
  readonly client: string | undefined;
  readonly methods: ReadonlyMap<string, ClientMethod>;
  /** The payload's type of each event. */
  readonly events: ReadonlyMap<string, string>;
  /** By `<module>.<capability>`: the module, the name, and the types of both sides. */
  readonly capabilities: ReadonlyMap<string, CapabilityMember>;
  /** Members of the published constants: `bounds` → names. */
  readonly constants: ReadonlyMap<string, readonly string[]>;
  /** The sides on which a client uses a named type: it sends it, it reads it; both where nothing says. */
  directionsOf(type: string): readonly Direction[];
  /** Keys of the operations, events and capabilities that carry a named type. */
  carriersOf(type: string): readonly string[];
  /** The member that tells the branches of a union of named types apart, with its values. */
  tagOf(node: ts.TypeNode): { readonly member: string; readonly values: readonly string[] } | undefined;
  /** The values that the branches of a union have as a member; undefined if one has none. */
  tagValues(node: ts.TypeNode, member: string): readonly string[] | undefined;
  /** Whether a member of a named type tells it from the other branches of some union. */
  isTag(type: string, member: string): boolean;
}

export interface ClientMethod {
  /** `.exec.plan.submit`, as it follows a client. */
  readonly access: string;
  /** The whole signature without comments: what is equal here is called alike. */
  readonly text: string;
  readonly parameters: number;
  /** The parameters' and the result's type; undefined where the method has another form. */
  readonly params: string | undefined;
  readonly mayLeaveOut: boolean;
  readonly result: string | undefined;
}

export interface CapabilityMember {
  readonly module: string;
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

/** The files whose exported constants hold one member for each part of the contract. */
const constantFiles = ["bounds.ts", "errors.ts", "headers.ts", "tables.ts"];

export function generatedSurface({ files }: GeneratedTypescript): GeneratedSurface {
  const parsed = (name: string) => ts.createSourceFile(name, files.get(name) ?? "", ts.ScriptTarget.Latest, true);
  const types = typeDeclarations(files.get("types.ts") ?? "");
  const operations = interfaceMembers(parsed("operations.ts"), "OperationTypes");
  const eventMembers = interfaceMembers(parsed("events.ts"), "EventPayloads");
  const capabilities = capabilityMembers(parsed("capabilities.ts"));
  const uses = usesOf(types, { operations, events: eventMembers, capabilities, errors: parsed("errors.ts") });
  const { client, methods } = clientOf(parsed("client.ts"));
  const tags = tagsOf(types);
  const exported = exportsOf(files);
  const others = clientTypes(files, new Set(exported.keys()));
  return {
    types,
    clientTypes: others,
    exports: exported,
    client,
    methods,
    events: new Map([...eventMembers].map(([key, node]) => [key, typeText(node)])),
    capabilities,
    constants: new Map(constantFiles.flatMap((name) => constantsOf(parsed(name)))),
    directionsOf: (type) => {
      if (others.has(type)) return clientDirections(type);
      const directions = [...new Set((uses.get(type) ?? []).map(({ direction }) => direction))].sort();
      return directions.length > 0 ? directions : ["request", "response"];
    },
    carriersOf: (type) =>
      [...new Set((uses.get(type) ?? []).flatMap(({ carrier }) => (carrier === undefined ? [] : [carrier])))].sort(),
    tagOf: (node) => tagOfUnion(node, types),
    tagValues: (node, member) => tagValues(node, member, types),
    isTag: (type, member) => tags.get(type)?.has(member) ?? false,
  };
}

interface Use {
  readonly direction: Direction;
  /** Absent for what every operation can answer. */
  readonly carrier?: string;
}

/** For each named type, who carries it: found by following references from what operations, events and capabilities name. */
function usesOf(
  types: ReadonlyMap<string, TypeDeclaration>,
  parts: {
    readonly operations: ReadonlyMap<string, ts.TypeNode>;
    readonly events: ReadonlyMap<string, ts.TypeNode>;
    readonly capabilities: ReadonlyMap<string, CapabilityMember>;
    readonly errors: ts.SourceFile;
  },
): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  const spread = (roots: readonly string[], use: Use): void => {
    const seen = new Set<string>();
    const open = [...roots];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const declaration = types.get(name);
      if (declaration === undefined || seen.has(name)) continue;
      seen.add(name);
      uses.set(name, [...(uses.get(name) ?? []), use]);
      open.push(...declaration.references);
    }
  };
  for (const [carrier, node] of parts.operations) {
    for (const [member, { node: type }] of membersOf(node) ?? []) {
      if (member === "params" || member === "request") spread(referencesOf(type), { direction: "request", carrier });
      if (member === "result" || member === "success") spread(referencesOf(type), { direction: "response", carrier });
    }
  }
  for (const [carrier, node] of parts.events) spread(referencesOf(node), { direction: "response", carrier });
  for (const [carrier, { input, output }] of parts.capabilities) {
    spread([input], { direction: "request", carrier });
    spread([output], { direction: "response", carrier });
  }
  spread(errorTypes(parts.errors, types), { direction: "response" });
  return uses;
}

/** Errors are answered by every operation, and named by none: the error class imports their types. */
function errorTypes(file: ts.SourceFile, types: ReadonlyMap<string, TypeDeclaration>): readonly string[] {
  const imported = file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  });
  const errors = imported.filter((name) => /Error/.test(name));
  const envelopes = [...types.values()].filter(
    ({ name, references }) => name.endsWith("ErrorEnvelope") && references.some((each) => errors.includes(each)),
  );
  return [...errors, ...envelopes.map(({ name }) => name)];
}

function interfaceMembers(file: ts.SourceFile, name: string): ReadonlyMap<string, ts.TypeNode> {
  const members = file.statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === name)?.members;
  return new Map(
    (members ?? []).flatMap((member) => {
      if (!ts.isPropertySignature(member) || member.type === undefined) return [];
      return [[memberName(member.name), member.type] as const];
    }),
  );
}

function memberName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}

function capabilityMembers(file: ts.SourceFile): ReadonlyMap<string, CapabilityMember> {
  return new Map(
    [...interfaceMembers(file, "CapabilityTypes")].flatMap(([module, node]) =>
      [...(membersOf(node) ?? [])].flatMap(([name, member]) => {
        const sides = membersOf(member.node);
        const [input, output] = [sides?.get("input"), sides?.get("output")];
        if (input === undefined || output === undefined) return [];
        const text = { input: typeText(input.node), output: typeText(output.node) };
        return [[`${module}.${name}`, { module, name, ...text }] as const];
      }),
    ),
  );
}

function clientOf(file: ts.SourceFile): Pick<GeneratedSurface, "client" | "methods"> {
  const made = file.statements.filter(ts.isFunctionDeclaration).find(({ name }) => name?.text === "createClient");
  const client = made?.type === undefined ? undefined : typeText(made.type);
  const declaration = file.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === client);
  const methods = new Map<string, ClientMethod>();
  const collect = (members: readonly ts.TypeElement[], path: readonly string[]): void => {
    for (const member of members) {
      if (member.name === undefined) continue;
      const at = [...path, memberName(member.name)];
      if (ts.isPropertySignature(member) && member.type !== undefined && ts.isTypeLiteralNode(member.type)) {
        collect([...member.type.members], at);
      } else if (ts.isMethodSignature(member) && path.length > 0) {
        methods.set(at.join("."), methodOf(member, at));
      }
    }
  };
  collect([...(declaration?.members ?? [])], []);
  return { client, methods };
}

function methodOf(method: ts.MethodSignature, path: readonly string[]): ClientMethod {
  const [params] = method.parameters;
  const result =
    method.type !== undefined && ts.isTypeReferenceNode(method.type) ? method.type.typeArguments?.[0] : undefined;
  return {
    access: path.map(accessText).join(""),
    text: typeText(method),
    parameters: method.typeParameters?.length ?? 0,
    params: params?.type === undefined ? undefined : typeText(params.type),
    mayLeaveOut: params?.questionToken !== undefined,
    result: result === undefined ? undefined : typeText(result),
  };
}

/** `export const bounds = { planStepsMax: … } as const` → `bounds` with its members' names. */
function constantsOf(file: ts.SourceFile): readonly (readonly [string, readonly string[]])[] {
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const object = initializer === undefined ? undefined : objectLiteral(initializer);
      if (!ts.isIdentifier(name) || object === undefined) return [];
      const members = object.properties.flatMap((each) => (each.name === undefined ? [] : [memberName(each.name)]));
      return [[name.text, members] as const];
    });
  });
}

function objectLiteral(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return objectLiteral(node.expression);
  return ts.isObjectLiteralExpression(node) ? node : undefined;
}

/** What the package's entry exports by name. Types of values come through `export type *` and are not listed. */
function exportsOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const entry = ts.createSourceFile("index.ts", files.get("index.ts") ?? "", ts.ScriptTarget.Latest, true);
  return new Map(
    entry.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, moduleSpecifier }) => {
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
      const from = moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
      return exportClause.elements.map(({ name }) => [name.text, posix.basename(from)] as const);
    }),
  );
}

function tagsOf(types: ReadonlyMap<string, TypeDeclaration>): ReadonlyMap<string, ReadonlySet<string>> {
  const tags = new Map<string, Set<string>>();
  for (const { node } of types.values()) {
    const tag = tagOfUnion(node, types);
    if (tag === undefined) continue;
    for (const branch of referencesOf(node)) tags.set(branch, (tags.get(branch) ?? new Set()).add(tag.member));
  }
  return tags;
}

/** The first member that every branch of a union of named object types has with literals of its own. */
function tagOfUnion(node: ts.TypeNode, types: ReadonlyMap<string, TypeDeclaration>) {
  const type = unwrapped(node);
  const [first] = ts.isUnionTypeNode(type) ? type.types : [];
  const declaration = first === undefined ? undefined : namedType(first, types);
  for (const member of (declaration === undefined ? undefined : membersOf(declaration.node))?.keys() ?? []) {
    const values = tagValues(type, member, types);
    if (values !== undefined && new Set(values).size === values.length) return { member, values };
  }
  return undefined;
}

/** The literals that the branches of a union, or the one that is left of it, have as a member; undefined if one has none. */
function tagValues(
  node: ts.TypeNode,
  member: string,
  types: ReadonlyMap<string, TypeDeclaration>,
): readonly string[] | undefined {
  const type = unwrapped(node);
  const values = (ts.isUnionTypeNode(type) ? [...type.types] : [type]).map((branch) => {
    const declaration = namedType(branch, types);
    const tag = declaration === undefined ? undefined : membersOf(declaration.node)?.get(member);
    return tag === undefined ? undefined : literalsOf(tag.node);
  });
  return values.every((each) => each !== undefined) ? values.flat() : undefined;
}

function namedType(node: ts.TypeNode, types: ReadonlyMap<string, TypeDeclaration>): TypeDeclaration | undefined {
  const type = unwrapped(node);
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? types.get(type.typeName.text) : undefined;
}
