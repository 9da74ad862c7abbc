import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { emitOpenApi } from "./openapi.ts";
import { typescriptSource } from "./typescript-source.ts";

/** `openapi.d.ts`: the types of the published OpenAPI document, for OpenAPI's own clients. */
export async function emitTypescriptOpenApi(model: Model): Promise<readonly GeneratedFile[]> {
  const [document] = emitOpenApi(model);
  const nodes =
    document === undefined
      ? []
      : // A default is what the server assumes, not what a sender must write: such a property stays optional.
        await openapiTypescript(JSON.parse(document.content) as OpenAPI3, { defaultNonNullable: false, silent: true });
  return [await typescriptSource(model, "openapi.d.ts", nodes.length > 0 ? astToString([...nodes]) : "export {};\n")];
}
