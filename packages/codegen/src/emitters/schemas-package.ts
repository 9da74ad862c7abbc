import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model } from "../model.ts";

/** The manifest that makes the published documents a package: schemas, OpenAPI, OpenRPC, AsyncAPI and fixtures, for any language. */
export function emitSchemasPackage({ registry, options }: Model): readonly GeneratedFile[] {
  const manifest = {
    name: options.schemasPackage,
    version: registry.version,
    description: `JSON Schemas, OpenAPI, OpenRPC, AsyncAPI and conformance fixtures of ${registry.title}, generated from its contracts.`,
    license: options.license,
    files: ["json-schema", "fixtures", "contract.json", "openapi.json", "openrpc.json", "asyncapi.json"],
    exports: {
      "./json-schema/*": "./json-schema/*",
      "./fixtures/*": "./fixtures/*",
      "./contract.json": "./contract.json",
      "./openapi.json": "./openapi.json",
      "./openrpc.json": "./openrpc.json",
      "./asyncapi.json": "./asyncapi.json",
      "./package.json": "./package.json",
    },
  };
  return [{ path: "package.json", content: jsonText(manifest) }];
}
