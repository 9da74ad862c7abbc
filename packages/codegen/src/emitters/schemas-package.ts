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

interface PublishedDocument {
  readonly file: string;
  readonly title: string;
  readonly what: string;
}

/** The documents that there are: without operations there is none for calls, without events none for streams. */
function documentsOf({ operations, events }: Model): readonly PublishedDocument[] {
  const calls = [
    { file: "openapi.json", title: "OpenAPI", what: "the operations over HTTP, OpenAPI 3.1" },
    { file: "openrpc.json", title: "OpenRPC", what: "the operations over JSON-RPC 2.0" },
  ];
  return [
    ...(operations.length > 0 ? calls : []),
    ...(events.length > 0 ? [{ file: "asyncapi.json", title: "AsyncAPI", what: "the streams of events" }] : []),
  ];
}

function manifest(model: Model) {
  const { registry, options } = model;
  const documents = documentsOf(model);
  const files = ["contract.json", ...documents.map(({ file }) => file)];
  const contents = ["JSON Schemas", ...documents.map(({ title }) => title)].join(", ");
  return {
    name: options.schemasPackage,
    version: options.packageVersion ?? registry.version,
    description: `${contents} and conformance fixtures of ${registry.title}, generated from its contracts.`,
    license: options.license,
    sideEffects: false,
    files: ["json-schema", "fixtures", ...files],
    exports: {
      "./json-schema/*": "./json-schema/*",
      "./fixtures/*": "./fixtures/*",
      ...Object.fromEntries(files.map((file) => [`./${file}`, `./${file}`])),
      "./package.json": "./package.json",
    },
    engines: { node: ">=20" },
    publishConfig: { access: "public", provenance: true },
  };
}

function readme(model: Model): string {
  const { registry, options, types } = model;
  const documents = documentsOf(model).map(({ file, what }) => `| \`${file}\` | ${what} |\n`);
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
${documents.join("")}| \`contract.json\` | everything that the contracts say, for a comparison of two versions |
| \`fixtures\` | values that every implementation accepts and rejects |

Once released, the content of a schema never changes under its \`$id\`.
`;
}
