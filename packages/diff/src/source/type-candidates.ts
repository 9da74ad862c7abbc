import type { Candidate, Candidates, Surfaces } from "./candidate.ts";
import { editStatements, type Statement } from "./edit-programs.ts";
import { isolatedModule } from "./isolated-module.ts";
import type { TypeDeclaration } from "./type-declarations.ts";
import { typeEdits } from "./type-edits.ts";

/** What consumers may have written with the types whose declarations changed, or that are gone. */
export function typeCandidates(surfaces: Surfaces): Candidates {
  const { base, head } = surfaces;
  const candidates: Candidate[] = [];
  const modules = new Map<string, string>();
  const change = (declaration: TypeDeclaration, other: TypeDeclaration): void => {
    const { name, parameterList, text, references } = declaration;
    if (other.text === text && other.parameterList === parameterList) return;
    const referred = references.filter((each) => each !== name);
    modules.set(
      isolatedPath(name),
      isolatedModule(`export type ${name}${parameterList} = ${text};`, referred, surfaces),
    );
    candidates.push(...changedType(declaration, other, surfaces));
  };
  for (const [name, declaration] of base.types) {
    const other = head.types.get(name);
    if (other === undefined) candidates.push(goneType(name, surfaces));
    else change(declaration, other);
  }
  for (const [name, declaration] of base.clientTypes) {
    const other = head.clientTypes.get(name);
    if (other !== undefined) change(declaration, other);
  }
  return { candidates, modules };
}

function isolatedPath(name: string): string {
  return `/isolated/${name}.ts`;
}

function changedType(base: TypeDeclaration, head: TypeDeclaration, surfaces: Surfaces): readonly Candidate[] {
  const { name } = base;
  const directions = new Set([...surfaces.base.directionsOf(name), ...surfaces.head.directionsOf(name)]);
  const shared = base.parameters.slice(0, head.parameters.length);
  const parameters = shared.length > 0 ? `<${shared.join(", ")}>` : "";
  const context = {
    type: name,
    parameters,
    isTag: (member: string) => surfaces.base.isTag(name, member),
    baseTag: surfaces.base.tagOf,
    headTag: surfaces.head.tagValues,
  };
  const candidate = (statement: Statement, pointer: string, whole: boolean): Candidate => ({
    subject: { part: "type", name },
    pointer,
    statement,
    imports: `import type * as base from "..${isolatedPath(name)}";\nimport type * as head from "../head/index.ts";`,
    whole,
    affected: surfaces.base.carriersOf(name),
  });
  const edits = typeEdits(base, head).flatMap((edit) =>
    editStatements(edit, context).map((statement) => candidate(statement, edit.pointer, false)),
  );
  const wholes = wholeStatements(base, head, parameters).map((statement) => candidate(statement, "", true));
  const applied = appliedType(base, head).map((statement) => candidate(statement, "", false));
  return [...edits, ...applied, ...wholes].filter(({ statement }) => directions.has(statement.direction));
}

/** Nothing is missed because no edit has a program for it: the whole is passed on as well, with the types that stand for its parameters. */
function wholeStatements(base: TypeDeclaration, head: TypeDeclaration, parameters: string): readonly Statement[] {
  const { name } = base;
  const given = base.standsAlone && head.standsAlone ? "" : parameters;
  return [
    {
      direction: "request",
      text: `const send = ${given}(value: base.${name}${given}): head.${name}${given} => value;`,
      message: `Code that sends ${name} stops compiling.`,
      rule: "source-incompatible",
    },
    {
      direction: "response",
      text: `const read = ${given}(value: head.${name}${given}): base.${name}${given} => value;`,
      message: `Code that reads ${name} stops compiling.`,
      rule: "source-incompatible",
    },
  ];
}

/** Whoever gave all type arguments must still be able to. */
function appliedType({ name, parameters }: TypeDeclaration, head: TypeDeclaration): readonly Statement[] {
  if (parameters.length <= head.parameters.length) return [];
  const typeArguments = parameters.map(() => "string").join(", ");
  return (["request", "response"] as const).map((direction) => ({
    direction,
    text: `export type Applied = head.${name}<${typeArguments}>;`,
    message: `Code that gives ${name} ${parameters.length} type arguments stops compiling: it takes ${head.parameters.length}.`,
    rule: "source-incompatible",
  }));
}

function goneType(name: string, { base, renamed, packageName }: Surfaces): Candidate {
  const newName = renamed.get(name);
  const [direction = "request"] = base.directionsOf(name);
  return {
    subject: { part: "type", name },
    pointer: "",
    statement: {
      direction,
      text: `import type { ${name} } from "${packageName}";`,
      message:
        newName === undefined
          ? `Code that imports the type ${name} stops compiling: it is gone.`
          : `Code that imports the type ${name} stops compiling: it is named ${newName} now.`,
      rule: newName === undefined ? "exported-type-removed" : "exported-type-renamed",
      ...(newName === undefined ? {} : { migration: `Import ${newName}.` }),
    },
    imports: "",
    whole: false,
    affected: base.carriersOf(name),
  };
}
