import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { moduleInterface, packageExports } from "../package-exports.ts";
import { invokeOperation } from "../protocol-types.ts";
import { classStem, typescriptSource } from "./typescript-source.ts";

/**
 * `index.ts`: everything but the validators, which are large, and the OpenAPI types, whose names are not ours. The rule
 * `unique-names` keeps a contract's name from being an export of another file, which would silently hide one of the two.
 */
export async function emitTypescriptIndex(model: Model): Promise<readonly GeneratedFile[]> {
  const exported = packageExports({
    stem: classStem(model),
    moduleInterfaces: [...new Set(model.capabilities.map(({ spec }) => moduleInterface(spec.module)))],
    callsModules:
      model.operations.some(({ key }) => key === invokeOperation) && model.typesByName.has("ExecInvokeResultSync"),
    tables: model.tables.map(({ spec }) => spec.name),
  });
  const lines = exported.map(([file, names]) => `export { ${names.join(", ")} } from "./${file}.ts";`);
  return [await typescriptSource(model, "index.ts", `${lines.join("\n")}\nexport type * from "./types.ts";\n`)];
}
