import asyncApiSchemas from "@asyncapi/specs";
import { registry as oapRegistry, type Registry } from "@oap/contracts";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";
import { emitAsyncApi } from "./asyncapi.ts";

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

interface Message {
  readonly payload: object;
  readonly examples: readonly { readonly payload: Readonly<Record<string, unknown>> }[];
}

interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: object }>>;
  readonly operations: Readonly<Record<string, { readonly channel: { readonly $ref: string } }>>;
  readonly components: {
    readonly messages: Readonly<Record<string, Message>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

const documentOf = (registry: Registry) => JSON.parse(emitAsyncApi(buildModel(registry))[0]?.content ?? "") as AsyncApi;
const keysOf = (registry: Registry) =>
  registry.chapters.flatMap(({ specs }) => specs).flatMap((spec) => (spec.kind === "event" ? [spec.key] : []));

describe.each([
  ["a team's own registry", parcelRegistry],
  ["the protocol's registry", oapRegistry],
])("the AsyncAPI document of %s", (_title, registry) => {
  const document = documentOf(registry);

  it("passes the official schema of AsyncAPI 3.0", () => {
    // It brings the meta-schema of draft-07 along.
    const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
    addFormats(ajv);
    const validate = ajv.compile(asyncApiSchemas.schemas["3.0.0"] as object);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, channels: { broken: { adress: "/events" } } })).toBe(false);
  });

  it("has one message an event on each of the three streams", () => {
    expect(Object.keys(document.components.messages)).toEqual(keysOf(registry));
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual([
      "/events",
      "/events/invocations/{invocation_id}",
      "/events/plans/{plan_id}",
    ]);
    for (const { messages } of Object.values(document.channels)) {
      expect(Object.keys(messages)).toEqual(keysOf(registry));
    }
    expect(Object.values(document.operations).map(({ channel }) => channel.$ref)).toEqual(
      Object.keys(document.channels).map((name) => `#/channels/${name}`),
    );
  });

  it("refers only to what it has", () => {
    const at = (pointer: string) =>
      pointer
        .slice(2)
        .split("/")
        .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target ?? "");
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
  });

  it("tells its messages apart: every example is valid as its own event, and as no other", () => {
    const ajv = new Ajv({ strict: true, allErrors: true });
    addFormats(ajv);
    ajv.addKeyword("components");
    ajv.addSchema({ $id: "urn:asyncapi:document", components: document.components });
    const validators = Object.keys(document.components.messages).map((key) => ({
      key,
      validate: ajv.compile({ $ref: `urn:asyncapi:document#/components/messages/${key}/payload` }),
    }));
    for (const [key, { examples }] of Object.entries(document.components.messages)) {
      expect(examples.length, key).toBeGreaterThan(0);
      for (const { payload } of examples) {
        expect(validators.filter(({ validate }) => validate(payload)).map((each) => each.key)).toEqual([key]);
      }
    }
  });
});

it("is no file where there is no event", () => {
  const specs = parcelChapter.specs
    .filter(({ kind }) => kind !== "event")
    .map((spec) => (spec.kind === "command" ? { ...spec, sideEffects: { emits: [] } } : spec));
  const registry = { ...parcelRegistry, chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs }] };
  expect(emitAsyncApi(buildModel(registry))).toEqual([]);
});
