import ts from "typescript";
import type { Direction } from "../finding.ts";
import { type TypeDeclaration, typeDeclarations, typeText } from "./type-declarations.ts";

/**
 * The exported types that are no payloads: what calls take and answer besides, and what is told of operations and events.
 * Maps of the whole contract are judged member by member elsewhere, and so is the client; what only a server or a plugin
 * implements is no client's.
 */
export function clientTypes(
  files: ReadonlyMap<string, string>,
  exported: ReadonlySet<string>,
): ReadonlyMap<string, TypeDeclaration> {
  const declarations = [...files].flatMap(([name, text]) => {
    if (name === "types.ts" || notOfClients.test(name)) return [];
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    return file.statements.flatMap((statement) => aliasText(statement, exported) ?? []);
  });
  return typeDeclarations(declarations.join("\n"));
}

const notOfClients = /^(server|capabilities|client)\.ts$/;
const judgedByMembers: ReadonlySet<string> = new Set(["OperationTypes", "EventPayloads", "CapabilityTypes"]);

/** An interface as the alias that says the same; a type that stands for a constant's is that constant's to judge. */
function aliasText(statement: ts.Statement, exported: ReadonlySet<string>): string | undefined {
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return undefined;
  const name = statement.name.text;
  if (!exported.has(name) || judgedByMembers.has(name)) return undefined;
  const text = ts.isTypeAliasDeclaration(statement) ? typeText(statement) : interfaceText(statement);
  return /\b(typeof|keyof)\b/.test(text) ? undefined : text;
}

function interfaceText({ name, typeParameters, heritageClauses, members }: ts.InterfaceDeclaration): string {
  const parameters = (typeParameters ?? []).map(typeText).join(", ");
  const extended = (heritageClauses ?? []).flatMap(({ types }) => types.map(typeText));
  const own = `{ ${members.map(typeText).join("; ")} }`;
  return `export type ${name.text}${parameters === "" ? "" : `<${parameters}>`} = ${[...extended, own].join(" & ")};`;
}

/** Options are what clients give; a transport, and what it answers, is theirs to write. All else they read. */
export function clientDirections(type: string): readonly Direction[] {
  return /Options$|^Transport$|^Answer$/.test(type) ? ["request"] : ["response"];
}
