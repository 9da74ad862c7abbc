import { defineType, registry as oapRegistry, type Registry, type TSchema, Type } from "@oap/contracts";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";
import { emitJsonSchema } from "./json-schema.ts";

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const strictAjv = () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats(ajv);
  return ajv;
};
const schemasOf = (registry: Registry) =>
  new Map(
    emitJsonSchema(buildModel(registry)).map(({ path, content }) => [
      path,
      JSON.parse(content) as Record<string, unknown>,
    ]),
  );

describe.each([
  ["a team's own registry", parcelRegistry],
  ["the protocol's registry", oapRegistry],
])("the published schemas of %s", (_title, registry) => {
  const schemas = schemasOf(registry);
  const bundlePath = `json-schema/${registry.name}.bundle.json`;

  it("compile under Ajv 2020-12 strict, and accept the examples that are in them", () => {
    const ajv = strictAjv();
    const failures = [...schemas].flatMap(([path, schema]) => {
      try {
        const validate = ajv.compile(schema);
        const refused = ((schema.examples ?? []) as readonly unknown[]).filter((example) => !validate(example));
        return refused.map((example) => `${path} refuses ${JSON.stringify(example)}`);
      } catch (error) {
        return [`${path}: ${String(error)}`];
      }
    });
    expect(failures).toEqual([]);
  });

  it("have a stable id with the version of their content, and a title that is the type's name", () => {
    const ids = new Set<unknown>();
    for (const [path, { $id, title, description }] of schemas) {
      if (path === bundlePath) continue;
      const name = path.slice("json-schema/".length, -".json".length);
      expect($id).toMatch(new RegExp(`^${registry.schemaIdBase}:${name}:\\d+\\.\\d+\\.\\d+$`));
      expect(title).toBe(name);
      expect(description).not.toBe("");
      ids.add($id);
    }
    expect(ids.size).toBe(schemas.size - 1);
  });

  it("have no nested id, title or extension keyword, and refer only to what is inside", () => {
    for (const [path, schema] of schemas) {
      const { $id, $schema, title, examples, $defs, ...rest } = schema;
      const inside = { ...rest, ...($defs as object) };
      const text = JSON.stringify(inside);
      for (const keyword of ["$id", "$schema", "patternProperties", "unevaluatedProperties", "allOf", "nullable"]) {
        expect(text, path).not.toContain(`"${keyword}":`);
      }
      for (const [, target] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
        if (target === "#") continue;
        expect(Object.keys($defs as object), path).toContain(target?.replace("#/$defs/", ""));
      }
    }
  });

  it("are all in the bundle, which has an id and a version too", () => {
    const bundle = schemas.get(bundlePath);
    expect(bundle?.$id).toBe(`${registry.schemaIdBase}:${registry.name}.bundle:${registry.version}`);
    const names = Object.keys(bundle?.$defs as object);
    expect(names).toEqual([...names].sort());
    expect(names.map((name) => `json-schema/${name}.json`)).toEqual(
      [...schemas.keys()].filter((path) => path !== bundlePath).sort(),
    );
  });
});

describe("one schema file", () => {
  const withType = (name: string, schema: TSchema): Registry => {
    const spec = defineType<TSchema>({
      name,
      title: name,
      description: "A type of the test.",
      stability: "stable",
      deprecated: "2026-01-01",
      since: "1.0.0",
      source: { document: "Parcel service", section: "2" },
      schema,
      examples: { valid: [], invalid: [] },
    });
    return {
      ...parcelRegistry,
      chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs: [...parcelChapter.specs, spec] }],
    };
  };

  it("refers to itself where the type is recursive", () => {
    const registry = withType(
      "Tree",
      Type.Recursive((self) => Type.Object({ children: Type.Array(self) })),
    );
    const tree = schemasOf(registry).get("json-schema/Tree.json");
    expect(tree).toMatchObject({ properties: { children: { items: { $ref: "#" } } }, deprecated: true });
    expect(tree).not.toHaveProperty("$defs");
    expect(strictAjv().validate(tree as object, { children: [{ children: [] }, { children: "none" }] })).toBe(false);
    expect(strictAjv().validate(tree as object, { children: [{ children: [] }] })).toBe(true);
  });

  it("embeds what the types that it needs need", () => {
    const success = schemasOf(parcelRegistry).get("json-schema/ParcelTrackSuccess.json");
    expect(Object.keys(success?.$defs as object)).toEqual([
      "OrchCaller",
      "OrchId",
      "OrchMeta",
      "OrchSessionId",
      "OrchTraceId",
      "ParcelDelivered",
      "ParcelEvent",
      "ParcelId",
      "ParcelScanned",
      "ParcelTrackResult",
      "Timestamp",
    ]);
  });

  it("says that a tagged union is one of its branches", () => {
    expect(schemasOf(parcelRegistry).get("json-schema/ParcelEvent.json")).toMatchObject({
      oneOf: [{ $ref: "#/$defs/ParcelScanned" }, { $ref: "#/$defs/ParcelDelivered" }],
    });
  });
});
