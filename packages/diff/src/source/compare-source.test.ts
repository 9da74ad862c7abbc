import { describe, expect, it } from "vitest";
import type { Direction } from "../finding.ts";
import { editedTypescript, parcelTypescript, type TextEdit } from "../testing/parcel-typescript.ts";
import { compareSource } from "./compare-source.ts";

const found = (edits: readonly TextEdit[]) =>
  compareSource(parcelTypescript, editedTypescript(parcelTypescript, edits));

/** The codes of the compiler's errors that a finding shows. */
const codesOf = (text = "") => [...text.matchAll(/^TS(\d+): /gm)].map(([, code]) => Number(code));

const types = (from: string, to: string): TextEdit => ["types.ts", from, to];

interface Expected {
  readonly at: string;
  readonly codes: readonly number[];
  readonly breaks: readonly Direction[];
  readonly rule?: string;
}

const sends: readonly Direction[] = ["request"];
const reads: readonly Direction[] = ["response"];
const both: readonly Direction[] = ["request", "response"];

const breaking: readonly (readonly [title: string, edits: readonly TextEdit[], ...expected: readonly Expected[]])[] = [
  [
    "a type is gone",
    [types("export type ParcelColor = {\n  red: number;\n};", "")],
    { at: "type ParcelColor", codes: [2305], breaks: sends, rule: "exported-type-removed" },
  ],
  [
    "a type is renamed",
    [types("ParcelState", "ParcelStatus")],
    { at: "type ParcelState", codes: [2724], breaks: reads, rule: "exported-type-renamed" },
  ],
  [
    "an optional member that is sent becomes required",
    [types("recipient?: string", "recipient: string")],
    { at: "type ParcelTrackParams#/properties/recipient", codes: [2741], breaks: sends },
  ],
  [
    "a required member is added to what is sent",
    [types("recipient?: string;", "recipient?: string;\n  sender: string;")],
    { at: "type ParcelTrackParams#/properties/sender", codes: [2741], breaks: sends },
  ],
  [
    "a required member that is read becomes optional",
    [types("  depot: string", "  depot?: string")],
    { at: "type ParcelScanned#/properties/depot", codes: [2322], breaks: reads },
  ],
  [
    "a member that is sent is gone",
    [types("  recipient?: string;\n", "")],
    { at: "type ParcelTrackParams#/properties/recipient", codes: [2353], breaks: sends },
  ],
  [
    "an optional member that is read is gone",
    [types("  signed_by?: string;\n", "")],
    { at: "type ParcelDelivered#/properties/signed_by", codes: [2339], breaks: reads },
  ],
  [
    "a member within a member is gone",
    [types("    until?: string;\n", "")],
    { at: "type ParcelTrackParams#/properties/window/properties/until", codes: [2353], breaks: sends },
  ],
  [
    "a member within the items of a list becomes optional",
    [types("    name: string;", "    name?: string;")],
    { at: "type ParcelTrackResult#/properties/depots/items/properties/name", codes: [2322], breaks: reads },
  ],
  [
    "a value that is read is added",
    [types('"MOVING"', '"MOVING" | "LOST"')],
    { at: "type ParcelState", codes: [2322], breaks: reads, rule: "enum-value-added" },
  ],
  [
    "a value that is read is gone",
    [types(' | "MOVING"', "")],
    { at: "type ParcelState", codes: [2367], breaks: reads },
  ],
  [
    "values that are read are any text now",
    [types('"WAITING" | "MOVING" | "DELIVERED"', "string")],
    { at: "type ParcelState", codes: [2322], breaks: reads },
  ],
  [
    "a value that is sent is gone",
    [types('"FAST" | "SLOW"', '"FAST"')],
    { at: "type ParcelTrackParams#/properties/speed", codes: [2322], breaks: sends },
  ],
  [
    "the type of a member that is sent is narrower",
    [types("depth?: number", "depth?: 1 | 2")],
    { at: "type ParcelPingParams#/properties/depth", codes: [2322], breaks: sends },
  ],
  [
    "the type of a member that is read is wider",
    [types("grams: number", "grams: number | string")],
    { at: "type ParcelWeighOutput#/properties/grams", codes: [2322], breaks: reads },
  ],
  [
    "the values of a map are of another type",
    [types("[k: string]: string;", "[k: string]: number;")],
    { at: "type ParcelTrackParams#/properties/labels/additionalProperties", codes: [2322], breaks: sends },
  ],
  [
    "a member that is read can be anything",
    [types("grams: number", "grams: JsonValue")],
    { at: "type ParcelWeighOutput#/properties/grams", codes: [2322], breaks: reads, rule: "became-any" },
  ],
  [
    "a branch is added to a union that is read",
    [
      types("= ParcelScanned | ParcelDelivered", "= ParcelScanned | ParcelDelivered | ParcelLost"),
      types("/** Nothing carries it. */", 'export type ParcelLost = { kind: "lost" };'),
    ],
    { at: "type ParcelEvent", codes: [2322], breaks: reads },
  ],
  [
    "a branch of a union that is read is gone",
    [types("= ParcelScanned | ParcelDelivered", "= ParcelScanned")],
    { at: "type ParcelEvent", codes: [2367], breaks: reads },
  ],
  [
    "the tag of a branch is gone",
    [types('  kind: "delivered";\n', "")],
    { at: "type ParcelDelivered#/properties/kind", codes: [2339], breaks: reads, rule: "discriminator-removed" },
  ],
  [
    "the tag of a branch is another",
    [types('"delivered"', '"handed-over"')],
    { at: "type ParcelDelivered#/properties/kind", codes: [2367], breaks: reads },
  ],
  [
    "a type that nothing carries changes: it may be sent and read",
    [types("red: number", "red?: string")],
    { at: "type ParcelColor#/properties/red", codes: [2322, 2322], breaks: both },
  ],
  [
    "an error that is answered loses a member",
    [types("  message: string;\n", "")],
    { at: "type OrchError#/properties/message", codes: [2339], breaks: reads },
  ],
  [
    "a type parameter is gone",
    [types("<TNote = JsonValue>", ""), types("note?: TNote", "note?: JsonValue")],
    { at: "type ParcelTrackResult", codes: [2315], breaks: reads },
  ],
  [
    "what stands for a type parameter by default is wider",
    [types("TNote = JsonValue", "TNote = unknown")],
    { at: "type ParcelTrackResult", codes: [2322], breaks: reads },
  ],
  [
    "a type changes within another one, which changes compatibly",
    [types('"MOVING"', '"MOVING" | "LOST"'), types("  note?: TNote;", "  note?: TNote;\n  grams: number;")],
    { at: "type ParcelState", codes: [2322], breaks: reads, rule: "enum-value-added" },
  ],
  [
    "an object becomes text",
    [types("export type ParcelWeighInput = {\n  parcel: ParcelId;\n};", "export type ParcelWeighInput = string;")],
    { at: "type ParcelWeighInput", codes: [2322], breaks: sends },
  ],
  [
    "an operation is gone, with its envelopes",
    [
      ["client.ts", "    ping(params?: ParcelPingParams): Promise<ParcelPingResult>;\n", ""],
      [
        "operations.ts",
        `  "parcel.ping": {
    params: ParcelPingParams;
    result: ParcelPingResult;
    request: ParcelPingRequest;
    success: ParcelPingSuccess;
  };
`,
        "",
      ],
      types("export type ParcelPingRequest = { params: ParcelPingParams };\n", ""),
      types("export type ParcelPingSuccess = { result: ParcelPingResult };\n", ""),
    ],
    { at: "type ParcelPingRequest", codes: [2724], breaks: sends, rule: "exported-type-removed" },
    { at: "type ParcelPingSuccess", codes: [2305], breaks: reads, rule: "exported-type-removed" },
    { at: "operation parcel.ping", codes: [2339], breaks: sends },
  ],
  [
    "an operation needs its parameters",
    [["client.ts", "ping(params?:", "ping(params:"]],
    { at: "operation parcel.ping", codes: [2554], breaks: sends },
  ],
  [
    "an operation takes and answers other types",
    [
      [
        "client.ts",
        "track(params: ParcelTrackParams): Promise<ParcelTrackResult>",
        "track(params: ParcelColor): Promise<ParcelColor>",
      ],
      ["client.ts", "import type { ParcelPingParams", "import type { ParcelColor, ParcelPingParams"],
    ],
    { at: "operation parcel.track", codes: [2345, 2322], breaks: both },
  ],
  [
    "what is told of operations has one value less",
    [["operations.ts", ' | "deprecated"', ""]],
    { at: "type Operation#/properties/stability", codes: [2367], breaks: reads },
  ],
  [
    "an option of calls is gone",
    [["operations.ts", "  readonly id?: string | undefined;\n", "  readonly name?: string;\n"]],
    { at: "type CallOptions#/properties/id", codes: [2353], breaks: sends },
  ],
  [
    "an event is gone",
    [["events.ts", '  "parcel.tracked": ParcelTrackResult;\n', ""]],
    { at: "event parcel.tracked", codes: [2339], breaks: reads },
  ],
  [
    "an event has another payload",
    [["events.ts", '"parcel.tracked": ParcelTrackResult', '"parcel.tracked": { parcel: string }']],
    { at: "event parcel.tracked", codes: [2739], breaks: reads },
  ],
  [
    "a capability is gone",
    [["capabilities.ts", "    weigh: { input: ParcelWeighInput; output: ParcelWeighOutput };\n", ""]],
    { at: "capability depot.weigh", codes: [2339], breaks: sends },
  ],
  [
    "a capability answers another type",
    [["capabilities.ts", "output: ParcelWeighOutput", "output: { kilograms: number }"]],
    { at: "capability depot.weigh", codes: [2741], breaks: reads },
  ],
  [
    "a bound is gone",
    [["bounds.ts", "  depotsMax: 3,\n", ""]],
    { at: "bound depotsMax", codes: [2339], breaks: sends, rule: "constant-removed" },
  ],
  [
    "an error code is gone",
    [["errors.ts", '  PARCEL_LOST: { meaning: "It is lost.", httpStatus: 404 },\n', ""]],
    { at: "errorCode PARCEL_LOST", codes: [2339], breaks: sends, rule: "error-code-undefined" },
  ],
  [
    "a header's name is gone",
    [["headers.ts", '"Parcel-Id": {', '"Parcel-Key": {']],
    { at: "header Parcel-Id", codes: [7053], breaks: sends, rule: "exported-header-removed" },
  ],
  [
    "a table's key is gone",
    [["tables.ts", ', FIRST: "first"', ""]],
    { at: "table floorNames#/FIRST", codes: [2339], breaks: sends },
  ],
  [
    "a table is gone",
    [
      ["tables.ts", "floorNames", "floors"],
      ["index.ts", "floorNames", "floors"],
    ],
    { at: "table floorNames", codes: [2305], breaks: sends, rule: "constant-removed" },
  ],
];

const compatible: readonly (readonly [title: string, edits: readonly TextEdit[]])[] = [
  ["nothing changes", []],
  [
    "an optional member is added to what is sent",
    [types("recipient?: string;", "recipient?: string;\n  sender?: string;")],
  ],
  ["a required member that is sent becomes optional", [types("    from: string", "    from?: string")]],
  ["the type of a member that is sent is wider", [types("depth?: number", "depth?: number | string")]],
  ["a value that is sent is added", [types('"FAST" | "SLOW"', '"FAST" | "SLOW" | "NEXT_DAY"')]],
  ["a required member is added to what is read", [types("grams: number;", "grams: number;\n  at: string;")]],
  ["an optional member that is read becomes required", [types("signed_by?: string", "signed_by: string")]],
  ["the type of a member that is read is narrower", [types("grams: number", "grams: 1 | 2")]],
  [
    "the branches of a union are in another order",
    [types("ParcelScanned | ParcelDelivered", "ParcelDelivered | ParcelScanned")],
  ],
  ["values are in another order", [types('"WAITING" | "MOVING"', '"MOVING" | "WAITING"')]],
  [
    "members are in another order",
    [types('  kind: "scanned";\n  depot: string;', '  depot: string;\n  kind: "scanned";')],
  ],
  ["a comment is reworded", [types("Always `scanned`.", "It was scanned.")]],
  [
    "a type says its members by name instead of in place",
    [
      types("window?: {\n    from: string;\n    until?: string;\n  };", "window?: ParcelWindow;"),
      types("/** Nothing carries it. */", "export type ParcelWindow = { from: string; until?: string };"),
    ],
  ],
  ["a type is added", [types("/** Nothing carries it. */", "export type ParcelLost = { kind: string };")]],
  [
    "a type parameter with a default is added",
    [types("export type ParcelColor =", "export type ParcelColor<TShade = string> =")],
  ],
  [
    "more is told of operations",
    [["operations.ts", "  readonly key: TKey;", "  readonly key: TKey;\n  readonly path: string;"]],
  ],
  ["an operation is added", [["client.ts", "    ping(", "    find(): Promise<ParcelPingResult>;\n    ping("]]],
  ["an operation's parameters may be left out", [["client.ts", "track(params:", "track(params?:"]]],
  ["a bound has another value", [["bounds.ts", "parcelsMax: 10", "parcelsMax: 20"]]],
  [
    "an error code is added",
    [["errors.ts", "  INTERNAL:", '  OVERLOADED: { meaning: "Later.", httpStatus: 503 },\n  INTERNAL:']],
  ],
];

describe("the compiler refuses what was written before when", () => {
  it.each(breaking.map(([title, edits, ...expected]) => [title, edits, expected] as const))(
    "%s",
    (_, edits, expected) => {
      const findings = found(edits).map(({ rule, subject, pointer, breaks, compilerError }) => ({
        at: `${subject.part} ${subject.name}${pointer === "" ? "" : `#${pointer}`}`,
        codes: codesOf(compilerError),
        breaks,
        rule,
      }));
      expect(findings).toEqual(expected.map((each) => ({ rule: "source-incompatible", ...each })));
    },
  );
});

describe("the compiler takes what was written before when", () => {
  it.each(compatible)("%s", (_, edits) => {
    expect(found(edits)).toEqual([]);
  });
});

describe("nothing is decided where", () => {
  it.each<readonly [title: string, edits: readonly TextEdit[], reason: string]>([
    [
      "a file is no TypeScript",
      [types("export type ParcelId =", "export type ParcelId = =")],
      "/head/types.ts: Type expected.",
    ],
    [
      "a file is missing that another imports",
      [["index.ts", "./bounds.ts", "./limits.ts"]],
      "/head/index.ts imports ./limits.ts, which is not there.",
    ],
  ])("%s", (_, edits, reason) => {
    expect(found(edits)).toMatchObject([{ verdict: "UNKNOWN", level: "error", effect: "unknown", reason }]);
  });
});

it("names the compiler's words by the versions, and shows the program that it refuses", () => {
  const [finding] = found([types("recipient?: string", "recipient: string")]);
  expect(finding?.compilerError).toBe(
    `TS2741: Property 'recipient' is missing in type '{}' but required in type 'Pick<ParcelTrackParams, "recipient">'.

const send = (): Pick<head.ParcelTrackParams, "recipient"> => ({});`,
  );
  expect(finding).toMatchObject({ effect: "narrow", affected: ["parcel.track"], migration: "Give the member." });
});

it("counts only programs that compiled before", () => {
  const program = (name: string, member: string) => ({
    name,
    text: `import { bounds } from "@parcels/protocol";\nexport const used: number = bounds.${member};\n`,
  });
  const head = editedTypescript(parcelTypescript, [["bounds.ts", "  depotsMax: 3,\n", ""]]);
  const programs = [
    program("right.ts", "parcelsMax"),
    program("wrong.ts", "neverThere"),
    program("broken.ts", "depotsMax"),
  ];
  const findings = compareSource(parcelTypescript, head, { programs });
  expect(findings.map(({ message }) => message)).toEqual([
    "Code that uses `bounds.depotsMax` stops compiling: it is gone.",
    "1 of 2 programs that were written against the base stop compiling: broken.ts.",
  ]);
});
