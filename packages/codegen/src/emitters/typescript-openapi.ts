import { isDeepStrictEqual } from "node:util";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { emitOpenApi } from "./openapi.ts";
import { never } from "./openapi-schemas.ts";
import { typescriptSource } from "./typescript-source.ts";

/** `openapi.d.ts`: the types of the published OpenAPI document, for OpenAPI's own clients. */
export async function emitTypescriptOpenApi(model: Model): Promise<readonly GeneratedFile[]> {
  const [document] = emitOpenApi(model);
  const nodes =
    document === undefined
      ? []
      : // A default is what the server assumes, not what a sender must write: such a property stays optional.
        await openapiTypescript(withNever(document.content), { defaultNonNullable: false, silent: true });
  return [await typescriptSource(model, "openapi.d.ts", nodes.length > 0 ? astToString([...nodes]) : "export {};\n")];
}

/** To openapi-typescript a member that is never there is `false`, and anything else is there. */
function withNever(content: string): OpenAPI3 {
  return JSON.parse(content, (_, value: unknown) => (isDeepStrictEqual(value, never) ? false : value)) as OpenAPI3;
}
