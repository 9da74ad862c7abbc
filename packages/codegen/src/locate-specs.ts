import ts from "typescript";
import type { ContractSource } from "./contract-source.ts";
import type { Location } from "./model.ts";
import { type Binding, boundParameters, functionOf, type Scope, scopedFiles, textAt } from "./source-scopes.ts";

/** Where a spec is written, and what its definition says there. */
export interface SpecSource {
  readonly location: Location;
  /** What the define function gets, in the scope in which it gets it. */
  readonly definition: Binding;
}

/**
 * Finds where each spec is written: a `defineX({ … })` call, or the call of a function of the contracts that makes one,
 * such as `bound("planStepsMax", …)`. The name is what the call says it is, so it must be readable without running
 * anything; a spec whose name is computed otherwise has no place. The first place of a name counts.
 */
export function findSpecs(sources: readonly ContractSource[]): ReadonlyMap<string, SpecSource> {
  const specs = new Map<string, SpecSource>();
  for (const { file, scope } of scopedFiles(sources)) {
    const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    for (const statement of file.statements) {
      for (const { name, definition, at } of specsIn(statement, scope, 0)) {
        const location = { file: file.fileName, line: lineOf(at ?? statement) };
        if (!specs.has(name)) specs.set(name, { location, definition });
      }
    }
  }
  return specs;
}

/** The places alone. */
export function locateSpecs(sources: readonly ContractSource[]): ReadonlyMap<string, Location> {
  return new Map([...findSpecs(sources)].map(([name, { location }]) => [name, location]));
}

interface FoundSpec {
  readonly name: string;
  readonly definition: Binding;
  /** Where within the statement, if it is not the statement that defines the spec. */
  readonly at?: ts.Node;
}

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
  const argument = call.arguments[0];
  if (nameOf !== undefined && argument !== undefined) {
    const definition = { expression: argument, scope };
    const name = nameOf((path) => textAt(path.split("."), definition));
    return name === undefined ? [] : [{ name, definition }];
  }
  if (callee === "defineErrorCodes" && argument !== undefined && ts.isObjectLiteralExpression(argument)) {
    return argument.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)
        ? [{ name: property.name.text, definition: { expression: property.initializer, scope }, at: property }]
        : [],
    );
  }
  const target = scope.get(callee);
  if (target === undefined || depth >= callDepthMax) return [];
  const made = functionOf(target.expression);
  if (made?.body === undefined) return [];
  const inner = new Map([...target.scope, ...boundParameters(made, call, scope)]);
  return specsIn(made.body, inner, depth + 1).map(({ name, definition }) => ({ name, definition }));
}
