import {
  defineBound,
  defineCapability,
  defineCommand,
  defineEvent,
  defineHeader,
  defineQuery,
  defineRegistry,
  defineTable,
  defineType,
  type ErrorCodeTable,
  type OperationSpec,
  parameter,
  type Registry,
  ref,
  refGeneric,
  type Spec,
  stringEnum,
  type TSchema,
  Type,
} from "@oap/contracts";
import { OrchSessionId } from "@oap/contracts/common/orch-session-id";
import { Timestamp } from "@oap/contracts/common/timestamp";
import { describe, expect, it } from "vitest";
import { buildModel } from "./build-model.ts";
import { emitters } from "./emitters.ts";
import { lint } from "./lint.ts";
import { findSpecs } from "./locate-specs.ts";
import { parcelChapter, parcelRegistry } from "./parcel-registry.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import type { Violation } from "./violation.ts";

/** Rule by rule: what its own examples and others beside them are found to have. Contracts are written as `--explain` prints them. */

const trackParcel = parcelChapter.specs.find((spec) => spec.kind === "command") as OperationSpec;
const parcelTracked = parcelChapter.specs.find((spec) => spec.kind === "event");

/** What an example leaves out as not being about the rule: it keeps every rule. */
const rest = {
  title: "A thing of parcels",
  description: "It is there to be looked at.",
  stability: "stable" as const,
  since: "1.0.0",
  source: { document: "Parcel service", section: "2" },
  withoutInvalidExamples: "The rule is about something else.",
  examples: { valid: [], invalid: [] },
  meta: { ...trackParcel.meta, key: "parcel.weigh" },
  capability: trackParcel.capability,
  io: trackParcel.io,
  policy: trackParcel.policy,
  headers: trackParcel.headers,
};

const type = (name: string, members: Record<string, TSchema>) =>
  defineType<TSchema>({ ...rest, name, schema: Type.Object(members) });
const SignUpParams = type("SignUpParams", {
  email: Type.String({ maxLength: 64, description: "Where the confirmation is sent." }),
});
const ParcelListParams = type("ParcelListParams", {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 99, description: "Which part of the list." })),
});

const scope = {
  rest,
  Type,
  ref,
  refGeneric,
  parameter,
  stringEnum,
  defineType,
  defineHeader,
  defineEvent,
  defineCapability,
  defineBound,
  defineTable,
  defineCommand,
  defineQuery,
  defineErrorCodes: (table: ErrorCodeTable) => ({
    ...parcelRegistry,
    errorCodes: { ...parcelRegistry.errorCodes, ...table },
  }),
  defineRegistry: (changes: object) =>
    defineRegistry({
      ...parcelRegistry,
      ...Object.fromEntries(Object.entries(changes).filter(([member]) => !(member in rest))),
      ...("headers" in changes && changes.headers !== rest.headers
        ? { headers: changes.headers as Registry["headers"] }
        : {}),
    }),
  Timestamp,
  OrchSessionId,
  parcelTracked,
  SignUpParams,
  ParcelListParams,
  ...Object.fromEntries(parcelChapter.specs.flatMap((spec) => (spec.kind === "type" ? [[spec.name, spec]] : []))),
};

/** The registry with what an example says in it. */
function registryOf(example: string): Registry {
  const value = new Function(...Object.keys(scope), `return (${example});`)(...Object.values(scope)) as
    | Registry
    | Spec
    | readonly Spec[];
  if ("chapters" in value) return value;
  const specs = Array.isArray(value) ? (value as readonly Spec[]) : [value as Spec];
  const support = [SignUpParams, ParcelListParams].filter(({ name }) => example.includes(name));
  return {
    ...parcelRegistry,
    version: "2.0.0",
    chapters: [
      parcelRegistry.chapters[0]!,
      { ...parcelChapter, specs: [...parcelChapter.specs, ...support, ...specs] },
    ],
  };
}

const ruleNamed = (name: string) => rules.find((rule) => rule.name === name) as Rule;
/** Only what the rule itself says, whatever its level in a preset. */
const violationsOf = (rule: Rule, registry: Registry, options?: Options) =>
  lint(registry, {
    rules: [rule],
    configuration: { rules: { [rule.name]: options === undefined ? "error" : ["error", options] } },
  });

describe.each(rules)("$name", (rule) => {
  it("is broken by its bad example, and by nothing in the good one", () => {
    const before = violationsOf(rule, parcelRegistry);
    const texts = (violations: typeof before) => violations.map(({ name, message }) => `${name}: ${message}`);
    const known = texts(before);
    expect(texts(violationsOf(rule, registryOf(rule.bad))).filter((text) => !known.includes(text))).not.toEqual([]);
    expect(texts(violationsOf(rule, registryOf(rule.good))).filter((text) => !known.includes(text))).toEqual([]);
  });

  it("is named after its file, and explained in whole sentences", () => {
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)+$|^(described|bounded|publishable|invocable|exemplified|sentences)$/);
    expect(rule.title).toMatch(/^[A-Z].*\.$/);
    expect(rule.explanation).toMatch(/^[A-Z`].*\.$/s);
    if (rule.necessary !== undefined) {
      expect(rule.level).toBe("error");
      expect(rule.necessary).toMatch(/\.$/);
    }
  });

  it("gives each of its options a description and a default", () => {
    for (const [name, schema] of Object.entries<{ description?: string }>(rule.options?.properties ?? {})) {
      expect(schema.description, name).toMatch(/\.$/);
      expect(rule.options?.defaults, name).toHaveProperty(name);
    }
  });
});

/** A good example of one rule that breaks another would teach the wrong thing. */
describe("good examples keep the other rules", () => {
  const others = rules.filter(
    ({ level, name }) => level !== "off" && name !== "exemplified" && name !== "example-verdicts",
  );
  it.each(rules.filter(({ name }) => name !== "example-verdicts"))("$name", (rule) => {
    expect(lint(registryOf(rule.good), { rules: others }).map(({ name, message }) => `${name}: ${message}`)).toEqual(
      [],
    );
  });
});

const members = (text: string) => `defineType({ ...rest, name: "Depot", schema: Type.Object({ ${text} }) })`;
const pattern = (text: string, more = "") =>
  `defineType({ ...rest, name: "LabelCode", schema: Type.String({ pattern: ${JSON.stringify(text)}${more} }) })`;
const schema = (text: string) => `defineType({ ...rest, name: "Depot", schema: ${text} })`;
const command = (text: string) => `defineCommand({ ...rest, ${text} })`;

type Options = Readonly<Record<string, unknown>>;

/** Rule, title, example, and what the rule says of it, word for word: nothing where it comes near and is not meant. */
const cases: readonly (readonly [string, string, string, readonly string[], Options?])[] = [
  [
    "unique-names",
    "a type that is called like an export of the generated package, and one like a schema of OpenAPI",
    '[defineType({ ...rest, name: "Transport", schema: Type.Object({}) }), defineType({ ...rest, name: "JsonRpcRequest", schema: Type.Object({}) })]',
    [
      "`Transport` is a name that the generated package or the OpenAPI document needs for itself.",
      "`JsonRpcRequest` is a name that the generated package or the OpenAPI document needs for itself.",
    ],
  ],
  [
    "unique-names",
    "tables that are called like an export and like a word of the language",
    '[defineTable({ ...rest, name: "events", value: {} }), defineTable({ ...rest, name: "class", value: {} }), defineBound({ ...rest, name: "delete", value: 1, unit: "parcels" })]',
    [
      "`events` is a name that the generated package or TypeScript needs for itself.",
      "`class` is a name that the generated package or TypeScript needs for itself.",
    ],
  ],
  [
    "unique-names",
    "capabilities that nobody could invoke, and modules of one interface",
    '["a/b:weigh", "depot:then", "my-depot:weigh", "my_depot:count"].map((text) => text.split(":")).map(([module, name]) => defineCapability({ ...rest, module, name, version: "1.0.0", type: "measure", input: ParcelTrackParams, output: ParcelTrackResult, risk: "LOW", idempotent: true, defaults: { timeoutMs: 1, concurrency: 1 }, pii: [] }))',
    [
      "`a/b` is no name of a module.",
      "`then` is no name of a capability.",
      "The module my_depot is the interface MyDepotModule, as my-depot is.",
    ],
  ],
  [
    "described",
    "an operation without a domain, an event without its occasion, a bound without its unit",
    '[defineCommand({ ...rest, meta: { ...rest.meta, domain: " " }, sideEffects: { emits: [{ event: parcelTracked, when: "" }] } }), defineBound({ ...rest, name: "shelvesMax", value: 1, unit: "" })]',
    ["It has no `meta.domain`.", "It has no `when` for the event parcel.tracked.", "It has no `unit`."],
  ],
  [
    "described",
    "a code without its meaning",
    'defineErrorCodes({ PARCEL_LOST: { meaning: "", httpStatus: 404, jsonRpc: -32099, retryable: false, since: "1.0.0" } })',
    ["It has no `meaning`."],
  ],
  [
    "known-values",
    "a stability that there is not, or none",
    '[defineType({ ...rest, name: "Depot", stability: "alpha", schema: Type.Object({}) }), defineType({ ...rest, name: "Floor", stability: undefined, schema: Type.Object({}) })]',
    ['Its stability is "alpha", which there is not.', "It has no stability."],
  ],
  [
    "member-names",
    "both styles",
    members("a_b: ref(Timestamp), c_d: ref(Timestamp), eF: ref(Timestamp)"),
    ["`eF` is camelCase; other members are snake_case."],
  ],
  ["member-names", "names of another standard", members('"exec.count": ref(Timestamp), a_b: ref(Timestamp)'), []],
  ["member-names", "one word, and a leading underscore", members("_meta: ref(Timestamp), aB: ref(Timestamp)"), []],
  [
    "member-names",
    "a style for all",
    members("a_b: ref(Timestamp)"),
    ["`a_b` is not camelCase."],
    { style: "camelCase" },
  ],
  [
    "enum-values",
    "two of one style and one of another",
    schema('stringEnum(["on_hold", "sent_out", "Gone"])'),
    ['Its values are snake_case, but for "Gone".'],
  ],
  ["enum-values", "lower case beside snake_case", schema('stringEnum(["open", "on_hold"])'), []],
  ["enum-values", "media types", schema('stringEnum(["image/png", "image/jpeg"])'), []],
  ["enum-values", "a short word beside a language of another standard", schema('stringEnum(["en", "en-US"])'), []],
  ["enum-values", "methods of HTTP", schema('stringEnum(["GET", "PATCH"])'), []],
  ["units-in-names", "a duration that is a named type", members("timeout: ref(Timestamp)"), []],
  [
    "units-in-names",
    "words of its own",
    members('pressure: Type.Number({ minimum: 0, maximum: 9, description: "In the tyres." })'),
    ["`pressure` is a number and does not say of what."],
    { words: ["pressure"] },
  ],
  [
    "units-in-names",
    "the items of a list",
    members('age: Type.Array(Type.Integer({ minimum: 0, maximum: 9 }), { maxItems: 9, description: "How old." })'),
    [],
  ],
  [
    "header-names",
    "a header of HTTP in any case",
    'defineHeader({ ...rest, name: "Content-type", schema: Type.String(), example: "x" })',
    ["HTTP gives this name a meaning of its own."],
  ],
  [
    "header-names",
    "a header that answers have",
    'defineHeader({ ...rest, name: "ETag", schema: Type.String(), example: "x" })',
    ["HTTP gives this name a meaning of its own."],
  ],
  [
    "header-names",
    "a header that no browser lets a program send",
    'defineHeader({ ...rest, name: "Sec-Parcel", schema: Type.String(), example: "x" })',
    ["HTTP gives this name a meaning of its own."],
  ],
  [
    "header-names",
    "a header that only contains an X",
    'defineHeader({ ...rest, name: "Fax-Number", schema: Type.String(), example: "x" })',
    [],
  ],
  [
    "honest-kinds",
    "a command that only reads",
    command('meta: { ...rest.meta, key: "parcel.list" }'),
    ["It is a command, and `list` only reads."],
  ],
  [
    "honest-kinds",
    "a query that emits",
    'defineQuery({ ...rest, sideEffects: { emits: [{ event: parcelTracked, when: "Always." }] } })',
    ["It is a query and emits parcel.tracked."],
  ],
  [
    "honest-kinds",
    "a verb that may be either",
    'defineQuery({ ...rest, meta: { ...rest.meta, key: "parcel.verify" } })',
    [],
  ],
  [
    "schema-identity",
    "an https base",
    'defineRegistry({ ...rest, schemaIdBase: "https://schemas.example.org/parcels" })',
    [],
  ],
  [
    "schema-identity",
    "a base that ends in a separator",
    'defineRegistry({ ...rest, schemaIdBase: "urn:parcels:" })',
    ['Its `schemaIdBase` is "urn:parcels:", which is no absolute name to build ids on.'],
  ],
  [
    "schema-identity",
    "a registry in capitals",
    'defineRegistry({ ...rest, name: "Parcels" })',
    ["`Parcels` is no name of a registry."],
  ],
  [
    "semantic-versions",
    "a version that was never published",
    'defineType({ ...rest, name: "Depot", since: "2.1.0", schema: Type.Object({}) })',
    ["It names the version 2.1.0, and the registry is at 2.0.0."],
  ],
  [
    "semantic-versions",
    "numbers that are not texts: 1.10.0 is later than 1.9.0",
    'defineType({ ...rest, name: "Depot", since: "1.9.0", changes: [{ since: "1.10.0", what: "More." }], schema: Type.Object({}) })',
    [],
  ],
  [
    "semantic-versions",
    "a change before its beginning",
    'defineType({ ...rest, name: "Depot", since: "1.1.0", changes: [{ since: "1.0.0", what: "More." }], schema: Type.Object({}) })',
    ["It lists a change in 1.0.0, and came only in 1.1.0."],
  ],
  [
    "semantic-versions",
    "a pre-release",
    'defineType({ ...rest, name: "Depot", version: "1.0.0-rc.1", schema: Type.Object({}) })',
    [],
  ],
  [
    "semantic-versions",
    "a pre-release with a leading zero, and one with an empty part",
    '[defineType({ ...rest, name: "Depot", version: "1.0.0-rc.01", schema: Type.Object({}) }), defineType({ ...rest, name: "Floor", version: "1.0.0-rc..1", schema: Type.Object({}) })]',
    [
      '`version` is "1.0.0-rc.01", which is no semantic version.',
      '`version` is "1.0.0-rc..1", which is no semantic version.',
    ],
  ],
  [
    "semantic-versions",
    "an operation's version",
    command('meta: { ...rest.meta, version: "v1" }'),
    ['`meta.version` is "v1", which is no semantic version.'],
  ],
  [
    "stable-foundations",
    "an experimental contract on a beta one",
    '[defineType({ ...rest, name: "Stop", stability: "beta", schema: Type.Object({}) }), defineType({ ...rest, name: "Visit", stability: "experimental", schema: Type.Object({ stop: Type.Unsafe({ $ref: "Stop" }) }) })]',
    [],
  ],
  [
    "sentences",
    "a title with a full stop",
    'defineType({ ...rest, name: "Depot", title: "A depot.", schema: Type.Object({}) })',
    ['Its title is a sentence: "A depot.".'],
  ],
  [
    "sentences",
    "a title that ends in an ellipsis",
    'defineType({ ...rest, name: "Depot", title: "And so on...", schema: Type.Object({}) })',
    [],
  ],
  [
    "sentences",
    "sentences of other scripts, and one that ends in a comma",
    members(
      'a: Type.Integer({ description: "大きさ。" }), b: Type.Integer({ description: "ขนาด" }), c: Type.Integer({ description: "Wide, high," })',
    ),
    ['Its description ends without a full stop: "Wide, high,".'],
  ],
  [
    "sentences",
    "a property without a full stop",
    members('size: Type.Integer({ description: "How large" })'),
    ['Its description ends without a full stop: "How large".'],
  ],
  [
    "sentences",
    "sentences that begin with code, a digit or a name, and end in a question or a list",
    `[${members('a: Type.Integer({ description: "`a` is it." })')}, ${schema('Type.Integer({ description: "iOS it is." })')}, defineType({ ...rest, name: "B", description: "Is it?", schema: Type.Object({}) }), defineType({ ...rest, name: "C", description: "3 of them:\\n- one", schema: Type.Object({}) })]`,
    [],
  ],
  [
    "placeholder-text",
    "a note in capitals within a sentence",
    members('a: Type.Integer({ description: "How large, FIXME." })'),
    ['"FIXME" is a placeholder.'],
  ],
  [
    "placeholder-text",
    "a list of things to do",
    'defineType({ ...rest, name: "Todo", title: "Todo", description: "A todo of a person.", schema: Type.Object({}) })',
    [],
  ],
  [
    "telling-descriptions",
    "a reference, whose type says the rest",
    members('parcel: ref(ParcelId, { description: "The parcel." })'),
    [],
  ],
  [
    "telling-descriptions",
    "a description that only repeats the type's name",
    'defineType({ ...rest, name: "ParcelDepot", description: "Represents a parcel depot.", schema: Type.Object({}) })',
    ["Its description says no more than the name `ParcelDepot`."],
  ],
  [
    "telling-descriptions",
    "a description in another script than names",
    members('weight_g: Type.Integer({ description: "小包の重さ。" })'),
    [],
  ],
  ["bounded-numbers", "exclusive bounds", schema("Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })"), []],
  ["bounded-numbers", "neither bound", schema("Type.Number()"), ["It is a number without a minimum and a maximum."]],
  ["bounded-text", "an anchored pattern of a bounded length", pattern("^[A-Z]{2}(?:-[0-9]{1,4})?$"), []],
  ["bounded-text", "a pattern with an open quantifier", pattern("^[A-Z]+$"), ["It is text without a maxLength."]],
  ["bounded-text", "a pattern that something may follow", pattern("^[A-Z]{2}"), ["It is text without a maxLength."]],
  ["satisfiable-bounds", "bounds of one value", schema("Type.Integer({ minimum: 1, maximum: 1 })"), []],
  [
    "satisfiable-bounds",
    "a list",
    schema("Type.Array(Type.String(), { minItems: 2, maxItems: 1 })"),
    ["Its minItems, 2, is greater than its maxItems, 1: no value fits."],
  ],
  [
    "satisfiable-bounds",
    "an excluded value between bounds that are equal",
    schema("Type.Number({ exclusiveMinimum: 5, maximum: 5 })"),
    ["Its exclusiveMinimum, 5, is not less than its maximum, 5: no value fits."],
  ],
  ["satisfiable-bounds", "excluded bounds", schema("Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })"), []],
  ["safe-integers", "2^53 - 1", schema("Type.Integer({ minimum: 0, maximum: 9007199254740991 })"), []],
  [
    "safe-integers",
    "2^53",
    schema("Type.Integer({ minimum: 0, maximum: 9007199254740992 })"),
    ["Its maximum is beyond 2^53 - 1."],
  ],
  ["safe-integers", "a number that is no integer", schema("Type.Number({ minimum: 0, maximum: 1e300 })"), []],
  ["anchored-patterns", "each alternative on its own", pattern("^a$|^b$"), []],
  ["anchored-patterns", "a group of anchored alternatives", pattern("(?:^a|^b)(?:c$|d$)"), []],
  [
    "anchored-patterns",
    "an escaped dollar",
    pattern("^a\\$"),
    ["Its pattern ^a\\$ has alternatives that are not anchored at both ends."],
  ],
  ["anchored-patterns", "only a beginning", pattern("^a"), ["Its pattern ^a matches anywhere in the text."]],
  [
    "portable-patterns",
    "a lookbehind and a backreference",
    pattern("^(a)(?<=a)\\1$"),
    [
      "Its pattern ^(a)(?<=a)\\1$ has a lookbehind, which not every language has.",
      "Its pattern ^(a)(?<=a)\\1$ has a backreference, which not every language has.",
    ],
  ],
  [
    "portable-patterns",
    "a long repetition",
    pattern("^a{1001}$"),
    ["Its pattern ^a{1001}$ has a repetition of more than 1000, a{1001}, which not every language has."],
  ],
  [
    "portable-patterns",
    "classes that are of ASCII here and of all scripts there, and an escape",
    pattern("^\\d\\S\\b\\u00e9$"),
    [
      "Its pattern ^\\d\\S\\b\\u00e9$ has \\d, which is not the same in every language.",
      "Its pattern ^\\d\\S\\b\\u00e9$ has \\S, which is not the same in every language.",
      "Its pattern ^\\d\\S\\b\\u00e9$ has \\b, which is not the same in every language.",
      "Its pattern ^\\d\\S\\b\\u00e9$ has the escape \\u00e9, which not every language has.",
    ],
  ],
  ["portable-patterns", "any character, and one escaped that means itself", pattern("^.*\\.[\\x20-\\x7e]$"), []],
  ["portable-patterns", "the longest repetition that all have", pattern("^a{0,1000}$"), []],
  [
    "safe-patterns",
    "exponential, however short",
    pattern("^(a+)+$", ", maxLength: 9"),
    ["Its pattern ^(a+)+$ takes exponential time on a text such as 'a' + 'a'.repeat(31) + '\\x00'."],
  ],
  [
    "safe-patterns",
    "alternatives that match the same",
    pattern("^(?:a|a)*$"),
    ["Its pattern ^(?:a|a)*$ takes exponential time on a text such as 'a'.repeat(31) + '\\x00'."],
  ],
  ["safe-patterns", "a square of a short length", pattern("^[a-z]+[0-9]*[a-z]+$", ", maxLength: 64"), []],
  ["safe-patterns", "repetitions that cannot meet", pattern("^(?:[a-z]+-)*[a-z]+$"), []],
  ["known-formats", "formats of the standard", schema('Type.String({ format: "date-time" })'), []],
  [
    "valid-defaults",
    "a default of another type",
    members('a: Type.Optional(Type.Integer({ minimum: 0, maximum: 9, default: "0", description: "How many." }))'),
    ['Its default "0" fails: type.'],
  ],
  [
    "idle-defaults",
    "a default in what is only answered",
    `[defineType({ ...rest, name: "FindResult", schema: Type.Object({ a: Type.Optional(Type.Integer({ default: 1 })) }) }), defineQuery({ ...rest, io: { ...rest.io, output: { name: "FindResult" , parameters: [], examples: rest.examples } } })]`,
    ["It has a default in what is only answered."],
  ],
  [
    "idle-defaults",
    "a default in what is asked for and answered",
    `[defineType({ ...rest, name: "Both", schema: Type.Object({ a: Type.Optional(Type.Integer({ default: 1 })) }) }), defineQuery({ ...rest, io: { ...rest.io, input: { name: "Both", parameters: [], examples: rest.examples }, output: { name: "Both", parameters: [], examples: rest.examples } } })]`,
    [],
  ],
  [
    "idle-defaults",
    "a default in what is asked for",
    `[defineType({ ...rest, name: "FindParams", schema: Type.Object({ a: Type.Optional(Type.Integer({ default: 1 })) }) }), defineQuery({ ...rest, io: { ...rest.io, input: { name: "FindParams", parameters: [], examples: rest.examples } } })]`,
    [],
  ],
  ["distinct-values", "values that differ in case", schema('stringEnum(["a", "A"])'), []],
  [
    "idle-keywords",
    "each of them",
    schema("Type.Array(Type.String({ minLength: 0 }), { minItems: 0, uniqueItems: false })"),
    [
      "`minItems: 0` holds without being said.",
      "`uniqueItems: false` holds without being said.",
      "`minLength: 0` holds without being said.",
    ],
  ],
  ["idle-keywords", "a least length of one", schema("Type.String({ minLength: 1 })"), []],
  ["open-objects", "a record", schema("Type.Record(Type.String(), Type.String())"), []],
  ["ambiguous-unions", "two constants", schema('Type.Union([Type.Literal("a"), Type.Literal(1)])'), []],
  [
    "ambiguous-unions",
    "integers beside numbers",
    schema("Type.Union([Type.Integer(), Type.Number()])"),
    ["Branches 0 and 1 both accept number: a value does not tell which it is."],
  ],
  [
    "ambiguous-unions",
    "text beside a named text",
    schema("Type.Union([ref(ParcelId), Type.String()])"),
    ["Branches 0 and 1 both accept string: a value does not tell which it is."],
  ],
  [
    "sound-error-codes",
    "a status of success",
    'defineErrorCodes({ FINE: { meaning: "It is fine.", httpStatus: 200, jsonRpc: -32099, retryable: false, since: "1.0.0" } })',
    ["Its HTTP status, 200, is no error."],
  ],
  [
    "sound-error-codes",
    "an integer that JSON-RPC keeps",
    'defineErrorCodes({ ODD: { meaning: "It is odd.", httpStatus: 500, jsonRpc: -32200, retryable: false, since: "1.0.0" } })',
    ["Its JSON-RPC integer, -32200, is reserved or no integer."],
  ],
  [
    "sound-error-codes",
    "an application's own integer, and a retry after 429",
    'defineErrorCodes({ SLOW: { meaning: "It is slow.", httpStatus: 429, jsonRpc: 4001, retryable: true, since: "1.0.0" } })',
    [],
  ],
  [
    "guarded-commands",
    "an anonymous query",
    'defineQuery({ ...rest, policy: { auth: "anonymous", pii: ["/params/recipient"] } })',
    [],
  ],
  ["paged-lists", "a list that a command makes", command('meta: { ...rest.meta, key: "parcel.list" }'), []],
  [
    "sensitive-data",
    "a path above covers what is below",
    'defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: ["/params"] }, io: { ...rest.io, input: SignUpParams } })',
    [],
  ],
  [
    "sensitive-data",
    "a name that begins like a covered one",
    '[defineType({ ...rest, name: "PinParams", schema: Type.Object({ pin: Type.String(), pin_hint: Type.String(), pinned: Type.Boolean() }) }), defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: ["/params/pin"] }, io: { ...rest.io, input: { name: "PinParams", parameters: [], examples: rest.examples } } })]',
    ["/params/pin_hint has a sensitive name, and no path of `pii` covers it."],
  ],
  [
    "sensitive-data",
    "a harmless one",
    'defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: [] }, io: { ...rest.io, input: SignUpParams } })',
    [],
    { harmless: ["email"] },
  ],
  [
    "sensitive-data",
    "items of a list, in camelCase",
    '[defineType({ ...rest, name: "PeopleParams", schema: Type.Object({ people: Type.Array(Type.Object({ dateOfBirth: Type.String() })) }) }), defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: [] }, io: { ...rest.io, input: { name: "PeopleParams", parameters: [], examples: rest.examples } } })]',
    ["/params/people/*/dateOfBirth has a sensitive name, and no path of `pii` covers it."],
  ],
  [
    "used-types",
    "a type that only refers to itself",
    'defineType({ ...rest, name: "Tree", schema: Type.Recursive((This) => Type.Object({ children: Type.Array(This) }), { $id: "Tree" }) })',
    ["Nothing refers to it."],
  ],
];

it("looks at contracts whose names nothing could be called by", () => {
  const found = lint(registryOf('defineType({ ...rest, name: "parcel depot\\n`", schema: Type.Object({}) })'));
  expect(found.map(({ rule }) => rule)).toContain("unique-names");
});

it("points at members whose names have slashes and tildes", () => {
  const text = `export const Depot = defineType({
  name: "Depot",
  schema: Type.Object({
    "a/b~c": Type.Number(),
  }),
});`;
  const registry = registryOf(members('"a/b~c": Type.Number()'));
  const sources = findSpecs([{ path: "depot.ts", text }]);
  const found = lint(registry, { sources, rules: [ruleNamed("bounded-numbers"), ruleNamed("described")] });
  expect(found.map(({ name, line }) => `${name}:${line}`)).toEqual([
    "Depot at /properties/a~1b~0c:4",
    "Depot at /properties/a~1b~0c:4",
  ]);
});

describe("what the rules say, and what they let pass", () => {
  const named = cases.map(([name, title, example, messages, options]) => ({ name, title, example, messages, options }));
  it.each(named)("$name: $title", ({ name, example, messages, options }) => {
    const rule = ruleNamed(name);
    const textOf = ({ name: at, message }: Violation) => `${at}: ${message}`;
    const known = new Set(violationsOf(rule, parcelRegistry, options).map(textOf));
    const found = violationsOf(rule, registryOf(example), options).filter((violation) => !known.has(textOf(violation)));
    expect(found.map(({ message }) => message)).toEqual(messages);
  });
});

/** What is an error and may be turned off must not be what generation rests on: every surface is rendered without it. */
describe("generation goes on without", () => {
  const lowerable = rules.filter(({ level, necessary }) => level === "error" && necessary === undefined);
  const examples = { valid: [{ title: "one", value: {} }], invalid: [] };
  it.each(lowerable)("$name", async ({ bad }) => {
    const registry = registryOf(bad);
    const chapters = registry.chapters.map((chapter) => ({
      ...chapter,
      specs: chapter.specs.map((spec) =>
        spec.kind === "type" && spec.examples.valid.length === 0 ? { ...spec, examples } : spec,
      ),
    }));
    const model = buildModel({ ...registry, chapters });
    for (const emit of emitters) expect(await emit(model)).toBeDefined();
  });
});
