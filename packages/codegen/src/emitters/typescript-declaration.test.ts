import {
  defineChapter,
  defineType,
  parameter,
  type Registry,
  ref,
  refGeneric,
  source,
  type TSchema,
  Type,
} from "@oap/contracts";
import { describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { typescriptDeclaration } from "./typescript-declaration.ts";

const typeOf = (name: string, schema: TSchema, more: object = {}) =>
  defineType({
    name,
    title: name,
    description: `What ${name} is.`,
    stability: "stable",
    since: "1.0.0",
    source: source("Notes", "1"),
    schema,
    examples: { valid: [], invalid: [] },
    ...more,
  });

/** The declaration of the last of these types, without comments and in one line. */
async function declaration(...specs: readonly ReturnType<typeof typeOf>[]): Promise<string> {
  const text = await documented(...specs);
  return text
    .replaceAll(/\/\*\*.*?\*\//gs, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

async function documented(...specs: readonly ReturnType<typeof typeOf>[]): Promise<string> {
  const chapter = defineChapter({ name: "notes", title: "Notes", description: "Notes.", specs });
  const registry: Registry = { ...parcelRegistry, chapters: [...parcelRegistry.chapters, chapter] };
  const model = buildModel(registry);
  const type = model.typesByName.get(specs.at(-1)?.name ?? "");
  if (type === undefined) throw new Error("There is no type to declare.");
  return typescriptDeclaration(type, model);
}

const Place = typeOf("Place", Type.Object({ town: Type.String() }));

describe("a declaration", () => {
  it("names other types, also where a description stands beside the reference", async () => {
    const Trip = typeOf("Trip", Type.Object({ from: ref(Place), to: ref(Place, { description: "Where it ends." }) }));
    expect(await declaration(Place, Trip)).toBe("export type Trip = { from: Place to: Place }");
  });

  it("has no index signature for an open object, and one for a record", async () => {
    const Note = typeOf("Note", Type.Object({ text: Type.String(), tags: Type.Record(Type.String(), Type.Number()) }));
    expect(await declaration(Note)).toBe("export type Note = { text: string tags: { [k: string]: number } }");
  });

  it("leaves a property optional that has a default, and says which", async () => {
    const Page = typeOf(
      "Page",
      Type.Object({ size: Type.Optional(Type.Integer({ default: 20, description: "How many." })) }),
    );
    expect(await declaration(Page)).toBe("export type Page = { size?: number }");
    expect(await documented(Page)).toContain("How many.\n * \n * @defaultValue `20`");
  });

  it("is an array, not a tuple, for a bounded number of items", async () => {
    expect(await declaration(typeOf("Pair", Type.Array(Type.String(), { minItems: 2, maxItems: 2 })))).toBe(
      "export type Pair = string[]",
    );
  });

  it("keeps type parameters with their defaults, through references", async () => {
    const Box = typeOf("Box", Type.Object({ inside: parameter("TInside", { unbound: Place }) }), {
      parameters: ["TInside"],
    });
    const Shelf = typeOf("Shelf", Type.Object({ boxes: Type.Array(refGeneric(Box, ["TThing"])) }), {
      parameters: ["TThing"],
    });
    expect(await declaration(Place, Box)).toBe("export type Box<TInside = Place> = { inside: TInside }");
    expect(await declaration(Place, Box, Shelf)).toBe("export type Shelf<TThing = Place> = { boxes: Box<TThing>[] }");
  });

  it("cannot be ended by what its description says", async () => {
    const Sly = typeOf("Sly", Type.String(), { description: "Ends */ export type Other = 1; /* here." });
    expect(await declaration(Sly)).toBe("export type Sly = string");
  });

  it("cites its source, and marks what is not stable or must not be used", async () => {
    expect(await documented(typeOf("Old", Type.String(), { deprecated: "2026-01-01" }))).toMatch(
      /Source: Notes, §1\.[\s\S]*@deprecated/,
    );
    expect(await documented(typeOf("New", Type.String(), { stability: "experimental" }))).toContain("@experimental");
  });
});
