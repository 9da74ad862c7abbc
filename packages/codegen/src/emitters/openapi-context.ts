import type { Model } from "../model.ts";
import type { Transport } from "../transport.ts";
import type { OpenApiErrors } from "./openapi-errors.ts";
import type { OpenApiHeaders } from "./openapi-headers.ts";

/** What the parts of the OpenAPI document share. */
export interface OpenApiContext {
  readonly model: Model;
  readonly transport: Transport;
  readonly headers: OpenApiHeaders;
  readonly errors: OpenApiErrors;
}

export const schemaReference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The same content in each media type that is spoken. */
export function contentOf(transport: Transport, content: object): Readonly<Record<string, object>> {
  return Object.fromEntries(transport.mediaTypes.map((mediaType) => [mediaType, content]));
}

/** Named examples; the names are made from the titles and made unique. */
export function namedExamples(
  examples: readonly { readonly title: string; readonly value: unknown }[],
): Readonly<Record<string, { readonly summary: string; readonly value: unknown }>> {
  const named: Record<string, { summary: string; value: unknown }> = {};
  for (const { title, value } of examples) {
    const stem = title.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "example";
    let name = stem;
    for (let copy = 2; name in named; copy += 1) name = `${stem}-${copy}`;
    named[name] = { summary: title, value };
  }
  return named;
}
