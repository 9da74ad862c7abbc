import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { literal, typescriptSource } from "./typescript-source.ts";

/** `tables.ts`: every fixed table, as a constant of its own. */
export async function emitTypescriptTables(model: Model): Promise<readonly GeneratedFile[]> {
  const constants = model.tables.map(
    ({ spec }) => `${docsComment(docsText(spec))}export const ${spec.name} = ${literal(spec.value)} as const;\n`,
  );
  const body = constants.length > 0 ? constants.join("\n") : "export {};\n";
  return [await typescriptSource(model, "tables.ts", body)];
}
