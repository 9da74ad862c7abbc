import { defineType, ref, refGeneric, type TSchema, Type } from "@oap/contracts";
import { JsonValue } from "@oap/contracts/common/json-value";
import { OrchId } from "@oap/contracts/common/orch-id";
import { describe, expect, it } from "vitest";
import { publishSchema } from "./publish-schema.ts";

const published = (schema: TSchema, options = {}) => {
  const result = publishSchema(schema, options);
  expect(result.refusals).toEqual([]);
  return result.schema;
};
const refused = (schema: TSchema) =>
  publishSchema(schema).refusals.map(({ path, what, mend }) => `${path} ${what}: ${mend}`.trim());

describe("what JSON cannot carry is refused with its path and a mend", () => {
  it.each([
    ["a tuple", Type.Tuple([Type.String(), Type.Number()]), "is a tuple", "use an object with named members"],
    ["a Date", Type.Date(), "is a Date", "use ref(Timestamp)"],
    ["null", Type.Null(), "is null", "make the property optional"],
    ["void", Type.Void(), "is void", "use an object without members"],
    ["undefined", Type.Undefined(), "is undefined", "make the property optional"],
    ["a BigInt", Type.BigInt(), "is a BigInt", "use an integer up to 2^53"],
    ["a Symbol", Type.Symbol(), "is a Symbol", "JSON has no such value"],
    ["a function", Type.Function([], Type.String()), "is a Function", "JSON has no such value"],
    ["a constructor", Type.Constructor([], Type.String()), "is a Constructor", "JSON has no such value"],
    ["a promise", Type.Promise(Type.String()), "is a Promise", "JSON has no such value"],
    ["an iterator", Type.Iterator(Type.String()), "is an Iterator", "JSON has no such value"],
    ["a byte array", Type.Uint8Array(), "is a byte array", "use a string with contentEncoding base64"],
    ["a RegExp object", Type.RegExp(/a/), "is a RegExp object", "use a string with a pattern"],
    ["a negation", Type.Not(Type.String()), "is a negation", "say what is allowed"],
    ["any", Type.Any(), "is any value without a name", "use ref(JsonValue)"],
    ["unknown", Type.Unknown(), "is an unknown value without a name", "use ref(JsonValue)"],
    ["an empty schema", Type.Unsafe({}), "accepts any value without a name", "use ref(JsonValue)"],
    [
      "a Transform",
      Type.Transform(Type.String())
        .Decode((text) => Number(text))
        .Encode((number) => String(number)),
      "is a Transform",
      "publish the form that is on the wire",
    ],
    ["nullable", Type.Unsafe({ type: "string", nullable: true }), "is nullable", "make the property optional"],
    ["several types", Type.Unsafe({ type: ["string", "null"] }), "is nullable or of several types", "use Type.Union"],
    ["an extension keyword", Type.String({ "x-sensitive": true }), "is a keyword that is not published", "say it with"],
    ["a bare allOf", Type.Unsafe({ allOf: [{ type: "object" }] }), "is a keyword that is not published", "say it with"],
    ["a title inside", Type.String({ title: "Name" }), "has a title", "use description"],
  ])("%s", (_name, schema, what, mend) => {
    const refusals = refused(Type.Object({ member: schema }));
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toContain("/properties/member");
    expect(refusals[0]).toContain(what);
    expect(refusals[0]).toContain(mend);
  });

  it("names every refusal, in the order of the schema", () => {
    expect(
      refused(Type.Object({ at: Type.Date(), pair: Type.Tuple([Type.String()]) })).map((text) => text.split(" ")[0]),
    ).toEqual(["/properties/at", "/properties/pair"]);
  });

  it("escapes member names in the path", () => {
    expect(refused(Type.Object({ "a/b~c": Type.Date() }))[0]).toContain("/properties/a~1b~0c");
  });
});

describe("records", () => {
  it("publishes a record as additionalProperties, not as patternProperties", () => {
    expect(published(Type.Record(Type.String(), Type.Integer(), { maxProperties: 3 }))).toEqual({
      type: "object",
      additionalProperties: { type: "integer" },
      maxProperties: 3,
    });
  });

  it("keeps a pattern of the keys as propertyNames", () => {
    expect(published(Type.Record(Type.String({ pattern: "^[a-z]+$" }), Type.Integer()))).toEqual({
      type: "object",
      propertyNames: { type: "string", pattern: "^[a-z]+$" },
      additionalProperties: { type: "integer" },
    });
  });

  it("refuses numbers as keys, which JSON does not have", () => {
    expect(refused(Type.Record(Type.Number(), Type.String()))[0]).toContain("has numbers as keys");
  });
});

describe("recursion", () => {
  it("hoists a recursive type to its own name", () => {
    const tree = Type.Recursive((self) => Type.Object({ children: Type.Array(self) }));
    const result = publishSchema(tree, { name: "Tree" });
    expect(result.refusals).toEqual([]);
    expect(result.references).toEqual(["Tree"]);
    expect(result.schema).toEqual({
      type: "object",
      properties: { children: { type: "array", items: { $ref: "#/$defs/Tree" } } },
      required: ["children"],
    });
  });

  it("refuses recursion inside another type, where it has no name", () => {
    const inner = Type.Recursive((self) => Type.Object({ children: Type.Array(self) }));
    expect(refused(Type.Object({ tree: inner }))[0]).toContain("define it as a named type");
  });
});

describe("intersections", () => {
  const named = Type.Object({ name: Type.String() });

  it("flattens an intersection of objects into one object", () => {
    expect(published(Type.Intersect([named, Type.Object({ size: Type.Optional(Type.Integer()) })]))).toEqual({
      type: "object",
      properties: { name: { type: "string" }, size: { type: "integer" } },
      required: ["name"],
    });
  });

  it("publishes no unevaluatedProperties: a closed intersection is a closed object", () => {
    const size = Type.Object({ size: Type.Integer() });
    expect(published(Type.Intersect([named, size], { unevaluatedProperties: false }))).toEqual({
      type: "object",
      properties: { name: { type: "string" }, size: { type: "integer" } },
      required: ["name", "size"],
      additionalProperties: false,
    });
  });

  it("refuses an intersection with a reference, whose members are not at hand", () => {
    expect(refused(Type.Intersect([named, ref(OrchId)]))[0]).toContain("use Type.Composite");
  });

  it("refuses parts that disagree about a member", () => {
    expect(refused(Type.Intersect([named, Type.Object({ name: Type.Integer() })]))[0]).toContain(
      "/allOf/1/properties/name",
    );
  });
});

describe("unions", () => {
  it("publishes a union of constants as one enum and keeps what they say about themselves", () => {
    const mode = Type.Union([Type.Literal("SYNC", { description: "It waits." }), Type.Literal("ASYNC")], {
      description: "The mode.",
    });
    expect(published(mode)).toEqual({
      description: "The mode.\n\n- `SYNC`: It waits.",
      type: "string",
      enum: ["SYNC", "ASYNC"],
    });
  });

  it("keeps that list under the description of the named type", () => {
    const mode = Type.Union([Type.Literal("SYNC", { description: "It waits." }), Type.Literal("ASYNC")]);
    expect(published(mode, { description: "How to invoke." })).toMatchObject({
      description: "How to invoke.\n\n- `SYNC`: It waits.",
    });
  });

  it("publishes oneOf only for a tagged union; any other is anyOf", () => {
    const union = Type.Union([ref(OrchId), ref(JsonValue)]);
    expect(published(union)).toEqual({ anyOf: [{ $ref: "#/$defs/OrchId" }, { $ref: "#/$defs/JsonValue" }] });
    expect(published(union, { discriminator: "kind" })).toEqual({
      oneOf: [{ $ref: "#/$defs/OrchId" }, { $ref: "#/$defs/JsonValue" }],
    });
  });

  it("never writes several types in one schema: a union of scalars stays a union", () => {
    expect(published(Type.Union([Type.String(), Type.Number()]))).toEqual({
      anyOf: [{ type: "string" }, { type: "number" }],
    });
  });
});

describe("references", () => {
  it("points into $defs and keeps a description and a deprecation beside it", () => {
    expect(published(ref(OrchId, { description: "Whose.", deprecated: true }))).toEqual({
      $ref: "#/$defs/OrchId",
      description: "Whose.",
      deprecated: true,
    });
  });

  it("refuses anything else beside it", () => {
    expect(refused(Type.Unsafe({ $ref: "OrchId", default: "x" }))).toEqual([
      "/default stands beside a reference: only description and deprecated may; put it into the named type",
    ]);
  });

  it("keeps type parameters and arguments in the generic schema alone", () => {
    const page = defineType({
      name: "Page",
      title: "Page",
      description: "A page.",
      stability: "stable",
      since: "1.0.0",
      source: { document: "test", section: "1" },
      parameters: ["TItem"],
      schema: Type.Object({}),
      examples: { valid: [], invalid: [] },
    });
    const { schema, genericSchema } = publishSchema(
      Type.Object({ page: refGeneric(page, ["TItem"]), plain: refGeneric(page, []) }),
    );
    expect(schema).toMatchObject({ properties: { page: { $ref: "#/$defs/Page" }, plain: { $ref: "#/$defs/Page" } } });
    expect(JSON.stringify(schema)).not.toContain("typeArguments");
    expect(genericSchema).toMatchObject({
      properties: { page: { typeArguments: ["TItem"] }, plain: { $ref: "#/$defs/Page" } },
    });
  });

  it("does not take a member called typeParameter for a marker", () => {
    expect(published(Type.Object({ typeParameter: Type.String() }))).toMatchObject({
      properties: { typeParameter: { type: "string" } },
    });
  });
});

describe("objects", () => {
  it("publishes a forbidden member as false, and an optional one with a default as optional", () => {
    expect(
      published(Type.Object({ error: Type.Optional(Type.Never()), size: Type.Optional(Type.Integer({ default: 1 })) })),
    ).toEqual({
      type: "object",
      properties: { error: false, size: { type: "integer", default: 1 } },
    });
  });

  it("leaves an open object open", () => {
    expect(published(Type.Object({ a: Type.String() }))).not.toHaveProperty("additionalProperties");
  });

  it("leaves no marker of the contracts behind", () => {
    const schema = published(Type.Object({ a: Type.Optional(Type.Readonly(Type.String())) }));
    const symbols: symbol[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      symbols.push(...Object.getOwnPropertySymbols(value));
      for (const member of Object.values(value)) visit(member);
    };
    visit(schema);
    expect(symbols).toEqual([]);
  });

  it("writes keywords in one order, whatever the order in the contract", () => {
    const a = published(Type.Unsafe({ maxLength: 3, type: "string", minLength: 1, description: "Text." }));
    const b = published(Type.Unsafe({ description: "Text.", minLength: 1, type: "string", maxLength: 3 }));
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  });
});
