import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model } from "../model.ts";

/** What makes the published documents a package, for any language: the manifest and the front page. */
export function emitSchemasPackage(model: Model): readonly GeneratedFile[] {
  return [
    { path: "package.json", content: jsonText(manifest(model)) },
    { path: "README.md", content: readme(model) },
  ];
}

function manifest({ registry, options }: Model) {
  return {
    name: options.schemasPackage,
    version: options.packageVersion ?? registry.version,
    description: `JSON Schemas, OpenAPI, OpenRPC, AsyncAPI and conformance fixtures of ${registry.title}, generated from its contracts.`,
    license: options.license,
    sideEffects: false,
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
    engines: { node: ">=20" },
    publishConfig: { access: "public", provenance: true },
  };
}

function readme({ registry, options, types }: Model): string {
  const [{ id, name } = { id: "", name: "" }] = types;
  return `# ${options.schemasPackage}

The documents of ${registry.title}, version ${registry.version}, for any language. They are generated from its contracts: change the contract and generate again.

\`\`\`ts program
import schema from "${options.schemasPackage}/json-schema/${name}.json" with { type: "json" };

console.log(schema.$id);
\`\`\`

\`\`\`text
${id}
\`\`\`

| path | what it is |
| --- | --- |
| \`json-schema/<Name>.json\` | the schema of one named type, self-contained, of JSON Schema 2020-12; its \`$id\` ends in the version of its content |
| \`json-schema/${registry.name}.bundle.json\` | all of them under \`$defs\` |
| \`openapi.json\` | the operations over HTTP, OpenAPI 3.1 |
| \`openrpc.json\` | the operations over JSON-RPC 2.0 |
| \`asyncapi.json\` | the streams of events |
| \`contract.json\` | everything that the contracts say, for a comparison of two versions |
| \`fixtures\` | values that every implementation accepts and rejects |

Once released, the content of a schema never changes under its \`$id\`.
`;
}
