import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model } from "../model.ts";
import { classStem } from "./typescript-source.ts";

/** The modules of the package; each but the index is a subpath of its own. */
const modules = [
  "types",
  "client",
  "server",
  "operations",
  "errors",
  "bounds",
  "tables",
  "headers",
  "capabilities",
  "events",
] as const;

/** What surrounds the sources: the package's manifest, its compiler settings and its front page. */
export function emitTypescriptPackage(model: Model): readonly GeneratedFile[] {
  return [
    { path: "typescript/package.json", content: jsonText(manifest(model)) },
    { path: "typescript/tsconfig.json", content: jsonText(compilerSettings) },
    { path: "typescript/README.md", content: readme(model) },
  ];
}

function manifest(model: Model) {
  const { registry, options } = model;
  const entry = (name: string) => ({
    source: `./src/${name}.ts`,
    types: `./dist/${name}.d.ts`,
    default: `./dist/${name}.js`,
  });
  return {
    name: options.typescriptPackage,
    version: options.packageVersion ?? registry.version,
    description: `Types, client, server stub and validators of ${registry.title}, generated from its contracts.`,
    license: options.license,
    type: "module",
    sideEffects: false,
    files: ["dist", "src/validators.js", "src/validators.d.ts", "src/openapi.d.ts"],
    exports: {
      ".": entry("index"),
      ...Object.fromEntries(modules.map((name) => [`./${name}`, entry(name)])),
      "./validators": { types: "./src/validators.d.ts", default: "./src/validators.js" },
      "./openapi": { types: "./src/openapi.d.ts" },
      "./package.json": "./package.json",
    },
    scripts: { build: "tsc -p tsconfig.json" },
    engines: { node: ">=20" },
    publishConfig: { access: "public", provenance: true },
  };
}

/** Nothing is inherited, so that the folder compiles wherever it is put. `dom` is for `AbortSignal` alone. */
const compilerSettings = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023", "dom"],
    module: "nodenext",
    moduleDetection: "force",
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    types: [],
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

function readme(model: Model): string {
  const { registry, options } = model;
  const stem = classStem(model);
  const subpaths = ([...modules, "validators", "openapi"] as const).map(
    (name) => `| \`${options.typescriptPackage}/${name}\` | ${contents[name]} |`,
  );
  return `# ${options.typescriptPackage}

${registry.description}

This package is generated from the contracts of ${registry.title}, version ${registry.version}. Do not edit it: change the contract and generate again.
It has no dependencies, and runs on Node 20 or later, Deno, Bun and browsers.

\`\`\`ts program
import { createHttpTransport } from "@oap/client";
import { createClient, ${stem}Error } from "${options.typescriptPackage}";

const client = createClient(createHttpTransport({ baseUrl: "${options.serverUrl}" }));
\`\`\`

Each method sends one request and promises its result; \`.withResponse()\` on the promise adds headers, status and the whole envelope.
An exchange that fails rejects with \`${stem}Error\`, whose \`code\` is in the closed table \`errorCodes\` or comes from a later version.
Objects are open: members that this version does not know are kept, and their types do not list them.

| import | what is in it |
| --- | --- |
| \`${options.typescriptPackage}\` | all of the following but the validators and the OpenAPI types |
${subpaths.join("\n")}
`;
}

const contents: Readonly<Record<(typeof modules)[number] | "validators" | "openapi", string>> = {
  types: "every named type",
  client: "`createClient`, with one method for each operation, and the `Transport` that it needs",
  server: "`Handlers`, in which a missing operation does not compile, and `dispatch`",
  operations: "what a gateway must know about each operation",
  errors: "the table of error codes and the one error class",
  bounds: "every named limit",
  tables: "every fixed table",
  headers: "every header with the rules of its value",
  capabilities: "the descriptors of capabilities and the interfaces that plugins implement",
  events: "every event with the type of its payload",
  validators: "one validator for each named type, compiled ahead of time",
  openapi: "the types of the HTTP interface, as OpenAPI tools name them",
};
