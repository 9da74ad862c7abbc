import { deprecationOf } from "@oap/contracts";
import { deprecationSentence } from "../deprecation-text.ts";
import { downLevelSchema } from "../down-level-schema.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { JsonSchema } from "../json-schema.ts";
import { jsonText } from "../json-text.ts";
import { referredName } from "../map-schema.ts";
import type { ErrorCodeEntry, Model, PublishedOperation } from "../model.ts";
import { transportOf } from "../transport.ts";
import { dereferenced } from "../union-branches.ts";

/**
 * The strict JSON-RPC surface: one method an operation. `rpc.discover` serves this document and is not in it, as the
 * `rpc.` methods belong to the protocol and not to the service. Schemas are draft-07. Source: OpenRPC 1.3.2.
 */
export function emitOpenRpc(model: Model): readonly GeneratedFile[] {
  if (model.operations.length === 0) return [];
  const { registry, options } = model;
  const document = {
    openrpc: "1.3.2",
    info: {
      title: registry.title,
      version: registry.version,
      description: registry.description,
      license: { name: options.license },
    },
    servers: [{ name: "default", url: `${options.serverUrl}${transportOf(model).paths.jsonRpc}` }],
    methods: model.operations.map((operation) => methodOf(operation, model)),
    components: {
      schemas: Object.fromEntries(neededTypes(model).map((type) => [type.name, draft07(type.schema)])),
      errors: Object.fromEntries(usedErrors(model).map((entry) => [entry.code, errorOf(entry)])),
    },
  };
  return [{ path: "openrpc.json", content: jsonText(document) }];
}

function methodOf(operation: PublishedOperation, model: Model) {
  const { key, spec, output, chapter, errors } = operation;
  const { meta } = spec;
  return {
    name: key,
    tags: [{ name: chapter.name }],
    summary: meta.title,
    description: [meta.description, ...deprecationSentence(meta), meta.goal, meta.context].join("\n\n"),
    ...(deprecationOf(meta) === undefined ? {} : { deprecated: true }),
    paramStructure: "by-name",
    params: parametersOf(operation, model),
    result: {
      name: output.name,
      description: output.spec.description,
      schema: { $ref: `#/components/schemas/${output.name}` },
    },
    errors: errors.map(({ code }) => ({ $ref: `#/components/errors/${code}` })),
    examples: examplesOf(operation),
  };
}

/** One exchange: the first examples of input and output, which belong together. What answers the other inputs is not said. */
function examplesOf({ input, output }: PublishedOperation) {
  const [request] = input.spec.examples.valid;
  const [result] = output.spec.examples.valid;
  if (request === undefined || result === undefined) return [];
  const params = Object.entries(request.value as Record<string, unknown>).map(([name, value]) => ({ name, value }));
  return [{ name: request.title, params, result: { name: output.name, value: result.value } }];
}

/** One parameter for each member of the input, the required ones first as OpenRPC wants it. */
function parametersOf({ input }: PublishedOperation, model: Model) {
  const schema = dereferenced(input.schema, (name) => model.typesByName.get(name)?.schema);
  if (typeof schema !== "object") return [];
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, property]) => ({
      name,
      ...annotationsOf(property),
      required: required.has(name),
      schema: draft07(withoutAnnotations(property)),
    }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function annotationsOf(schema: JsonSchema) {
  if (typeof schema === "boolean") return {};
  const { description, deprecated } = schema;
  return {
    ...(description === undefined ? {} : { description }),
    ...(deprecated === true ? { deprecated: true } : {}),
  };
}

/** The parameter says it already. */
function withoutAnnotations(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const { description: _, deprecated: __, ...rest } = schema;
  return rest;
}

function draft07(schema: JsonSchema): JsonSchema {
  return downLevelSchema(schema, (reference) => `#/components/schemas/${referredName(reference)}`);
}

function neededTypes(model: Model) {
  const needed = new Set(
    model.operations.flatMap(({ input, output }) => [...input.closure, output.name, ...output.closure]),
  );
  return model.types.filter(({ name }) => needed.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function usedErrors(model: Model): readonly ErrorCodeEntry[] {
  const used = new Set(model.operations.flatMap(({ errors }) => errors.map(({ code }) => code)));
  return model.errorCodes.filter(({ code }) => used.has(code));
}

/** The integer and message of strict JSON-RPC, with the `OrchError` that comes under `data`. */
function errorOf({ code, meaning, jsonRpc, retryable }: ErrorCodeEntry) {
  return { code: jsonRpc, message: meaning, data: { code, message: meaning, retryable } };
}
