import { format } from "prettier";
import { banner } from "../banner.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { pascalCase } from "../pascal-case.ts";

/** One file of the TypeScript package, under its banner and formatted in the one fixed way. */
export async function typescriptSource(model: Model, name: string, body: string): Promise<GeneratedFile> {
  const content = await format(`${banner(model, "slashes")}\n${body}`, {
    parser: "typescript",
    filepath: name,
    printWidth: 120,
    endOfLine: "lf",
  });
  return { path: `typescript/src/${name}`, content };
}

/** A value as a TypeScript expression. */
export function literal(value: unknown): string {
  return JSON.stringify(value);
}

/** Member names that are identifiers stay bare, others are quoted. */
export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** What the client and the error class are named after: `OapClient` and `OapError` in the registry `oap`. */
export function classStem(model: Model): string {
  return pascalCase(model.registry.name);
}
