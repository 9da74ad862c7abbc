import type { TSchema } from "@sinclair/typebox";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { errorCodes } from "./common/error-codes.ts";
import { transport } from "./common/transport.ts";
import { registry } from "./registry.ts";
import type { CapabilitySpec } from "./spec/define-capability.ts";
import type { EventSpec } from "./spec/define-event.ts";
import type { HeaderSpec, HeaderUse } from "./spec/define-header.ts";
import type { OperationSpec } from "./spec/define-operation.ts";
import type { Spec } from "./spec/define-registry.ts";
import type { TypeSpec } from "./spec/define-type.ts";
import { envelopesOf } from "./spec/envelopes-of.ts";
import { sourceDocuments } from "./spec/source.ts";
import type { SpecMeta } from "./spec/spec-meta.ts";

const specs = registry.chapters.flatMap((chapter) => chapter.specs);
const ofKind = <TSpec extends Spec>(...kinds: Spec["kind"][]) =>
  specs.filter((spec): spec is TSpec => kinds.includes(spec.kind));

const namedTypes = ofKind<TypeSpec>("type");
const operations = ofKind<OperationSpec>("command", "query");
const events = ofKind<EventSpec>("event");
const capabilities = ofKind<CapabilitySpec>("capability");
const headers = ofKind<HeaderSpec>("header");
const envelopes = operations.map((operation) => ({ operation, ...envelopesOf(operation) }));
const types = [...namedTypes, ...envelopes.flatMap(({ request, success }) => [request, success])];
const judge = schemaJudge(types);

const metaOf = (spec: Spec): SpecMeta => ("meta" in spec ? spec.meta : spec);
const nameOf = (spec: Spec): string => {
  if ("meta" in spec) return spec.meta.key;
  if (spec.kind === "event") return spec.key;
  if (spec.kind === "capability") return `${spec.module}.${spec.name}`;
  return spec.name;
};
const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

/** Every object within a value. */
const objectsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Readonly<Record<string, unknown>>, ...inside];
};

describe("examples", () => {
  const values = types.flatMap(({ name, examples }) => examples.valid.map(({ value }) => ({ name, value })));
  const modules = new Set(capabilities.map(({ module }) => module));
  const capabilityOf = (target: unknown) =>
    capabilities.find(
      ({ module, name }) =>
        module === Reflect.get(Object(target), "module_id") && name === Reflect.get(Object(target), "capability"),
    );

  test("target only capabilities that the built-in modules have", () => {
    const wrong = values.flatMap(({ name, value }) =>
      objectsIn(value)
        .filter((object) => modules.has(String(object.module_id)) && "capability" in object)
        .filter((target) => capabilityOf(target) === undefined)
        .map((target) => `${name}: ${target.module_id}.${target.capability}`),
    );
    expect(wrong).toEqual([]);
  });

  test("carry inputs and outputs that the capability accepts and returns", () => {
    const checked = values.flatMap(({ name, value }) =>
      objectsIn(value).flatMap((object) => {
        const capability = capabilityOf(object.target);
        if (capability === undefined) return [];
        return [
          ...("input" in object ? [{ name, type: capability.input.name, value: object.input }] : []),
          ...("output" in object ? [{ name, type: capability.output.name, value: object.output }] : []),
        ];
      }),
    );
    expect(checked.length).toBeGreaterThan(2);
    expect(checked.filter(({ type, value }) => judge.failures(type, value).length > 0)).toEqual([]);
  });
});

test("every request of exec.* may carry the execution headers, and agrees with what its parameters name", () => {
  const execution = operations.filter(({ meta }) => meta.key.startsWith("exec."));
  expect(execution).toHaveLength(6);
  const counterpartOf = ({ headers }: OperationSpec, name: string) =>
    headers.request.find(({ header }) => header.name === name)?.counterpart;
  for (const operation of execution) {
    expect(operation.headers.request.map(({ header }) => header.name)).toEqual([
      "Orch-Invocation-Id",
      "Orch-Execution-Mode",
      "Orch-Timeout-Ms",
      "Orch-Target-Module",
      "Orch-Target-Capability",
    ]);
    const members = Object.keys((operation.io.input.schema as TSchema).properties);
    expect(counterpartOf(operation, "Orch-Invocation-Id")).toBe(
      members.includes("invocation_id") ? "/params/invocation_id" : undefined,
    );
    expect(counterpartOf(operation, "Orch-Execution-Mode")).toBe(members.includes("mode") ? "/params/mode" : undefined);
    expect(counterpartOf(operation, "Orch-Timeout-Ms")).toBe(
      members.includes("timeout_ms") ? "/params/timeout_ms" : undefined,
    );
  }
});

test("the header of an API key has one name", () => {
  const names = headers.map(({ name }) => name).filter((name) => /key/i.test(name));
  for (const name of names) expect(name).toBe(transport.value.apiKeyHeader);
});

describe("names", () => {
  test("are each used once among types, envelopes included", () => {
    expect(repeated(types.map(({ name }) => name))).toEqual([]);
  });
  test("are each used once among what is not a type", () => {
    expect(repeated(specs.filter(({ kind }) => kind !== "type").map(nameOf))).toEqual([]);
  });
  test("are each used once among chapters, and each chapter has something", () => {
    expect(repeated(registry.chapters.map(({ name }) => name))).toEqual([]);
    for (const chapter of registry.chapters) expect(chapter.specs, chapter.name).not.toEqual([]);
  });
});

describe.each(specs.map((spec) => ({ name: nameOf(spec), meta: metaOf(spec) })))("$name", ({ meta }) => {
  test("says what it is in whole sentences, since when, and where it comes from", () => {
    expect(meta.title).toMatch(/^[A-Z]/);
    expect(meta.description).toMatch(/^[A-Z`].*\.$/su);
    expect(meta.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(sourceDocuments)).toContain(meta.source.document);
    expect(meta.source.section).not.toBe("");
  });
});

describe.each(types.map((type) => ({ name: type.name, type })))("type $name", ({ type }) => {
  const nodes = subschemas(type.schema);

  test("has at least one valid example and two invalid ones, or says why not", () => {
    expect(type.examples.valid.length).toBeGreaterThanOrEqual(1);
    if (type.withoutInvalidExamples === undefined) expect(type.examples.invalid.length).toBeGreaterThanOrEqual(2);
    else expect(type.examples.invalid).toEqual([]);
  });
  test.each(type.examples.valid)("accepts $title", ({ value }) => {
    expect(judge.failures(type.name, value)).toEqual([]);
  });
  test.each(type.examples.invalid)("refuses $title at $pointer by $keyword", ({ value, pointer, keyword }) => {
    expect(judge.failures(type.name, value)).toEqual([{ pointer, keyword }]);
  });
  test("refers only to types of the registry", () => {
    const known = types.map(({ name }) => name);
    for (const { schema } of nodes) if (schema.$ref !== undefined) expect(known).toContain(schema.$ref);
  });
  test("describes every property", () => {
    for (const { path, schema } of nodes) {
      for (const [property, child] of Object.entries(schema.properties ?? {})) {
        expect(child.description ?? child.const, `${path}/properties/${property}`).toBeDefined();
      }
    }
  });
  test("bounds every number", () => {
    for (const { path, schema } of nodes) {
      if (schema.type !== "integer" && schema.type !== "number") continue;
      expect(schema, path).toMatchObject({ minimum: expect.any(Number), maximum: expect.any(Number) });
    }
  });
});

describe.each(envelopes.map((parts) => ({ key: parts.operation.meta.key, ...parts })))("operation $key", (parts) => {
  const { operation, request, success } = parts;

  test("has its input and output in the registry", () => {
    expect(namedTypes).toContain(operation.io.input);
    expect(namedTypes).toContain(operation.io.output);
  });
  test("answers only errors of the table, and repeats none that every operation has", () => {
    for (const code of Object.keys(operation.io.errors)) {
      expect(Object.keys(errorCodes)).toContain(code);
      expect(Object.keys(registry.errors)).not.toContain(code);
    }
  });
  test("emits only events of the registry", () => {
    for (const { event } of operation.sideEffects.emits) expect(events).toContain(event);
  });
  test("has headers of the registry, once each, whose counterparts are members of the envelope", () => {
    const sides: [readonly HeaderUse[], TypeSpec][] = [
      [[...registry.headers.request, ...operation.headers.request], request],
      [[...registry.headers.response, ...operation.headers.response], success],
    ];
    for (const [uses, envelope] of sides) {
      expect(repeated(uses.map(({ header }) => header.name))).toEqual([]);
      for (const { header, counterpart } of uses) {
        expect(headers).toContain(header);
        if (counterpart !== undefined) expect(memberAt(types, envelope, counterpart), counterpart).toBe(true);
      }
    }
  });
  test("names members that exist as personal data", () => {
    for (const pointer of operation.policy.pii) {
      expect(
        [request, success].some((envelope) => memberAt(types, envelope, pointer)),
        pointer,
      ).toBe(true);
    }
  });
});

test.each(headers)("header $name has an example that reads as its schema says", ({ schema, example }) => {
  const plain = schema as PlainSchema;
  const value = plain.type === "integer" || plain.type === "boolean" ? JSON.parse(example) : example;
  expect(judge.schemaFailures(schema, value)).toEqual([]);
});

test.each(capabilities)("capability $module.$name has its input and output in the registry", (capability) => {
  const { input, output, pii } = capability;
  expect(namedTypes).toContain(input);
  expect(namedTypes).toContain(output);
  for (const pointer of pii) {
    const [, side, ...rest] = pointer.split("/");
    expect(memberAt(types, side === "input" ? input : output, ["", ...rest].join("/")), pointer).toBe(true);
  }
});

test.each(events)("event $key has its payload in the registry", ({ payload }) => {
  expect(namedTypes).toContain(payload);
});

describe("error codes", () => {
  test("fit the pattern of OrchError and have one JSON-RPC integer each", () => {
    for (const code of Object.keys(errorCodes)) {
      expect(judge.failures("OrchError", { code, message: "It failed." })).toEqual([]);
    }
    expect(repeated(Object.values(errorCodes).map(({ jsonRpc }) => String(jsonRpc)))).toEqual([]);
  });
  test("of every operation are in the table", () => {
    for (const code of Object.keys(registry.errors)) expect(Object.keys(errorCodes)).toContain(code);
  });
  test("are each answered by some operation", () => {
    const answered = [registry.errors, ...operations.map(({ io }) => io.errors)].flatMap((errors) =>
      Object.keys(errors),
    );
    expect(Object.keys(errorCodes).filter((code) => !answered.includes(code))).toEqual([]);
  });
});

/** A schema as JSON, as far as these tests look into it. */
interface PlainSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly not?: object;
  readonly properties?: Readonly<Record<string, PlainSchema>>;
  readonly patternProperties?: Readonly<Record<string, PlainSchema>>;
  readonly items?: PlainSchema;
  readonly anyOf?: readonly PlainSchema[];
}

/** The schema and all schemas within it, references not followed, with their paths. */
function subschemas(schema: TSchema | PlainSchema, path = ""): { path: string; schema: PlainSchema }[] {
  const plain = schema as PlainSchema;
  const children: [string, PlainSchema][] = [
    ...Object.entries(plain.properties ?? {}).map(([name, child]): [string, PlainSchema] => [
      `properties/${name}`,
      child,
    ]),
    ...Object.entries(plain.patternProperties ?? {}).map(([name, child]): [string, PlainSchema] => [
      `pattern/${name}`,
      child,
    ]),
    ...(plain.anyOf ?? []).map((child, index): [string, PlainSchema] => [`anyOf/${index}`, child]),
    ...(plain.items === undefined ? [] : [["items", plain.items] as [string, PlainSchema]]),
  ];
  return [{ path, schema: plain }, ...children.flatMap(([name, child]) => subschemas(child, `${path}/${name}`))];
}

/** Whether a value of the type can have a member at the pointer. */
function memberAt(all: readonly TypeSpec[], type: TypeSpec, pointer: string): boolean {
  const step = (schema: PlainSchema, segments: readonly string[]): boolean => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return true;
    if (schema.$ref !== undefined) {
      const target = all.find(({ name }) => name === schema.$ref);
      return target !== undefined && step(target.schema, segments);
    }
    if (schema.anyOf !== undefined) return schema.anyOf.some((branch) => step(branch, segments));
    if (schema.properties !== undefined) {
      const member = schema.properties[segment];
      return member !== undefined && step(member, rest);
    }
    return schema.type === undefined || schema.type === "object";
  };
  return step(type.schema, pointer.split("/").slice(1));
}

interface Failure {
  readonly pointer: string;
  readonly keyword: string;
}

/** Judges by Ajv, over one document of definitions, as the published bundle is. */
function schemaJudge(all: readonly TypeSpec[]) {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  ajv.addFormat("date-time", isDateTime);
  const $defs = Object.fromEntries(all.map(({ name, schema }) => [name, hoisted(schema)]));
  ajv.addSchema({ $id: "urn:test:bundle", $defs });
  const check = (validate: ReturnType<typeof ajv.compile>, value: unknown) =>
    validate(value) ? [] : distinct(validate.errors ?? []);
  return {
    failures: (name: string, value: unknown) => check(ajv.compile({ $ref: `urn:test:bundle#/$defs/${name}` }), value),
    schemaFailures: (schema: TSchema, value: unknown) => check(ajv.compile(hoisted(schema, "urn:test:bundle")), value),
  };
}

/** Whether the day and the time are on the calendar and the clock; the form of the text is checked by its pattern. */
function isDateTime(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && (!text.endsWith("Z") || new Date(time).toISOString().startsWith(text.slice(0, 19)));
}

/** References by bare name become references into the document; a member that is never there becomes `false`. */
function hoisted(schema: TSchema, base = ""): object {
  return JSON.parse(JSON.stringify(schema), (_, node) => {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
    const { typeParameter: _parameter, typeArguments: _arguments, ...rest } = node;
    if (JSON.stringify(rest.not) === "{}") return false;
    return typeof rest.$ref === "string" ? { ...rest, $ref: `${base}#/$defs/${rest.$ref}` } : rest;
  });
}

/** What failed, each once; where a union failed, not what failed in its branches. */
function distinct(errors: readonly ErrorObject[]): Failure[] {
  const unions = errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath);
  const names = errors.filter(({ propertyName }) => propertyName !== undefined);
  const failures = errors
    .filter((error) => error.keyword === "anyOf" || !unions.some((union) => error.instancePath.startsWith(union)))
    .filter((error) => !names.includes(error))
    .map(({ instancePath, keyword }) => ({ pointer: instancePath, keyword }));
  return failures.filter(
    (failure, index) =>
      failures.findIndex(({ pointer, keyword }) => pointer === failure.pointer && keyword === failure.keyword) ===
      index,
  );
}
