import { defineType, registry as oapRegistry, type Registry, type Spec, Type, type TypeSpec } from "@oap/contracts";
import { beforeAll, describe, expect, it } from "vitest";
import { emitContract } from "./emitters/contract.ts";
import { emitDocs } from "./emitters/docs.ts";
import { emitJsonSchema } from "./emitters/json-schema.ts";
import { emitOpenApi } from "./emitters/openapi.ts";
import { emitOpenRpc } from "./emitters/openrpc.ts";
import { emitSchemasPackage } from "./emitters/schemas-package.ts";
import { emitSourceMap } from "./emitters/source-map.ts";
import { emitTypescriptPackage } from "./emitters/typescript-package.ts";
import { generate } from "./generate.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { parcelRegistry } from "./parcel-registry.ts";
import { registry as teamRegistry } from "./testing/parcels/src/registry.ts";
import { ContractViolations } from "./violation.ts";

const changed = (registry: Registry, name: string, change: (spec: Spec) => Spec): Registry => ({
  ...registry,
  chapters: registry.chapters.map((chapter) => ({
    ...chapter,
    specs: chapter.specs.map((spec) => ("name" in spec && spec.name === name ? change(spec) : spec)),
  })),
});

/** Every surface of the small registry, rendered once for the tests that only look at it. */
let rendered: readonly GeneratedFile[];
beforeAll(async () => {
  rendered = await generate({ registry: parcelRegistry });
});

const pathsThatDiffer = (a: readonly GeneratedFile[], b: readonly GeneratedFile[]) => {
  expect(a.map(({ path }) => path)).toEqual(b.map(({ path }) => path));
  return a.filter(({ content }, index) => content !== b[index]?.content).map(({ path }) => path);
};

describe("generate", () => {
  it("renders the same files each time", async () => {
    expect(pathsThatDiffer(rendered, await generate({ registry: parcelRegistry }))).toEqual([]);
  });

  it("renders every surface of a folder whose operations answer three errors alone", async () => {
    const files = await generate({ registry: teamRegistry });
    const openapi = files.find(({ path }) => path === "openapi.json")?.content ?? "";
    const { components } = JSON.parse(openapi) as { components: { examples: object } };
    const named = new Set([...openapi.matchAll(/#\/components\/examples\/([A-Z_]+)/g)].map(([, code]) => code));
    expect([...named].sort()).toEqual(Object.keys(components.examples).sort());
    expect(files.map(({ path }) => path)).toContain("typescript/src/openapi.d.ts");
  });

  it("names the packages after the registry, or as it or the publisher says", async () => {
    const packages = [emitSchemasPackage, emitTypescriptPackage];
    const names = async (registry: Registry, options = {}) => {
      const files = await generate({ registry, options, emitters: packages });
      return files
        .filter(({ path }) => path.endsWith("package.json"))
        .map(({ content }) => (JSON.parse(content) as { name: string }).name);
    };
    expect(await names(oapRegistry)).toEqual(["@oap/schemas", "@oap/protocol"]);
    expect(await names(parcelRegistry)).toEqual(["@parcels/schemas", "@parcels/protocol"]);
    const named = { ...parcelRegistry, packages: { typescript: "parcel-client" } };
    expect(await names(named)).toEqual(["@parcels/schemas", "parcel-client"]);
    expect(await names(named, { typescriptPackage: "@depot/client" })).toEqual(["@parcels/schemas", "@depot/client"]);
    const files = await generate({ registry: parcelRegistry });
    expect(files.filter(({ content }) => /@oap\/(protocol|schemas)/.test(content)).map(({ path }) => path)).toEqual([]);
  });

  it("offers of a registry without operations and events no document that it does not render", async () => {
    const [common, parcels] = parcelRegistry.chapters;
    const specs = parcels!.specs.filter(({ kind }) => kind === "type");
    const registry = {
      ...parcelRegistry,
      headers: { request: [], response: [] },
      chapters: [
        { ...common!, specs: common!.specs.filter(({ kind }) => kind !== "header") },
        { ...parcels!, specs },
      ],
    };
    const files = await generate({ registry });
    const paths = new Set(files.map(({ path }) => path));
    const { files: packed, exports } = JSON.parse(files.find(({ path }) => path === "package.json")?.content ?? "{}");
    const documents = [...packed, ...Object.values<string>(exports).map((path) => path.slice(2))];
    expect(documents.filter((path: string) => path.endsWith(".json") && !paths.has(path))).toEqual([]);
    expect(files.find(({ path }) => path === "README.md")?.content).not.toContain("openapi.json");
  });

  it("links pages to the contracts from wherever in the repository the output is", async () => {
    const sources = [{ path: "platform/src/parcel.ts", text: 'export const a = defineType({ name: "ParcelId" });' }];
    const pages = async (options: object) => {
      const files = await generate({ registry: parcelRegistry, sources, options, emitters: [emitDocs] });
      return files.find(({ path }) => path === "docs/types/ParcelId.md")?.content;
    };
    expect(await pages({})).toContain("(../../../platform/src/parcel.ts#L1)");
    expect(await pages({ outputFolder: "platform/out" })).toContain("(../../../src/parcel.ts#L1)");
  });

  it("sorts them by path and ends each with one line break", () => {
    const paths = rendered.map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
    expect(rendered.filter(({ content }) => !/[^\n]\n$/.test(content)).map(({ path }) => path)).toEqual([]);
  });

  it("refuses two emitters that write one file, on file systems that ignore case too", async () => {
    const emitter = (path: string) => () => [{ path, content: "" }];
    await expect(
      generate({ registry: parcelRegistry, emitters: [emitter("docs/Index.md"), emitter("docs/index.md")] }),
    ).rejects.toThrow("Two emitters write one file: docs/Index.md and docs/index.md.");
  });

  it("renders nothing from contracts that break house rules, and lists all violations in one error", async () => {
    const broken = defineType({
      name: "Broken",
      title: "Broken",
      description: "It breaks two rules.",
      stability: "stable",
      since: "1.0.0",
      source: { document: "Parcel service", section: "2" },
      withoutInvalidExamples: "The test needs none.",
      schema: Type.Object({ at: Type.Date({ description: "When." }), size: Type.Integer() }),
      examples: { valid: [{ title: "one", value: { at: new Date(0), size: 1 } }], invalid: [] },
    });
    const [common, parcels] = parcelRegistry.chapters;
    const registry = { ...parcelRegistry, chapters: [common!, { ...parcels!, specs: [...parcels!.specs, broken] }] };
    const sources = [
      { path: "contracts/src/broken.ts", text: '\n\nexport const Broken = defineType({ name: "Broken" });' },
    ];
    const error: unknown = await generate({ registry, sources }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ContractViolations);
    expect((error as ContractViolations).message).toBe(
      [
        "The contracts break the house rules: 2 violations.",
        "contracts/src/broken.ts:3 Broken at /properties/at: `/properties/at` is a Date. Use ref(Timestamp). (publishable)",
        "contracts/src/broken.ts:3 Broken at /properties/size: The property `size` has no description. Say what it means, its default and its limits. (described)",
      ].join("\n"),
    );
  });
});

describe("editing one description changes exactly the files that depend on it", () => {
  const describedAnew = (spec: Spec): Spec => ({ ...(spec as TypeSpec), description: "Another description." });
  const own = [emitJsonSchema, emitContract, emitOpenApi, emitOpenRpc, emitSourceMap];
  const differing = async (registry: Registry, name: string) =>
    pathsThatDiffer(
      await generate({ registry, emitters: own }),
      await generate({ registry: changed(registry, name, describedAnew), emitters: own }),
    );

  it("in the schemas that embed the type, the documents that list it, and no other", async () => {
    expect(await differing(parcelRegistry, "ParcelDelivered")).toEqual([
      "contract.json",
      "json-schema/ParcelDelivered.json",
      "json-schema/ParcelEvent.json",
      "json-schema/ParcelTrackResult.json",
      "json-schema/ParcelTrackSuccess.json",
      "json-schema/parcels.bundle.json",
      "openapi.json",
      "openrpc.json",
    ]);
  });

  it("leaves documents alone that do not need the type", async () => {
    expect(await differing(oapRegistry, "PacketV2")).toEqual([
      "contract.json",
      "json-schema/PacketV2.json",
      "json-schema/oap.bundle.json",
    ]);
  });

  it("moving code changes the source map alone", async () => {
    const text = 'export const ParcelId = defineType({ name: "ParcelId" });';
    const render = (source: string) =>
      generate({ registry: parcelRegistry, sources: [{ path: "contracts/src/a.ts", text: source }], emitters: own });
    expect(pathsThatDiffer(await render(text), await render(`\n${text}`))).toEqual(["source-map.json"]);
  });

  it("moving code changes the source map and the lines that the pages name, on no other surface", async () => {
    const text =
      'export const codes = defineErrorCodes({ INTERNAL: { meaning: "It failed." } });\nexport const ParcelId = defineType({ name: "ParcelId" });';
    const render = (source: string) =>
      generate({ registry: parcelRegistry, sources: [{ path: "contracts/src/a.ts", text: source }] });
    expect(pathsThatDiffer(await render(text), await render(`\n${text}`))).toEqual([
      "docs/errors.md",
      "docs/types/ParcelId.md",
      "source-map.json",
    ]);
  });

  it("never changes a file of another type on any surface", async () => {
    const edited = await generate({ registry: changed(parcelRegistry, "ParcelDelivered", describedAnew) });
    const paths = pathsThatDiffer(rendered, edited);
    expect(paths).toContain("json-schema/ParcelDelivered.json");
    expect(paths.filter((path) => /ParcelScanned|ParcelTrackParams|ParcelTrackRequest|OrchMeta/.test(path))).toEqual(
      [],
    );
  });
});
