import {
  defineHeader,
  defineQuery,
  defineType,
  type OperationSpec,
  registry as oapRegistry,
  type Registry,
  type TSchema,
  Type,
} from "@oap/contracts";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";
import { emitOpenApi } from "./openapi.ts";

const meta = {
  title: "A spec of the test",
  description: "A spec of the test.",
  stability: "stable",
  since: "1.0.0",
  source: { document: "Parcel service", section: "2" },
} as const;

interface Operation {
  readonly operationId: string;
  readonly deprecated?: boolean;
  readonly security: readonly object[];
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly $ref: string }[];
  readonly requestBody: {
    readonly content: Readonly<Record<string, { readonly schema: object; readonly examples: object }>>;
  };
  readonly responses: Readonly<
    Record<
      string,
      { readonly $ref?: string; readonly description: string; readonly headers: object; readonly content: object }
    >
  >;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, { readonly post?: Operation; readonly get?: Operation }>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const textOf = (registry: Registry) => emitOpenApi(buildModel(registry))[0]?.content ?? "";
const documentOf = (registry: Registry) => JSON.parse(textOf(registry)) as OpenApi;
const operationsOf = (registry: Registry) =>
  registry.chapters
    .flatMap(({ specs }) => specs)
    .filter((spec): spec is OperationSpec => spec.kind === "command" || spec.kind === "query");

describe.each([
  ["a team's own registry", parcelRegistry],
  ["the protocol's registry", oapRegistry],
])("the OpenAPI document of %s", (_title, registry) => {
  const text = textOf(registry);
  const document = JSON.parse(text) as OpenApi;

  it("passes the strict recommended rules of a 3.1 linter, but for what the transport wants", async () => {
    const config = await createConfig({ extends: ["recommended-strict"] });
    const problems = await lintFromString({ source: text, absoluteRef: "openapi.json", config });
    // Strict JSON-RPC is always answered with 200 or 204, and the two probes have no way to be asked wrongly.
    expect(problems.map(({ ruleId, message, location }) => [ruleId, location[0]?.pointer ?? message])).toEqual([
      ["operation-4xx-response", "#/paths/~1rpc/post/responses"],
      ["operation-4xx-response", "#/paths/~1healthz/get/responses"],
      ["operation-4xx-response", "#/paths/~1readyz/get/responses"],
    ]);
  });

  it("passes the rules that follow from the specification alone", async () => {
    const config = await createConfig({ extends: ["spec"] });
    expect(await lintFromString({ source: text, absoluteRef: "openapi.json", config })).toEqual([]);
  });

  it("has a literal path for each operation beside the one that takes every envelope", () => {
    expect(Object.keys(document.paths)).toEqual([
      "/orchestrate",
      ...operationsOf(registry).map(({ meta }) => `/orchestrate/${meta.key}`),
      "/rpc",
      "/healthz",
      "/readyz",
      "/metrics",
      "/events",
      "/events/invocations/{invocation_id}",
      "/events/plans/{plan_id}",
    ]);
  });

  it("tells the envelopes apart by envelope_type, with an explicit mapping", () => {
    const keys = operationsOf(registry).map(({ meta }) => meta.key);
    for (const [name, suffix] of [
      ["OrchestrateRequest", "Request"],
      ["OrchestrateSuccess", "Success"],
    ] as const) {
      const union = document.components.schemas?.[name] as {
        oneOf: { $ref: string }[];
        discriminator: { propertyName: string; mapping: Record<string, string> };
      };
      expect(union.discriminator.propertyName).toBe("envelope_type");
      expect(Object.keys(union.discriminator.mapping)).toEqual(keys);
      expect(Object.values(union.discriminator.mapping)).toEqual(union.oneOf.map(({ $ref }) => $ref));
      expect(union.oneOf.every(({ $ref }) => $ref.endsWith(suffix))).toBe(true);
    }
  });

  it("has no boolean for a schema, which generators with the types of OpenAPI 3.0 cannot read", () => {
    const booleans = (value: unknown, path: string): readonly string[] => {
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(value).flatMap(([key, child]) => {
        if (key === "example" || key === "examples") return [];
        const here = typeof child === "boolean" && path.endsWith("/properties") ? [`${path}/${key}`] : [];
        return [...here, ...booleans(child, `${path}/${key}`)];
      });
    };
    expect(booleans(document.components.schemas, "")).toEqual([]);
    expect(document.components.schemas?.OrchErrorEnvelope).toMatchObject({ properties: { result: { not: {} } } });
  });

  it("says what the parameters of the streams of events look like", () => {
    const { typesByName } = buildModel(registry);
    const patternOf = (schema: unknown) => (schema as { pattern?: string } | undefined)?.pattern;
    const named = (type: string) => patternOf(typesByName.get(type)?.schema);
    const parameters = Object.entries(document.paths)
      .filter(([path]) => path.startsWith("/events/"))
      .flatMap(([, { get }]) => get?.parameters ?? []) as unknown as readonly { name: string; schema: object }[];
    expect(Object.fromEntries(parameters.map(({ name, schema }) => [name, patternOf(schema)]))).toEqual({
      invocation_id: named("InvocationId"),
      plan_id: named("PlanId"),
      "Last-Event-ID": named("EventId"),
    });
    expect(named("EventId")).toBeDefined();
  });

  it("offers both media types for every envelope", () => {
    for (const [path, { post }] of Object.entries(document.paths)) {
      if (!path.startsWith("/orchestrate")) continue;
      expect(Object.keys(post?.requestBody.content ?? {}), path).toEqual([
        "application/vnd.orch-envelope+json;version=oap.v1",
        "application/json",
      ]);
    }
  });

  it("answers each operation's error codes with their statuses", () => {
    for (const { meta, io } of operationsOf(registry)) {
      const responses = document.paths[`/orchestrate/${meta.key}`]?.post?.responses ?? {};
      const codes = [...Object.keys(registry.errors), ...Object.keys(io.errors)];
      const statuses = new Set(codes.map((code) => String(registry.errorCodes[code]?.httpStatus)));
      expect(new Set(Object.keys(responses).filter((status) => status !== "200")), meta.key).toEqual(statuses);
    }
  });

  it("types the errors with which governance refuses by what was decided, where there is governance, and no others", () => {
    const envelope = { $ref: "#/components/schemas/OrchErrorEnvelope" };
    const error = { $ref: "#/components/schemas/GovernanceError" };
    const hasGovernance = registry.chapters.some(({ name }) => name === "governance");
    const governed = new Set(["POLICY_DENIED", "CONSTRAINT_VIOLATION", "KILL_SWITCH_ACTIVE"]);
    for (const { meta, io } of operationsOf(registry)) {
      const codes = [...Object.keys(registry.errors), ...Object.keys(io.errors)];
      for (const [status, response] of Object.entries(
        document.paths[`/orchestrate/${meta.key}`]?.post?.responses ?? {},
      )) {
        const { content } = response as { content?: Record<string, { schema: unknown }> };
        if (status === "200" || content === undefined) continue;
        const refuses = codes.some(
          (code) => governed.has(code) && String(registry.errorCodes[code]?.httpStatus) === status,
        );
        const expected =
          hasGovernance && refuses ? { allOf: [envelope, { type: "object", properties: { error } }] } : envelope;
        expect(content["application/json"]?.schema, `${meta.key} ${status}`).toEqual(expected);
      }
    }
    expect(Object.hasOwn(document.components.schemas ?? {}, "GovernanceError")).toBe(hasGovernance);
  });
});

describe("one operation", () => {
  let post: Operation;
  let document: OpenApi;
  beforeAll(() => {
    document = documentOf(parcelRegistry);
    post = document.paths["/orchestrate/parcel.track"]?.post as Operation;
  });

  it("is typed, has examples from its contract and a name of its own", () => {
    expect(post).toMatchObject({ operationId: "parcelTrack", tags: ["parcels"] });
    expect(post.requestBody.content["application/json"]).toEqual({
      schema: { $ref: "#/components/schemas/ParcelTrackRequest" },
      examples: {
        "by-its-number": {
          summary: "by its number",
          value: { jsonrpc: "2.0", id: "req-1", envelope_type: "parcel.track", params: { parcel: "P00012345" } },
        },
      },
    });
  });

  it("has the headers of every operation and its own", () => {
    expect(post.parameters).toEqual([
      { $ref: "#/components/parameters/Orch-Id" },
      { $ref: "#/components/parameters/Parcel-Number" },
    ]);
    expect(post.responses["200"]?.headers).toEqual({ "Orch-Id": { $ref: "#/components/headers/Orch-Id" } });
  });

  it("says which codes can occur with a status, and shows each as an envelope", () => {
    const response = post.responses["502"];
    expect(response?.description).toBe("`UPSTREAM_UNAVAILABLE`: The depot's system does not answer.");
    expect(response?.content).toMatchObject({
      "application/json": {
        schema: { $ref: "#/components/schemas/OrchErrorEnvelope" },
        examples: { UPSTREAM_UNAVAILABLE: { $ref: "#/components/examples/UPSTREAM_UNAVAILABLE" } },
      },
    });
    expect(document.components.examples?.UPSTREAM_UNAVAILABLE).toMatchObject({
      value: { envelope_type: "parcel.track", error: { code: "UPSTREAM_UNAVAILABLE", retryable: true } },
    });
  });

  it("shares the responses that are the same for every operation", () => {
    expect(post.responses["400"]).toEqual({ $ref: "#/components/responses/Error400" });
    expect(document.components.responses?.Error400).toMatchObject({
      description: "`PARSE_ERROR`: The body is not JSON.",
    });
  });

  it("asks for a credential with the role that it needs", () => {
    expect(post.security).toEqual([{ apiKey: ["user"] }, { bearer: ["user"] }]);
  });

  it("publishes a tagged union with its discriminator", () => {
    expect(document.components.schemas?.ParcelEvent).toMatchObject({
      oneOf: [{ $ref: "#/components/schemas/ParcelScanned" }, { $ref: "#/components/schemas/ParcelDelivered" }],
      discriminator: {
        propertyName: "kind",
        mapping: { scanned: "#/components/schemas/ParcelScanned", delivered: "#/components/schemas/ParcelDelivered" },
      },
    });
  });
});

it("hoists a recursive type to its component", () => {
  const tree = defineType<TSchema>({
    ...meta,
    name: "ParcelTrackResult",
    schema: Type.Object({ children: Type.Array(Type.Unsafe({ $ref: "ParcelTrackResult" }), { maxItems: 9 }) }),
    examples: { valid: [], invalid: [] },
  });
  const specs = parcelChapter.specs.map((spec) => ("name" in spec && spec.name === tree.name ? tree : spec));
  const registry = { ...parcelRegistry, chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs }] };
  expect(documentOf(registry).components.schemas?.ParcelTrackResult).toMatchObject({
    properties: { children: { items: { $ref: "#/components/schemas/ParcelTrackResult" } } },
  });
});

it("shows a header that is a number as a number", () => {
  const weight = defineHeader({ ...meta, name: "Parcel-Weight", schema: Type.Integer(), example: "12" });
  const [track] = operationsOf(parcelRegistry);
  const weigh = defineQuery({
    ...track!,
    meta: { ...track!.meta, key: "parcel.weigh" },
    headers: { request: [{ header: weight }] },
  });
  const registry = {
    ...parcelRegistry,
    chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs: [...parcelChapter.specs, weight, weigh] }],
  };
  expect(documentOf(registry).components.parameters?.["Parcel-Weight"]).toMatchObject({ in: "header", example: 12 });
});

it("marks what is deprecated, and asks nobody who may be anonymous for a credential", () => {
  const [track] = operationsOf(parcelRegistry);
  const old = defineQuery({
    ...track!,
    meta: { ...track!.meta, key: "parcel.find", deprecated: "2026-01-01" },
    policy: { auth: "anonymous", pii: [] },
  });
  const registry = {
    ...parcelRegistry,
    chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs: [...parcelChapter.specs, old] }],
  };
  const post = documentOf(registry).paths["/orchestrate/parcel.find"]?.post;
  expect(post).toMatchObject({ deprecated: true, security: [] });
});

it("tells a client that has to wait for how long", () => {
  const registry = {
    ...parcelRegistry,
    errors: { ...parcelRegistry.errors, RATE_LIMITED: { when: "Too many requests." } },
  };
  expect(documentOf(registry).components.responses?.Error429).toMatchObject({
    headers: { "Retry-After": { schema: { type: "integer" } } },
  });
});

it("takes the header of an API key and the bound of a batch from the contracts", () => {
  const document = documentOf(oapRegistry);
  expect(document.components.securitySchemes?.apiKey).toMatchObject({ in: "header", name: "Orch-Api-Key" });
  expect(JSON.stringify(document.paths["/rpc"]?.post?.requestBody)).toContain(
    '"type":"array","minItems":1,"maxItems":100',
  );
});
