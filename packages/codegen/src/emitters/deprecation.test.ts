import {
  defineBound,
  defineCapability,
  defineEvent,
  defineHeader,
  defineQuery,
  defineTable,
  defineType,
  type OperationSpec,
  type Registry,
  ref,
  type Spec,
  Type,
  type TypeSpec,
} from "@oap/contracts";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { checkTypescript } from "../check-typescript.ts";
import { emitters } from "../emitters.ts";
import { lint } from "../lint.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";

/** The parcels' registry with one deprecated contract of each kind, and one deprecated property. */
const meta = {
  stability: "stable",
  since: "1.0.0",
  source: { document: "Parcel service", section: "2" },
  title: "Older",
  description: "What there was before.",
} as const;
const days = { deprecated: "2026-01-01", sunset: "2027-01-01" } as const;
const named = <TSpec extends Spec>(name: string) =>
  parcelChapter.specs.find((spec) => "name" in spec && spec.name === name) as TSpec;
const ParcelId = named<TypeSpec>("ParcelId");
const track = parcelChapter.specs.find((spec) => spec.kind === "command") as OperationSpec;
const tracked = parcelChapter.specs.find((spec) => spec.kind === "event")!;

const ParcelNumber = defineType({
  ...meta,
  ...days,
  replacedBy: "ParcelId",
  name: "ParcelNumber",
  schema: Type.String({ pattern: "^[0-9]{8}$" }),
  examples: {
    valid: [{ title: "one", value: "00012345" }],
    invalid: [{ title: "a number", value: 12345, pointer: "", keyword: "type" }],
  },
});
const ParcelFindParams = defineType({
  ...meta,
  name: "ParcelFindParams",
  schema: Type.Object({
    parcel: Type.Optional(ref(ParcelId)),
    number: Type.Optional(
      ref(ParcelNumber, {
        description: "The number. Deprecated since 2026-01-01, gone from 2027-01-01; use `parcel`.",
        deprecated: true,
      }),
    ),
    floor: Type.Optional(
      Type.Integer({ description: "Where it lies. Deprecated; nothing reads it.", deprecated: true, default: 0 }),
    ),
  }),
  examples: {
    valid: [{ title: "one", value: { parcel: "P00012345" } }],
    invalid: [{ title: "no number", value: { parcel: 1 }, pointer: "/parcel", keyword: "type" }],
  },
});
const depot = (name: string, end: object) =>
  defineCapability({
    ...meta,
    ...end,
    ...{ module: "depot", name, version: "1.0.0", type: "lookup", risk: "LOW", idempotent: true, pii: [] },
    ...{ input: ParcelFindParams, output: named<TypeSpec>("ParcelTrackResult") },
    defaults: { timeoutMs: 1000, concurrency: 1 },
  });
const header = (name: string, end: object) =>
  defineHeader({ ...meta, ...end, name, schema: ref(ParcelId), example: "P00012345" });
const OldHeader = header("Parcel-Id", { ...days, replacedBy: "Parcel-Number" });

const specs: readonly Spec[] = [
  ParcelNumber,
  ParcelFindParams,
  OldHeader,
  defineEvent({ ...meta, ...days, replacedBy: "parcel.tracked", key: "parcel.found", payload: tracked.payload }),
  defineBound({ ...meta, ...days, replacedBy: "shelvesMax", name: "floorsMax", value: 4, unit: "floors" }),
  defineBound({ ...meta, name: "shelvesMax", value: 40, unit: "shelves" }),
  defineTable({ ...meta, ...days, name: "floorNames", value: { ground: "G" } }),
  depot("find", { ...days, replacedBy: "depot.locate" }),
  depot("locate", {}),
  defineQuery({
    ...track,
    meta: { ...track.meta, ...meta, ...days, replacedBy: "parcel.track", key: "parcel.find", title: "Find a parcel" },
    io: { input: ParcelFindParams, output: track.io.output, errors: { PARCEL_LOST: { when: "It is lost." } } },
    policy: { auth: "user", pii: [] },
    sideEffects: { emits: [] },
    headers: { request: [{ header: OldHeader }], response: [] },
  }),
];
const registry: Registry = {
  ...parcelRegistry,
  chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs: [...parcelChapter.specs, ...specs] }],
  errorCodes: {
    ...parcelRegistry.errorCodes,
    PARCEL_LOST: {
      ...{ meaning: "It is lost.", httpStatus: 404, jsonRpc: -32999, retryable: false, since: "1.0.0" },
      ...{ ...days, replacedBy: "NOT_FOUND" },
    },
    NOT_FOUND: { meaning: "It is not there.", httpStatus: 404, jsonRpc: -32998, retryable: false, since: "1.0.0" },
  },
};

const files = new Map<string, string>();
const text = (path: string) => files.get(path) ?? "";
const json = (path: string) => JSON.parse(text(path));
/** The end of a thing in words, which are the same wherever there is room for them. */
const words = (replacement: string) => `since 2026-01-01, gone from 2027-01-01; use \`${replacement}\``;

beforeAll(async () => {
  const model = buildModel(registry);
  for (const emitter of emitters) for (const { path, content } of await emitter(model)) files.set(path, content);
});

describe("what is deprecated", () => {
  it("keeps the rules of how contracts end", () => {
    const ends = ["dated-deprecations", "known-replacements", "current-references"];
    expect(lint(registry).filter(({ rule }) => ends.includes(rule))).toEqual([]);
  });

  it("says so in contract.json by kind and name, and nothing else does", () => {
    const document = json("contract.json");
    const found = Object.fromEntries(
      ["types", "operations", "events", "capabilities", "headers", "errorCodes", "bounds", "tables"].map((part) => [
        part,
        Object.entries(document[part] as Record<string, { deprecation?: object }>).flatMap(([name, { deprecation }]) =>
          deprecation === undefined ? [] : [[name, deprecation]],
        ),
      ]),
    );
    const end = (replacedBy: string) => ({ ...days, replacedBy });
    expect(found).toEqual({
      types: [
        ["ParcelFindRequest", end("ParcelTrackRequest")],
        ["ParcelFindSuccess", end("ParcelTrackSuccess")],
        ["ParcelNumber", end("ParcelId")],
      ],
      operations: [["parcel.find", end("parcel.track")]],
      events: [["parcel.found", end("parcel.tracked")]],
      capabilities: [["depot.find", end("depot.locate")]],
      headers: [["Parcel-Id", end("Parcel-Number")]],
      errorCodes: [["PARCEL_LOST", end("NOT_FOUND")]],
      bounds: [["floorsMax", end("shelvesMax")]],
      tables: [["floorNames", days]],
    });
  });

  it("says so in its schema, wherever the schema stands", () => {
    expect(json("json-schema/ParcelNumber.json").deprecated).toBe(true);
    expect(json("json-schema/ParcelFindParams.json").$defs.ParcelNumber.deprecated).toBe(true);
    expect(json("json-schema/parcels.bundle.json").$defs.ParcelNumber.deprecated).toBe(true);
    expect(json("contract.json").$defs.ParcelFindParams.properties).toMatchObject({
      number: { $ref: "#/$defs/ParcelNumber", deprecated: true },
      floor: { type: "integer", deprecated: true },
    });
    expect(json("contract.json").$defs.ParcelFindParams.deprecated).toBeUndefined();
  });

  it("says so in OpenAPI with its sunset: operation, header, schema and the headers of the answer", () => {
    const { paths, components } = json("openapi.json");
    const { post } = paths["/orchestrate/parcel.find"];
    expect(post).toMatchObject({ deprecated: true, "x-sunset": "2027-01-01" });
    expect(post.description).toContain(`Deprecated ${words("parcel.track")}.`);
    expect(post.responses["200"].headers).toMatchObject({
      Deprecation: { example: "@1767225600" },
      Sunset: { example: "Fri, 01 Jan 2027 00:00:00 GMT" },
    });
    expect(components.parameters["Parcel-Id"]).toMatchObject({ deprecated: true, "x-sunset": "2027-01-01" });
    expect(components.schemas.ParcelNumber).toMatchObject({ deprecated: true, "x-sunset": "2027-01-01" });
    expect(components.schemas.ParcelFindParams.properties.number.deprecated).toBe(true);
    expect(paths["/orchestrate/parcel.track"].post).not.toHaveProperty("deprecated");
    expect(paths["/orchestrate/parcel.track"].post.responses["200"].headers).not.toHaveProperty("Deprecation");
  });

  it("says so in OpenRPC: method and parameter", () => {
    const { methods } = json("openrpc.json");
    const method = (name: string) => methods.find((one: { name: string }) => one.name === name);
    expect(method("parcel.find")).toMatchObject({
      deprecated: true,
      description: expect.stringContaining(`Deprecated ${words("parcel.track")}.`),
      params: [{ name: "parcel" }, { name: "number", deprecated: true }, { name: "floor", deprecated: true }],
    });
    expect(method("parcel.track")).not.toHaveProperty("deprecated");
  });

  it("says so in AsyncAPI: message, and in words in the schemas, whose dialect has no keyword for it", () => {
    const { messages } = json("asyncapi.json").components;
    expect(messages["parcel.found"]).toMatchObject({
      deprecated: true,
      description: `Deprecated ${words("parcel.tracked")}.`,
    });
    expect(messages["parcel.tracked"]).not.toHaveProperty("deprecated");
    expect(json("openrpc.json").components.schemas.ParcelNumber.description).toMatch(/ Deprecated\.$/);
  });

  it("has a notice on its page with the days and a link to what replaces it", () => {
    const notice = (link: string) => `\n> **Deprecated** since 2026-01-01, gone from 2027-01-01; use ${link}.\n`;
    expect(text("docs/types/ParcelNumber.md")).toContain(notice("[`ParcelId`](ParcelId.md)"));
    expect(text("docs/types/ParcelFindRequest.md")).toContain(notice("[`ParcelTrackRequest`](ParcelTrackRequest.md)"));
    expect(text("docs/operations/parcel.find.md")).toContain(notice("[`parcel.track`](parcel.track.md)"));
    expect(text("docs/events/parcel.found.md")).toContain(notice("[`parcel.tracked`](parcel.tracked.md)"));
    expect(text("docs/capabilities/depot.find.md")).toContain(notice("[`depot.locate`](depot.locate.md)"));
    expect(text("docs/headers.md")).toContain(notice("[`Parcel-Number`](#parcel-number)"));
    expect(text("docs/errors.md")).toContain(notice("[`NOT_FOUND`](#not_found)"));
    expect(text("docs/bounds-and-tables.md")).toContain(notice("[`shelvesMax`](#shelvesmax)"));
    expect(text("docs/bounds-and-tables.md")).toContain("\n> **Deprecated** since 2026-01-01, gone from 2027-01-01.\n");
    expect(text("docs/chapters/parcels.md")).toContain("(../operations/parcel.find.md) | **Deprecated.** ");
    expect(text("docs/types/ParcelFindParams.md")).toContain("| no | **Deprecated.** The number. Deprecated since ");
    expect(text("docs/types/ParcelId.md")).not.toContain("Deprecated");
  });

  it("is in the generated tables of operations and events", () => {
    expect(text("typescript/src/operations.ts")).toContain(
      'deprecation: { deprecated: "2026-01-01", sunset: "2027-01-01", replacedBy: "parcel.track" },',
    );
    expect(text("typescript/src/events.ts")).toContain(
      'deprecation: { deprecated: "2026-01-01", sunset: "2027-01-01", replacedBy: "parcel.tracked" },',
    );
  });
});

describe("an editor strikes it through", () => {
  /** The name that a program uses in each of these places, and the compiler's words for `@deprecated` there. */
  const places: readonly (readonly [place: string, program: string, replacement: string | undefined])[] = [
    ["a type", `export type Use = types./*here*/ParcelNumber;`, "ParcelId"],
    ["a method of the client", `declare const client: ParcelsClient; client.parcel./*here*/find();`, "parcel.track"],
    [
      "a handler of the server",
      `declare const handlers: Handlers<null>; handlers/*here*/["parcel.find"];`,
      "parcel.track",
    ],
    ["an operation of the table", `operations/*here*/["parcel.find"];`, "parcel.track"],
    ["an event's payload", `export type Use = EventPayloads[/*here*/"parcel.found"];`, "parcel.tracked"],
    ["a method of a plugin", `declare const depot: DepotModule<null>; depot./*here*/find({}, null);`, "depot.locate"],
    ["a header", `headers/*here*/["Parcel-Id"];`, "Parcel-Number"],
    ["an error code", `errorCodes./*here*/PARCEL_LOST;`, "NOT_FOUND"],
    ["a bound", `bounds./*here*/floorsMax;`, "shelvesMax"],
    ["a property", `declare const params: types.ParcelFindParams; params./*here*/floor;`, undefined],
  ];
  const preamble = `import * as types from "./types.ts";
import type { DepotModule } from "./capabilities.ts";
import { bounds } from "./bounds.ts";
import type { ParcelsClient } from "./client.ts";
import { errorCodes } from "./errors.ts";
import type { EventPayloads } from "./events.ts";
import { headers } from "./headers.ts";
import { operations } from "./operations.ts";
import type { Handlers } from "./server.ts";
`;
  /** All that these places need of TypeScript's own library, which takes seconds to read. */
  const builtIn = `type Record<K extends string, T> = { [P in K]: T };
type Readonly<T> = { readonly [P in keyof T]: T[P] };`;
  const path = (name: string) => `/team/${name}`;
  let service: ts.LanguageService;
  let texts: ReadonlyMap<string, string>;

  beforeAll(() => {
    texts = new Map([
      ...[...files]
        .filter(([name]) => /^typescript\/src\/.*(?<!\.d)\.ts$/.test(name))
        .map(([name, content]) => [path(name.slice("typescript/src/".length)), content] as const),
      [path("built-in.d.ts"), builtIn] as const,
      ...places.map(([, program], index) => [path(`place-${index}.ts`), `${preamble}${program}\n`] as const),
    ]);
    service = ts.createLanguageService({
      getCompilationSettings: () => ({ strict: true, noLib: true, allowImportingTsExtensions: true, noEmit: true }),
      getScriptFileNames: () => [...texts.keys()],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name) => {
        const content = texts.get(name);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => "/team",
      getDefaultLibFileName: () => "lib.d.ts",
      fileExists: (name) => texts.has(name),
      readFile: (name) => texts.get(name),
    });
  });

  it.each(places.map(([place, , replacement], index) => [place, index, replacement] as const))(
    "where it is %s",
    (_place, index, replacement) => {
      const name = path(`place-${index}.ts`);
      const program = texts.get(name) ?? "";
      const at = program.search(/(?<=\/\*here\*\/\[?"?)\w/);
      const tags = service.getQuickInfoAtPosition(name, at)?.tags ?? [];
      const told = tags.filter((tag) => tag.name === "deprecated").map((tag) => ts.displayPartsToString(tag.text));
      expect(told).toEqual([replacement === undefined ? "" : `${words(replacement)}.`]);
    },
  );

  it("and what is generated compiles", () => {
    const sources = [...texts.keys()].filter((name) => !/place-|built-in/.test(name));
    const module = [path("package.json"), '{ "type": "module" }'] as const;
    expect(checkTypescript({ files: new Map([...texts, module]), roots: sources })).toEqual([]);
  });
});
