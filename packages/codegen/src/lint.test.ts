import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  defineBound,
  defineCapability,
  defineCommand,
  defineEvent,
  defineHeader,
  defineType,
  type OperationSpec,
  registry as oapRegistry,
  parameter,
  type Registry,
  ref,
  refGeneric,
  type Spec,
  type TSchema,
  Type,
  type TypeSpec,
} from "@oap/contracts";
import { OrchSessionId } from "@oap/contracts/common/orch-session-id";
import { describe, expect, it } from "vitest";
import { parseLintConfiguration } from "./lint/read-lint-configuration.ts";
import { lint } from "./lint.ts";
import { parcelChapter, parcelRegistry } from "./parcel-registry.ts";
import { rules } from "./rules.ts";

const oapLint = fileURLToPath(new URL("../../../contracts/oap-lint.json", import.meta.url));

/** Long on purpose: one list with a case for each finding of the rules that generation rests on. `rules.test.ts` has every rule. */

const source = { document: "Parcel service", section: "2" };
const meta = {
  title: "Broken",
  description: "It breaks a rule.",
  stability: "stable",
  since: "1.0.0",
  source,
} as const;

const withSpecs = (...specs: readonly Spec[]): Registry => ({
  ...parcelRegistry,
  version: "2.0.0",
  chapters: [parcelRegistry.chapters[0]!, { ...parcelChapter, specs: [...parcelChapter.specs, ...specs] }],
});

/** A type that keeps every rule but the one under test. */
const type = (schema: TSchema, changes: Partial<Parameters<typeof defineType<TSchema>>[0]> = {}): TypeSpec =>
  defineType<TSchema>({
    ...meta,
    name: "Broken",
    withoutInvalidExamples: "The test needs none.",
    schema,
    examples: { valid: [{ title: "one", value: {} }], invalid: [] },
    ...changes,
  });

const found = (registry: Registry, applied = rules) =>
  lint(registry, { rules: applied }).map(({ rule, name, message, mend }) => ({ rule, name, message, mend }));
const specOf = (name: string) =>
  parcelChapter.specs.find((spec) => spec.kind === "type" && spec.name === name) as TypeSpec;
const trackParcel = parcelChapter.specs.find((spec) => spec.kind === "command") as OperationSpec;

/** The operation under another key, changed. */
const operation = (changes: Partial<Parameters<typeof defineCommand>[0]>): OperationSpec =>
  defineCommand({ ...trackParcel, ...changes, meta: { ...trackParcel.meta, key: "parcel.broken", ...changes.meta } });

const capability = defineCapability({
  ...meta,
  module: "parcels",
  name: "weigh",
  version: "1.0.0",
  type: "measurement",
  input: specOf("ParcelTrackParams"),
  output: specOf("ParcelTrackResult"),
  risk: "LOW",
  idempotent: true,
  defaults: { timeoutMs: 1000, concurrency: 1 },
  pii: [],
});

describe("clean contracts", () => {
  it("finds nothing in a team's own registry", () => {
    expect(found(parcelRegistry)).toEqual([]);
  });

  it("finds nothing in the protocol's registry but what is ignored for a reason", () => {
    const configuration = parseLintConfiguration(readFileSync(oapLint, "utf8"), oapLint);
    expect(lint(oapRegistry, { configuration })).toEqual([]);
  });
});

/** Another operation under the key by which capabilities are invoked. */
const executionSpecs = [operation({ meta: { ...trackParcel.meta, key: "exec.invoke" } })];

const object = (members: Record<string, TSchema>) => Type.Object(members);
const described = { description: "A member." };

const cases: readonly (readonly [string, string, Registry, { name: string; message: string; mend: string }])[] = [
  [
    "a type whose name another type has but for case",
    "unique-names",
    withSpecs(type(object({}), { name: "PARCELID" })),
    { name: "PARCELID", message: "The type ParcelId differs from it only in case.", mend: "Give each its own name." },
  ],
  [
    "a type name that is not PascalCase",
    "unique-names",
    withSpecs(type(object({}), { name: "broken_type" })),
    {
      name: "broken_type",
      message: "`broken_type` is no name of a type.",
      mend: "Write PascalCase, as in ExecTarget.",
    },
  ],
  [
    "two error codes with one JSON-RPC integer",
    "unique-names",
    {
      ...parcelRegistry,
      errorCodes: {
        ...parcelRegistry.errorCodes,
        LOST: { meaning: "Lost.", httpStatus: 404, jsonRpc: -32700, retryable: false, since: "1.0.0" },
      },
    },
    {
      name: "LOST",
      message: "PARSE_ERROR has the JSON-RPC integer -32700 too.",
      mend: "Give each code its own integer.",
    },
  ],
  [
    "a key that begins with a member of the client",
    "callable-keys",
    withSpecs(operation({ meta: { ...trackParcel.meta, key: "call.parcel" } })),
    {
      name: "call.parcel",
      message: "Its key begins with `call`, which the generated client needs for itself.",
      mend: "Begin the key with another word.",
    },
  ],
  [
    "a key that begins with the key of another operation",
    "callable-keys",
    withSpecs(operation({ meta: { ...trackParcel.meta, key: "parcel.track.later" } })),
    {
      name: "parcel.track.later",
      message:
        "Its key begins with the key of parcel.track, which is a method of the generated client and cannot be a namespace too.",
      mend: "Give one of them another key, as in parcel.track.get.",
    },
  ],
  [
    "a property that every JavaScript object has",
    "publishable",
    withSpecs(type(object({ constructor: Type.Optional(Type.String(described)) }))),
    {
      name: "Broken at /properties/constructor",
      message: "`/properties/constructor` is named like a member that every JavaScript object has.",
      mend: "Choose another name.",
    },
  ],
  [
    "a tuple",
    "publishable",
    withSpecs(type(object({ pair: Type.Tuple([Type.String()], described) }))),
    {
      name: "Broken at /properties/pair",
      message: "`/properties/pair` is a tuple, which JSON Schema dialects write differently.",
      mend: "Use an object with named members.",
    },
  ],
  [
    "a Date",
    "publishable",
    withSpecs(type(object({ at: Type.Date(described) }))),
    { name: "Broken at /properties/at", message: "`/properties/at` is a Date.", mend: "Use ref(Timestamp)." },
  ],
  [
    "a reference to a type that is not listed",
    "known-references",
    withSpecs(type(object({ other: Type.Optional(Type.Unsafe({ $ref: "Other" })) }))),
    {
      name: "Broken",
      message: "It refers to the type Other, which the registry does not list.",
      mend: "List Other in a chapter, or correct the name.",
    },
  ],
  [
    "an operation whose input is not listed",
    "known-references",
    withSpecs(
      operation({
        io: { input: type(object({}), { name: "Unlisted" }), output: trackParcel.io.output },
        policy: { auth: "user", pii: [] },
        headers: {},
      }),
    ),
    {
      name: "parcel.broken",
      message: "`io.input` refers to the type Unlisted, which the registry does not list.",
      mend: "List Unlisted in a chapter, or correct the name.",
    },
  ],
  [
    "an event whose payload is not listed",
    "known-references",
    withSpecs(defineEvent({ ...meta, key: "parcel.lost", payload: type(object({}), { name: "Unlisted" }) })),
    {
      name: "parcel.lost",
      message: "`payload` refers to the type Unlisted, which the registry does not list.",
      mend: "List Unlisted in a chapter, or correct the name.",
    },
  ],
  [
    "an operation with a header that is not listed",
    "known-references",
    withSpecs(
      operation({
        headers: {
          request: [{ header: defineHeader({ ...meta, name: "Parcel-Weight", schema: Type.Integer(), example: "1" }) }],
        },
      }),
    ),
    {
      name: "parcel.broken",
      message: "It refers to the header Parcel-Weight, which the registry does not list.",
      mend: "List Parcel-Weight in a chapter, or correct the name.",
    },
  ],
  [
    "a type without a description",
    "described",
    withSpecs(type(object({}), { description: " " })),
    { name: "Broken", message: "It has no `description`.", mend: "Say what it means, its default and its limits." },
  ],
  [
    "a bound without a title",
    "described",
    withSpecs(defineBound({ ...meta, title: "", name: "parcelsMax", value: 1, unit: "parcels" })),
    { name: "parcelsMax", message: "It has no `title`.", mend: "Say its name for people." },
  ],
  [
    "a property without a description",
    "described",
    withSpecs(type(object({ inner: Type.Optional(Type.Object({ size: Type.Integer() }, described)) }))),
    {
      name: "Broken at /properties/inner/properties/size",
      message: "The property `size` has no description.",
      mend: "Say what it means, its default and its limits.",
    },
  ],
  [
    "an operation without a goal",
    "described",
    withSpecs(operation({ meta: { ...trackParcel.meta, key: "parcel.broken", goal: "" } })),
    { name: "parcel.broken", message: "It has no `meta.goal`.", mend: "Say what a caller achieves with it." },
  ],
  [
    "an array without a bound",
    "bounded",
    withSpecs(type(object({ all: Type.Optional(Type.Array(Type.String(), described)) }))),
    { name: "Broken", message: "It has an array without a maxItems.", mend: "Give it the value of a named bound." },
  ],
  [
    "a union of objects without a tag",
    "tagged-unions",
    withSpecs(
      type(Type.Union([ref(specOf("ParcelTrackParams")), ref(specOf("ParcelTrackResult"))]), {
        examples: { valid: [{ title: "one", value: { parcel: "P00012345" } }], invalid: [] },
      }),
    ),
    {
      name: "Broken",
      message: "It is a union of objects without a tag.",
      mend: "Give each branch a property with a constant of its own and name it in discriminator, or say in untagged why there is none.",
    },
  ],
  [
    "a tag that a branch does not have",
    "tagged-unions",
    withSpecs(
      type(Type.Union([ref(specOf("ParcelScanned")), ref(specOf("ParcelTrackParams"))]), {
        discriminator: "kind",
        examples: { valid: [{ title: "one", value: { parcel: "P00012345" } }], invalid: [] },
      }),
    ),
    {
      name: "Broken",
      message: "Branch 1 does not require the tag `kind` with a constant.",
      mend: "Give it a required property `kind` that is a Type.Literal of its own.",
    },
  ],
  [
    "two branches with one tag",
    "tagged-unions",
    withSpecs(
      type(
        object({
          kind: Type.Literal("scanned", described),
        }),
        { name: "AlsoScanned", examples: { valid: [{ title: "one", value: { kind: "scanned" } }], invalid: [] } },
      ),
      type(
        Type.Union([
          ref(specOf("ParcelDelivered")),
          ref(specOf("ParcelScanned")),
          Type.Unsafe({ $ref: "AlsoScanned" }),
        ]),
        {
          discriminator: "kind",
          examples: {
            valid: [{ title: "one", value: { kind: "delivered", at: "2026-03-01T09:30:00.000Z" } }],
            invalid: [],
          },
        },
      ),
    ),
    {
      name: "Broken",
      message: 'Branches 1 and 2 both have the tag "scanned".',
      mend: "Give each branch a tag of its own.",
    },
  ],
  [
    "a union of objects inside another type",
    "tagged-unions",
    withSpecs(
      type(
        object({
          either: Type.Optional(Type.Union([ref(specOf("ParcelScanned")), ref(specOf("ParcelDelivered"))], described)),
        }),
      ),
    ),
    {
      name: "Broken",
      message: "It has a union of objects inside.",
      mend: "Define the union as a named type with a tag, and refer to it.",
    },
  ],
  [
    "a type parameter that is not declared",
    "generic-arguments",
    withSpecs(type(object({ item: Type.Optional(parameter("TItem")) }))),
    {
      name: "Broken",
      message: "It uses the type parameter TItem and does not declare it.",
      mend: 'Add "TItem" to parameters.',
    },
  ],
  [
    "too many type arguments",
    "generic-arguments",
    withSpecs(
      type(object({ item: Type.Optional(refGeneric(specOf("ParcelId"), ["TItem"])) }), { parameters: ["TItem"] }),
    ),
    {
      name: "Broken",
      message: "It fills 1 type parameters of ParcelId, which has 0.",
      mend: "Fill all of them, in their order.",
    },
  ],
  [
    "an envelope that defines the common members anew",
    "common-envelopes",
    withSpecs(
      type(
        object({
          jsonrpc: Type.Literal("2.0", described),
          id: Type.String(described),
          envelope_type: Type.Literal("parcel.own", described),
          _meta: Type.Optional(Type.Unsafe({ $ref: "OrchMeta" })),
          params: Type.Object({}, described),
        }),
        {
          examples: {
            valid: [{ title: "one", value: { jsonrpc: "2.0", id: "1", envelope_type: "parcel.own", params: {} } }],
            invalid: [],
          },
        },
      ),
    ),
    {
      name: "Broken",
      message: "It is an envelope that defines `id` anew.",
      mend: "Spread `envelopeMembers`, or use requestEnvelope, successEnvelope or orchErrorEnvelope of the common chapter.",
    },
  ],
  [
    "a property that re-invents an identifier by its name",
    "named-identifiers",
    withSpecs(type(object({ session_id: Type.Optional(Type.String({ maxLength: 8, ...described })) }))),
    {
      name: "Broken at /properties/session_id",
      message: "`/properties/session_id` is an inline string that is called like the identifier OrchSessionId.",
      mend: "Use ref(OrchSessionId), or define a named type of its own if it identifies something else.",
    },
  ],
  [
    "a property that re-invents an identifier in camelCase",
    "named-identifiers",
    withSpecs(type(object({ traceId: Type.Optional(Type.String(described)) }))),
    {
      name: "Broken at /properties/traceId",
      message: "`/properties/traceId` is an inline string that is called like the identifier OrchTraceId.",
      mend: "Use ref(OrchTraceId), or define a named type of its own if it identifies something else.",
    },
  ],
  [
    "items that copy an identifier's pattern",
    "named-identifiers",
    withSpecs(
      type(
        object({
          parcels: Type.Optional(Type.Array(Type.String({ pattern: "^P[0-9]{8}$" }), { maxItems: 9, ...described })),
        }),
      ),
    ),
    {
      name: "Broken at /properties/parcels/items",
      message: "`/properties/parcels/items` is an inline string that copies the pattern of the identifier ParcelId.",
      mend: "Use ref(ParcelId), or define a named type of its own if it identifies something else.",
    },
  ],
  [
    "an error code that the table does not have",
    "known-error-codes",
    withSpecs(operation({ io: { ...trackParcel.io, errors: { PARCEL_LOST: { when: "It is lost." } } } })),
    {
      name: "parcel.broken",
      message: "It answers PARCEL_LOST, which the table of error codes does not have.",
      mend: "Use a code of the table, or add it there.",
    },
  ],
  [
    "a capability without an operation to invoke it",
    "invocable",
    withSpecs(capability),
    {
      name: "parcels.weigh",
      message: "It is a capability, and the registry has no operation exec.invoke to invoke it by.",
      mend: "List the execution chapter.",
    },
  ],
  [
    "an input that has no members",
    "invocable",
    withSpecs(
      operation({
        io: { input: specOf("ParcelId"), output: trackParcel.io.output },
        policy: { auth: "user", pii: [] },
        headers: {},
      }),
    ),
    {
      name: "parcel.broken",
      message: "Its input is not an object, so that it has no parameters by name.",
      mend: "Make the input an object; put a union into one of its members.",
    },
  ],
  [
    "a pii path that leads nowhere",
    "real-pointers",
    withSpecs(operation({ policy: { auth: "user", pii: ["/params/recipient/name"] } })),
    {
      name: "parcel.broken",
      message: "`policy.pii` names /params/recipient/name, which neither of its envelopes has.",
      mend: "Write a JSON Pointer to a member that the schema has, such as /params/input.",
    },
  ],
  [
    "a capability's pii path that leads nowhere",
    "real-pointers",
    withSpecs(...executionSpecs, { ...capability, pii: ["/input/recipient", "/output/labels", "/recipient"] }),
    {
      name: "parcels.weigh",
      message: "`pii` names /recipient, which neither its input nor its output has.",
      mend: "Write a JSON Pointer that begins with /input or /output.",
    },
  ],
  [
    "a header whose counterpart is not in the envelope",
    "real-pointers",
    {
      ...parcelRegistry,
      headers: { request: [{ ...parcelRegistry.headers.request[0]!, counterpart: "/_meta/nobody" }], response: [] },
    },
    {
      name: "parcels",
      message: "The counterpart of Orch-Id is /_meta/nobody, which the request of parcel.track does not have.",
      mend: "Write a JSON Pointer to a member that the schema has, such as /params/input.",
    },
  ],
  [
    "a type without examples",
    "exemplified",
    withSpecs(type(object({}), { examples: { valid: [], invalid: [] } })),
    { name: "Broken", message: "It has 0 valid examples and needs at least 1.", mend: "Add a valid example." },
  ],
  [
    "a type with one invalid example and no reason",
    "exemplified",
    withSpecs(
      defineType({
        ...meta,
        name: "Broken",
        schema: object({}),
        examples: {
          valid: [{ title: "empty", value: {} }],
          invalid: [{ title: "text", value: "", pointer: "", keyword: "type" }],
        },
      }),
    ),
    {
      name: "Broken",
      message: "It has 1 invalid example and needs at least 2.",
      mend: "Add invalid examples with the pointer and the keyword that fail, or say in withoutInvalidExamples why there are none.",
    },
  ],
  [
    "a valid example that fails",
    "example-verdicts",
    withSpecs(type(object({ size: Type.Integer(described) }))),
    {
      name: "Broken",
      message: 'The valid example "one" fails: required at "".',
      mend: "Correct the example or the schema.",
    },
  ],
  [
    "an invalid example that passes",
    "example-verdicts",
    withSpecs(
      type(object({}), {
        examples: {
          valid: [{ title: "one", value: {} }],
          invalid: [{ title: "none", value: { size: 1 }, pointer: "/size", keyword: "type" }],
        },
      }),
    ),
    {
      name: "Broken",
      message: 'The invalid example "none" passes; it claims to fail with type at "/size".',
      mend: "Correct the example or the schema.",
    },
  ],
  [
    "an invalid example that fails for another reason than it claims",
    "example-verdicts",
    withSpecs(
      type(object({ size: Type.Optional(Type.Integer({ minimum: 1, ...described })) }), {
        examples: {
          valid: [{ title: "one", value: {} }],
          invalid: [{ title: "none", value: { size: 0 }, pointer: "/size", keyword: "type" }],
        },
      }),
    ),
    {
      name: "Broken",
      message: 'The invalid example "none" fails with minimum at "/size", not with type at "/size" as it claims.',
      mend: "Write the pointer and the keyword of one of these, or correct the example.",
    },
  ],
  [
    "a header whose example is none",
    "example-verdicts",
    withSpecs(defineHeader({ ...meta, name: "Parcel-Weight", schema: Type.Integer({ minimum: 1 }), example: "0" })),
    {
      name: "Parcel-Weight",
      message: 'Its example "0" fails: minimum at "".',
      mend: "Correct the example or the schema.",
    },
  ],
  [
    "a union with a union of objects in it",
    "tagged-unions",
    withSpecs(
      type(Type.Union([ref(specOf("ParcelEvent")), ref(specOf("ParcelTrackParams"))]), {
        examples: { valid: [{ title: "one", value: { parcel: "P00012345" } }], invalid: [] },
      }),
    ),
    {
      name: "Broken",
      message: "It is a union of objects without a tag.",
      mend: "Give each branch a property with a constant of its own and name it in discriminator, or say in untagged why there is none.",
    },
  ],
  [
    "a day that is none",
    "dated-deprecations",
    withSpecs(type(object({}), { deprecated: "2026-02-30" })),
    {
      name: "Broken",
      message: 'Its `deprecated` is "2026-02-30", which is no day.',
      mend: "Write a day as `YYYY-MM-DD`, in UTC.",
    },
  ],
  [
    "a sunset of what is not deprecated",
    "dated-deprecations",
    withSpecs(operation({ meta: { ...trackParcel.meta, key: "parcel.broken", sunset: "2027-01-01" } })),
    {
      name: "parcel.broken",
      message: "It has `sunset` and is not deprecated.",
      mend: "Say since when it is, as `deprecated`.",
    },
  ],
  [
    "a sunset on the day of the deprecation",
    "dated-deprecations",
    {
      ...parcelRegistry,
      errorCodes: {
        ...parcelRegistry.errorCodes,
        LOST: {
          ...{ meaning: "Lost.", httpStatus: 404, jsonRpc: -32999, retryable: false, since: "1.0.0" },
          ...{ deprecated: "2026-01-01", sunset: "2026-01-01" },
        },
      },
    },
    {
      name: "LOST",
      message: "Its sunset, 2026-01-01, is not after 2026-01-01, since when it is deprecated.",
      mend: "Give those who use it time to change.",
    },
  ],
  [
    "a replacement of another kind",
    "known-replacements",
    withSpecs(type(object({}), { deprecated: "2026-01-01", replacedBy: "parcel.track" })),
    {
      name: "Broken",
      message: "Its `replacedBy` is parcel.track, which is the name of another kind, operation.",
      mend: "Name a type that the registry lists.",
    },
  ],
  [
    "a replacement that there is not",
    "known-replacements",
    withSpecs(
      operation({
        meta: { ...trackParcel.meta, key: "parcel.broken", deprecated: "2026-01-01", replacedBy: "parcel.find" },
      }),
    ),
    {
      name: "parcel.broken",
      message: "Its `replacedBy` is parcel.find, which nothing is named.",
      mend: "Name an operation that the registry lists.",
    },
  ],
  [
    "a replacement that ends too",
    "known-replacements",
    withSpecs(
      type(object({}), { deprecated: "2026-01-01", replacedBy: "Older" }),
      type(object({}), { name: "Older", deprecated: "2026-01-01", replacedBy: "ParcelId" }),
    ),
    {
      name: "Broken",
      message: "Its `replacedBy` is Older, which is deprecated too.",
      mend: "Name what will stay.",
    },
  ],
  [
    "a replacement by itself",
    "known-replacements",
    withSpecs(type(object({}), { deprecated: "2026-01-01", replacedBy: "Broken" })),
    {
      name: "Broken",
      message: "Its `replacedBy` is Broken, which is the same contract.",
      mend: "Name what will stay.",
    },
  ],
  [
    "a new contract that leans on a deprecated one",
    "current-references",
    withSpecs(
      type(object({}), { name: "Old", deprecated: "2026-01-01", replacedBy: "ParcelId" }),
      type(object({ old: Type.Optional(Type.Unsafe({ $ref: "Old" })) }), { since: "1.10.0" }),
    ),
    {
      name: "Broken",
      message: "It came in 1.10.0 and refers to the type Old, which is deprecated.",
      mend: "Refer to ParcelId.",
    },
  ],
  [
    "a schema of a type that there is not",
    "example-verdicts",
    withSpecs(type(Type.Unsafe({ type: "strnig" }))),
    {
      name: "Broken",
      message: "The schema does not compile in strict mode: type must be JSONType or JSONType[]: strnig.",
      mend: "Correct the schema.",
    },
  ],
  [
    "a schema that is not strict",
    "example-verdicts",
    withSpecs(type(Type.Object({}, { required: ["size"] }))),
    {
      name: "Broken",
      message:
        'The schema does not compile in strict mode: strict mode: required property "size" is not defined (strictRequired).',
      mend: "Correct the schema.",
    },
  ],
];

describe("each broken rule is named with the contract and its mend", () => {
  it.each(cases)("%s", (_title, rule, registry, expected) => {
    // Judging all examples of all types takes longer than the other rules together, and other cases are not about it.
    const applied = rules.filter(
      ({ name, level }) => name === rule || (name !== "example-verdicts" && level === "error"),
    );
    expect(found(registry, applied)).toEqual([{ rule, ...expected }]);
  });
});

describe("what is no violation", () => {
  it("an object union that says why it has no tag", () => {
    const union = type(Type.Union([ref(specOf("ParcelTrackParams")), ref(specOf("ParcelTrackResult"))]), {
      untagged: "Both are there already.",
      examples: { valid: [{ title: "one", value: { parcel: "P00012345" } }], invalid: [] },
    });
    expect(found(withSpecs(union))).toEqual([]);
  });

  it("a reference to a deprecated contract from one of its age, or below a deprecated property", () => {
    const old = type(object({}), { name: "Old", since: "1.9.0", deprecated: "2026-01-01", sunset: "2026-01-02" });
    const referrer = (name: string, since: string, property: object) =>
      type(object({ old: Type.Optional(Type.Unsafe({ $ref: "Old", ...property })) }), { name, since });
    const registry = withSpecs(old, referrer("Same", "1.9.0", {}), referrer("Later", "1.10.0", { deprecated: true }));
    expect(found(registry)).toEqual([]);
  });

  it("an object that only records an envelope type, such as a ledger entry", () => {
    const entry = type(object({ envelope_type: Type.Optional(Type.String(described)) }));
    expect(found(withSpecs(entry))).toEqual([]);
  });

  it("a property that refers to the identifier's type", () => {
    expect(found(withSpecs(type(object({ session_id: Type.Optional(ref(OrchSessionId)) }))))).toEqual([]);
  });

  it("a named identifier of its own with a known pattern", () => {
    const id = type(Type.String({ pattern: "^P[0-9]{8}$" }), {
      name: "ReturnParcelId",
      examples: { valid: [{ title: "one", value: "P00012345" }], invalid: [] },
    });
    expect(found(withSpecs(id))).toEqual([]);
  });

  it("a pii path into an item, a record or an open object", () => {
    const paths = ["/result/events/*/signed_by", "/result/events/0/depot", "/result/labels/anything"];
    expect(found(withSpecs(operation({ policy: { auth: "user", pii: paths } })))).toEqual([]);
  });
});
