import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { typescriptDeclaration } from "./typescript-declaration.ts";
import { typescriptSource } from "./typescript-source.ts";

/** `types.ts`: every named type, in registry order. */
export async function emitTypescriptTypes(model: Model): Promise<readonly GeneratedFile[]> {
  const declarations: string[] = [];
  for (const type of model.types) declarations.push(await typescriptDeclaration(type, model));
  return [await typescriptSource(model, "types.ts", declarations.join("\n"))];
}
