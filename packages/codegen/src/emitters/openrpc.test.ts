import jsonSchemaMetaSchema from "@json-schema-tools/meta-schema";
import { registry as oapRegistry, type Registry } from "@oap/contracts";
import * as openRpcPackage from "@open-rpc/meta-schema";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";
import { emitOpenRpc } from "./openrpc.ts";

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

// The package's declarations describe documents and leave out the schema that it exports.
const metaSchema = (openRpcPackage as unknown as { openrpcDocument: Record<string, unknown> }).openrpcDocument;

interface OpenRpc {
  readonly methods: readonly {
    readonly name: string;
    readonly paramStructure: string;
    readonly params: readonly { readonly name: string; readonly required: boolean; readonly schema: object }[];
    readonly result: { readonly schema: object };
    readonly errors: readonly { readonly $ref: string }[];
    readonly examples: readonly object[];
  }[];
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly errors: Readonly<Record<string, { readonly code: number }>>;
  };
}

const textOf = (registry: Registry) => emitOpenRpc(buildModel(registry))[0]?.content ?? "";

describe.each([
  ["a team's own registry", parcelRegistry],
  ["the protocol's registry", oapRegistry],
])("the OpenRPC document of %s", (_title, registry) => {
  const text = textOf(registry);
  const document = JSON.parse(text) as OpenRpc;

  it("passes the OpenRPC meta-schema", () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    // Both are draft-07 under a name of their own; the one refers to the other without its closing slash.
    const { $schema: _, $id: __, ...jsonSchema } = jsonSchemaMetaSchema as unknown as Record<string, unknown>;
    const { $schema: ___, ...openRpc } = metaSchema;
    ajv.addSchema({ ...jsonSchema, $id: "https://meta.json-schema.tools" });
    ajv.addSchema({ ...jsonSchema, $id: "https://meta.json-schema.tools/" });
    const validate = ajv.compile(openRpc);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it("passes the rules of an OpenRPC linter", async () => {
    const config = await createConfig({ extends: ["recommended-strict"] });
    const problems = await lintFromString({ source: text, absoluteRef: "openrpc.json", config });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it("has schemas that compile as draft-07, strictly", () => {
    const ajv = new Ajv({ strict: true, allErrors: true });
    addFormats(ajv);
    ajv.addKeyword("components");
    ajv.addSchema({ $id: "urn:openrpc:document", components: document.components });
    const absolute = (schema: object) =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"urn:openrpc:document#/components')) as object;
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `urn:openrpc:document#/components/schemas/${name}` }), name).not.toThrow();
    }
    for (const { params, result } of document.methods) {
      for (const { schema } of [...params, result]) expect(() => ajv.compile(absolute(schema))).not.toThrow();
    }
  });

  it("has nothing of a later draft in its schemas", () => {
    const schemas = JSON.stringify([document.components.schemas, document.methods.map(({ params }) => params)]);
    for (const keyword of [
      "$defs",
      "prefixItems",
      "unevaluatedProperties",
      "$anchor",
      "$dynamicRef",
      "dependentRequired",
    ]) {
      expect(schemas).not.toContain(`"${keyword}":`);
    }
    expect(schemas).not.toMatch(/"\$ref":"[^"]*",/);
  });

  it("has one method an operation, with its parameters by name", () => {
    const keys = registry.chapters
      .flatMap(({ specs }) => specs)
      .flatMap((spec) => (spec.kind === "command" || spec.kind === "query" ? [spec.meta.key] : []));
    expect(document.methods.map(({ name }) => name)).toEqual(keys);
    expect(new Set(document.methods.map(({ paramStructure }) => paramStructure))).toEqual(new Set(["by-name"]));
  });

  it("has the integers of the code table", () => {
    for (const [code, { code: integer }] of Object.entries(document.components.errors)) {
      expect(integer).toBe(registry.errorCodes[code]?.jsonRpc);
    }
  });
});

it("lists the required parameters first and the errors an operation can answer", () => {
  const [method] = (JSON.parse(textOf(parcelRegistry)) as OpenRpc).methods;
  expect(method?.params.map(({ name, required }) => [name, required])).toEqual([
    ["parcel", true],
    ["recipient", false],
  ]);
  expect(method?.errors.map(({ $ref }) => $ref.split("/").at(-1))).toEqual([
    "PARSE_ERROR",
    "INVALID_PARAMS",
    "INTERNAL",
    "UPSTREAM_UNAVAILABLE",
  ]);
});

it("shows one exchange for each method, of examples that belong together", () => {
  const methods = (JSON.parse(textOf(oapRegistry)) as OpenRpc).methods;
  const exampleOf = (name: string) => methods.find((method) => method.name === name)?.examples;
  expect(exampleOf("exec.plan.apply")).toEqual([
    {
      name: "wait for the outcome",
      params: [{ name: "plan_id", value: "count-words" }],
      result: {
        name: "ExecPlanApplyResult",
        value: { plan_id: "count-words", invocation_id: "inv-1", state: "COMPLETED" },
      },
    },
  ]);
  expect(methods.map(({ examples }) => examples.length)).toEqual(methods.map(() => 1));
});

it("is no file where there is no operation", () => {
  const registry = {
    ...parcelRegistry,
    chapters: [
      parcelRegistry.chapters[0]!,
      { ...parcelChapter, specs: parcelChapter.specs.filter(({ kind }) => kind !== "command") },
    ],
  };
  expect(emitOpenRpc(buildModel(registry))).toEqual([]);
});
