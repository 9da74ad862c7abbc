import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { _, Ajv, type CodeKeywordDefinition, type KeywordCxt, stringify } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { KeywordErrorCxt } from "ajv/dist/types/index.js";
import addFormats from "ajv-formats";
import { build, type Plugin } from "esbuild";
import { banner } from "../banner.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { mapSchema, referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import { boundedErrors } from "./typescript-bounded-errors.ts";
import { issuesSource } from "./typescript-issues.ts";

/**
 * `validators.js`: one function for each named type, compiled ahead of time. It needs nothing at run time, neither a
 * package nor `eval`, so it runs under a content security policy and on hosts that forbid code generation.
 */
export async function emitTypescriptValidators(model: Model): Promise<readonly GeneratedFile[]> {
  const result = await build({
    stdin: { contents: issuesSource(model.types.map(({ name }) => name)), loader: "js" },
    plugins: [modules(boundedErrors(compileValidators(model)))],
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    lineLimit: 160,
    logLevel: "silent",
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "neutral",
    target: "es2022",
    write: false,
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error("esbuild gave no output for validators.js.");
  return [{ path: "typescript/src/validators.js", content: `${banner(model, "slashes")}\n${output.text}` }];
}

/**
 * Gives esbuild the compiled code, and the few files of Ajv that it calls under their package names: their places on
 * this machine would otherwise be in the output.
 */
function modules(compiled: string): Plugin {
  return {
    name: "modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, pluginData }) => {
        if (path === "compiled-validators") return { path, namespace: "generated" };
        const file = createRequire(pluginData ?? import.meta.url).resolve(path);
        return { path, namespace: "package", pluginData: file };
      });
      onLoad({ filter: /.*/, namespace: "generated" }, () => ({ contents: compiled, loader: "js" }));
      onLoad({ filter: /.*/, namespace: "package" }, async ({ pluginData }) => ({
        contents: await readFile(pluginData, "utf8"),
        loader: "js",
        pluginData,
      }));
    },
  };
}

/** One module with a function for each type, which leaves what is wrong in its `errors`. */
function compileValidators(model: Model): string {
  // The class for 2020-12 adds bookkeeping for `unevaluatedProperties` and `$dynamicRef` to every function. Contracts
  // cannot use these, and each keyword that they can use means the same in both; in strict mode any other one throws.
  const ajv = new Ajv({
    allErrors: true,
    code: { source: true, esm: true, lines: true },
    discriminator: true,
    // Each named type becomes one function that others call: a copy in each place makes the file several times larger.
    inlineRefs: false,
    messages: false,
    strict: true,
  });
  addFormats.default(ajv);
  const byTag = ajv.getKeyword("discriminator") as CodeKeywordDefinition;
  ajv.removeKeyword("discriminator").addKeyword(tagKeyword(byTag));
  ajv.addSchema({
    $id: bundleId,
    $defs: Object.fromEntries(
      model.types.map((type) => [type.name, mapSchema(tagged(type, model), boundedComparison)]),
    ),
  });
  const references = model.types.map(({ name }) => [name, `${bundleId}#/$defs/${name}`]);
  return standaloneCode.default(ajv, Object.fromEntries(references));
}

const bundleId = "bundle";

/** Ajv's own keyword, which also refuses what is no object, and says which tags there are. */
function tagKeyword(byTag: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    keyword: "discriminator",
    schemaType: "object",
    error: {
      message: "",
      params: ({ params, schema }: KeywordErrorCxt) =>
        _`{tag: ${schema.propertyName}, tagValue: ${params.tag ?? null}, allowedValues: ${stringify(schema.values)}}`,
    },
    code(context: KeywordCxt) {
      const { gen, data } = context;
      const isObject = _`${data} && typeof ${data} == "object" && !Array.isArray(${data})`;
      gen.if(
        isObject,
        () => byTag.code(context),
        () => context.error(false, {}),
      );
    },
  };
}

/**
 * The schema of a tagged union, told to check the branch that the tag chooses and no other: its issues are then those
 * of the branch that was meant. Published schemas do without the keyword, which is OpenAPI's.
 */
function tagged({ schema, spec }: PublishedType, model: Model): JsonSchema {
  if (spec.discriminator === undefined || typeof schema !== "object" || schema.oneOf === undefined) return schema;
  const propertyName = spec.discriminator;
  const values = schema.oneOf.flatMap((branch) => tagValues(resolved(branch, model), propertyName));
  return { ...schema, discriminator: { propertyName, values } };
}

/** Items are compared each with each, so only as many of them as may be there: a million would take an hour. */
function boundedComparison(schema: JsonSchemaObject): JsonSchema {
  const { uniqueItems, ...rest } = schema;
  if (uniqueItems !== true) return schema;
  if (typeof schema.maxItems !== "number") throw new Error("An array with uniqueItems needs maxItems.");
  return { ...rest, if: { minItems: schema.maxItems + 1 }, else: { uniqueItems } };
}

function tagValues(branch: JsonSchemaObject, tag: string): readonly unknown[] {
  const property = branch.properties?.[tag];
  if (typeof property !== "object") return [];
  return property.const === undefined ? (property.enum ?? []) : [property.const];
}

function resolved(schema: JsonSchema, model: Model): JsonSchemaObject {
  if (typeof schema === "boolean") return {};
  if (schema.$ref === undefined) return schema;
  return resolved(model.typesByName.get(referredName(schema.$ref))?.schema ?? {}, model);
}
