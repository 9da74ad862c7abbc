import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Contract, Operation } from "../contract.ts";
import { parseDocument } from "./parse-document.ts";
import { readOpenApi } from "./read-openapi.ts";
import type { UnreadableCode } from "./unreadable-contract.ts";

type Json = Readonly<Record<string, unknown>>;

describe("schemas of OpenAPI 3.0", () => {
  it.each([
    ["nullable with a type", { type: "string", nullable: true }, { type: ["string", "null"] }],
    ["nullable: false", { type: "string", nullable: false }, { type: "string" }],
    [
      "nullable with an enum",
      { type: "string", nullable: true, enum: ["a"] },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    ["nullable with an enum alone", { nullable: true, enum: ["a", null] }, { enum: ["a", null] }],
    ["nullable with nothing", { nullable: true }, {}],
    [
      "nullable with allOf",
      { nullable: true, allOf: [{ type: "string" }] },
      { anyOf: [{ type: "null" }, { allOf: [{ type: "string" }] }] },
    ],
    ["an exclusive minimum", { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ["an inclusive minimum", { minimum: 1, exclusiveMinimum: false }, { minimum: 1 }],
    ["an exclusive maximum", { maximum: 1, exclusiveMaximum: true }, { exclusiveMaximum: 1 }],
    ["exclusive without a bound", { exclusiveMaximum: true }, {}],
    ["an example", { example: { a: null } }, { examples: [{ a: null }] }],
    ["what says nothing of values", { xml: {}, externalDocs: {}, "x-y": 1, type: "integer" }, { type: "integer" }],
    ["what is left empty", { description: null, items: null, type: "integer" }, { type: "integer" }],
    ["a boolean required, of draft 3", { type: "string", required: true }, { type: "string" }],
    ["examples by name", { examples: { a: 1 }, title: 1 }, {}],
    ["no type by `any`", { type: "any" }, {}],
    ["additionalProperties false", { additionalProperties: false }, { additionalProperties: false }],
    [
      "additionalProperties of a kind",
      { additionalProperties: { type: "string", nullable: true } },
      { additionalProperties: { type: ["string", "null"] } },
    ],
    [
      "members called like what objects inherit",
      { properties: { ["__proto__"]: { nullable: true, type: "string" } } },
      { properties: { ["__proto__"]: { type: ["string", "null"] } } },
    ],
    [
      "words beside $ref",
      { $ref: "#/components/schemas/Other", nullable: true, description: "x" },
      { $ref: "#/$defs/Other" },
    ],
  ])("understands %s", (_, schema, expected) => {
    const { definitions } = read("3.0.3", { components: { schemas: { Other: {}, Subject: schema } } });
    expect(JSON.parse(JSON.stringify(definitions.Subject))).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});

describe("schemas of OpenAPI 3.1", () => {
  it.each([
    ["types in a list", { type: ["string", "null"] }, { type: ["string", "null"] }],
    ["nullable, which means nothing", { type: "string", nullable: true }, { type: "string" }],
    [
      "words beside $ref",
      { $ref: "#/components/schemas/Other", minLength: 1 },
      { $ref: "#/$defs/Other", minLength: 1 },
    ],
    ["exclusive bounds", { exclusiveMinimum: 1, minimum: 0 }, { exclusiveMinimum: 1, minimum: 0 }],
    ["booleans", { properties: { a: true, b: false } }, { properties: { a: true, b: false } }],
    ["an anchor", { $ref: "#other" }, { $ref: "#/$defs/Other" }],
    ["an id", { $ref: "https://example.com/other" }, { $ref: "#/$defs/Other" }],
    [
      "definitions of its own",
      { $ref: "#/components/schemas/Other/$defs/Inner" },
      { $ref: "#/$defs/Other._defs.Inner" },
    ],
    ["a dynamic reference", { $dynamicRef: "#other" }, { $ref: "#/$defs/Other" }],
  ])("understands %s", (_, schema, expected) => {
    const other = { $id: "https://example.com/other", $defs: { Inner: { type: "null" } } };
    const anchored = { $anchor: "other" };
    const schemas = JSON.stringify(schema).includes("#other") ? { Other: anchored } : { Other: other };
    const { definitions } = read("3.1.0", { components: { schemas: { ...schemas, Subject: schema } } });
    expect(definitions.Subject).toEqual(expected);
  });
});

describe("references", () => {
  it("reaches every part of the document, under names that stay", () => {
    const contract = read("3.0.3", {
      paths: {
        "/a": { get: answers({ type: "object", properties: { x: { type: "string" } } }) },
        "/b": { get: answers({ $ref: "#/paths/~1a/get/responses/200/content/application~1json/schema/properties/x" }) },
        "/c": { $ref: "#/paths/~1a" },
      },
      components: {
        schemas: { "With space/and~more": { items: { $ref: "#/components/schemas/With%20space~1and~0more" } } },
      },
    });
    const name = "paths._a.get.responses.200.content.application_json.schema.properties.x";
    expect(payload(contract, "GET /b", "response 200 application/json").schema).toEqual({ $ref: `#/$defs/${name}` });
    expect(contract.definitions).toEqual({
      [name]: { type: "string" },
      With_space_and_more: { items: { $ref: "#/$defs/With_space_and_more" } },
    });
    expect([...contract.types.keys()]).toEqual(["With_space_and_more"]);
    expect(contract.operations.has("GET /c")).toBe(true);
  });

  it("follows parameters, headers, bodies, responses and examples by reference, and references to those", () => {
    const contract = read("3.0.3", {
      paths: {
        "/a": {
          parameters: [{ $ref: "#/components/parameters/Again" }],
          post: {
            requestBody: { $ref: "#/components/requestBodies/Body" },
            responses: { 200: { $ref: "#/components/responses/Fine" } },
          },
        },
      },
      components: {
        parameters: {
          Again: { $ref: "#/components/parameters/Page" },
          Page: { name: "page", in: "query", schema: { type: "integer" } },
        },
        requestBodies: { Body: { required: true, content: { "application/json": {} } } },
        responses: {
          Fine: { headers: { Link: { $ref: "#/components/headers/Link" } }, content: { "text/plain": { schema: {} } } },
        },
        headers: { Link: { required: true } },
      },
    });
    const operation = contract.operations.get("POST /a") as Operation;
    expect(operation.payloads.map(({ name, required, schema }) => [name, required, schema])).toEqual([
      ["body application/json", true, true],
      ["query page", false, { type: "integer" }],
      ["response 200 header link", true, true],
      ["response 200 text/plain", true, {}],
    ]);
  });

  it("gives one object for one schema, however often it is used", () => {
    const page = { parameters: { Page: { name: "page", in: "query", schema: { type: "string" } } } };
    const get = { parameters: [{ $ref: "#/components/parameters/Page" }], responses: {} };
    const contract = read("3.0.3", { paths: { "/a": { get }, "/b": { get } }, components: page });
    expect(payload(contract, "GET /a", "query page").schema).toBe(payload(contract, "GET /b", "query page").schema);
  });

  it("gives names that are alike when they are made safe a number", () => {
    const alike = { a_b: { type: "string" }, "a b": { type: "integer" }, "a/b": { type: "null" } };
    const { definitions } = read("3.0.3", schemas(alike));
    expect(definitions).toEqual({ a_b: { type: "string" }, a_b_2: { type: "integer" }, a_b_3: { type: "null" } });
  });

  it("keeps schemas that contain themselves", () => {
    const { definitions } = read("3.0.3", {
      components: { schemas: { Tree: { properties: { left: { $ref: "#/components/schemas/Tree" } } } } },
    });
    expect(definitions).toEqual({ Tree: { properties: { left: { $ref: "#/$defs/Tree" } } } });
  });

  const cycle = { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } };
  it.each<[string, Json, UnreadableCode, RegExp]>([
    [
      "another file",
      schemas({ A: { $ref: "pet.yaml#/Pet" } }),
      "EXTERNAL_REFERENCE",
      /`pet\.yaml#\/Pet` refers to another document\..*bundle/,
    ],
    ["the network", schemas({ A: { $ref: "https://example.com/a.json" } }), "EXTERNAL_REFERENCE", /another document/],
    [
      "nothing",
      schemas({ Pet: {}, A: { items: { $ref: "#/components/schemas/pet" } } }),
      "UNRESOLVABLE_REFERENCE",
      /d:\d+ \(#\/components\/schemas\/A\/items\): There is nothing at `#\/components\/schemas\/pet`\. Did you mean `Pet`\?/,
    ],
    ["no anchor", schemas({ A: { $ref: "#gone" } }), "UNRESOLVABLE_REFERENCE", /nothing at `#gone`/],
    [
      "what objects inherit",
      schemas({ A: { $ref: "#/components/schemas/toString" } }),
      "UNRESOLVABLE_REFERENCE",
      /toString/,
    ],
    [
      "an anchor that two have",
      schemas({ A: { $dynamicRef: "#x" }, B: { $dynamicAnchor: "x" }, C: { $anchor: "x" } }),
      "UNSUPPORTED_VERSION",
      /`#x` means one of 2 schemas/,
    ],
    ["a number", schemas({ A: { $ref: 1 } }), "MALFORMED", /\$ref is no string/],
    ["itself", schemas({ A: { $ref: "#/components/schemas/A" } }), "CYCLIC_REFERENCE", /leads back to itself: A → A/],
    ["each other", schemas(cycle), "CYCLIC_REFERENCE", /A → B → A/],
    [
      "each other through allOf",
      schemas({ A: { allOf: [{ anyOf: [{ $ref: "#/components/schemas/A" }] }] } }),
      "CYCLIC_REFERENCE",
      /A → A/,
    ],
    [
      "each other, of a property",
      schemas({ ...cycle, C: { properties: { a: { $ref: "#/components/schemas/A" } } } }),
      "CYCLIC_REFERENCE",
      /leads back/,
    ],
    [
      "each other, of responses",
      {
        paths: { "/a": { get: { responses: { 200: { $ref: "#/components/responses/A" } } } } },
        components: { responses: { A: { $ref: "#/components/responses/A" } } },
      },
      "CYCLIC_REFERENCE",
      /leads back/,
    ],
    [
      "a response that is not there",
      { paths: { "/a": { get: { responses: { 200: { $ref: "#/components/responses/A" } } } } } },
      "UNRESOLVABLE_REFERENCE",
      /\(#\/paths\/~1a\/get\/responses\/200\)/,
    ],
  ])("refuses a reference to %s", (_, document, code, words) => {
    expect(() => read("3.0.3", document)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) }),
    );
  });
});

describe("properties that are sent one way", () => {
  const schemas = {
    Pet: {
      required: ["id", "name", "secret", "stamp"],
      properties: {
        id: { readOnly: true },
        name: {},
        secret: { writeOnly: true },
        stamp: { $ref: "#/components/schemas/Stamp" },
      },
    },
    Stamp: { type: "string", readOnly: true },
    Owner: { properties: { pet: { $ref: "#/components/schemas/Pet" } } },
    Note: { properties: { id: { readOnly: true }, text: {} } },
    Plain: {},
  };
  const body = (name: string) => ({
    content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  const contract = read("3.0.3", {
    components: { schemas },
    paths: {
      "/owners": { post: { requestBody: body("Owner"), responses: { 200: body("Owner") } } },
      "/notes": { post: { requestBody: body("Note"), responses: { 200: body("Plain") } } },
    },
  });

  it("are left out of the other way, required or not, wherever they are inside", () => {
    expect(payload(contract, "POST /owners", "body application/json").schema).toEqual({
      $ref: "#/$defs/Owner@request",
    });
    expect(payload(contract, "POST /owners", "response 200 application/json").schema).toEqual({
      $ref: "#/$defs/Owner",
    });
    expect(contract.definitions).toMatchObject({
      "Owner@request": { properties: { pet: { $ref: "#/$defs/Pet@request" } } },
      Owner: { properties: { pet: { $ref: "#/$defs/Pet" } } },
    });
    expect(contract.definitions["Pet@request"]).toEqual({
      required: ["name", "secret"],
      properties: { name: {}, secret: {} },
    });
    expect(contract.definitions.Pet).toEqual({
      required: ["id", "name", "stamp"],
      properties: { id: {}, name: {}, stamp: { $ref: "#/$defs/Stamp" } },
    });
  });

  it("are not said beside $ref in 3.0, and are in 3.1", () => {
    const property = (name: string) => ({ $ref: "#/components/schemas/Plain", readOnly: name === "read" });
    const components = {
      schemas: {
        Subject: { properties: { read: property("read"), other: property("other") } },
        Beside: { $ref: "#/components/schemas/Plain", properties: { id: { readOnly: true } } },
        Plain: {},
      },
    };
    const paths = {
      "/a": { post: { requestBody: body("Subject"), responses: { 200: body("Subject") } } },
      "/b": { post: { requestBody: body("Beside"), responses: { 200: body("Beside") } } },
    };
    expect(Object.keys(read("3.0.3", { paths, components }).definitions)).toEqual(["Beside", "Plain", "Subject"]);
    const { definitions } = read("3.1.0", { paths, components });
    expect(Object.keys(definitions)).toEqual(["Beside", "Beside@request", "Plain", "Subject", "Subject@request"]);
    expect(definitions["Subject@request"]).toEqual({ properties: { other: { $ref: "#/$defs/Plain" } } });
  });

  it("make no second form of what is used one way or has none of them", () => {
    expect(payload(contract, "POST /notes", "body application/json").schema).toEqual({ $ref: "#/$defs/Note" });
    expect(contract.definitions.Note).toEqual({ properties: { text: {} } });
    expect(Object.keys(contract.definitions)).toEqual([
      "Note",
      "Owner",
      "Owner@request",
      "Pet",
      "Pet@request",
      "Plain",
      "Stamp",
    ]);
    expect([...contract.types.keys()]).toEqual(["Note", "Owner", "Pet", "Plain", "Stamp"]);
  });
});

describe("discriminators", () => {
  const branches = {
    Cat: { properties: { kind: { type: "string" } } },
    Dog: { properties: { kind: { type: "string", enum: ["dog"] } } },
    Fish: { allOf: [{ $ref: "#/components/schemas/Cat" }] },
    Stone: {},
  };
  const union = (mapping?: Json) => ({
    oneOf: Object.keys(branches).map((name) => ({ $ref: `#/components/schemas/${name}` })),
    discriminator: { propertyName: "kind", mapping },
  });
  const translated = (mapping?: Json) =>
    (
      read("3.0.3", { components: { schemas: { ...branches, Pet: union(mapping) } } }).definitions.Pet as {
        oneOf: unknown;
      }
    ).oneOf;
  const tagged = (name: string, tag: Json) => ({
    $ref: `#/$defs/${name}`,
    properties: { kind: tag },
    required: ["kind"],
  });

  it("tag branches with the values of the mapping, else with their name, unless they say it themselves or cannot", () => {
    expect(translated({ kitty: "#/components/schemas/Cat", cat: "Cat", unknown: "Nobody" })).toEqual([
      tagged("Cat", { enum: ["cat", "kitty"] }),
      { $ref: "#/$defs/Dog" },
      tagged("Fish", { const: "Fish" }),
      { $ref: "#/$defs/Stone" },
    ]);
    expect(translated()).toMatchObject([tagged("Cat", { const: "Cat" }), {}, {}, {}]);
  });

  it("are known by the type", () => {
    expect(
      read("3.0.3", { components: { schemas: { ...branches, Pet: union() } } }).types.get("Pet")?.discriminator,
    ).toBe("kind");
  });
});

describe("operations", () => {
  it("are named without the names of path parameters, whose schemas are told apart by position", () => {
    const parameter = (name: string, type: string) => ({ name, in: "path", required: true, schema: { type } });
    const contract = read("3.0.3", {
      paths: {
        "/a/{x}/b/{y}.json": {
          get: {
            parameters: [parameter("y", "integer"), parameter("x", "boolean"), parameter("z", "null")],
            responses: {},
          },
        },
        "/a/{p}/b/{q}.json": { get: { responses: {} }, put: { responses: {} } },
        "x-path": {},
      },
    });
    expect([...contract.operations.keys()]).toEqual([
      "GET /a/{p}/b/{q}.json",
      "GET /a/{}/b/{}.json",
      "PUT /a/{}/b/{}.json",
    ]);
    expect(contract.operations.get("GET /a/{}/b/{}.json")?.payloads).toEqual([
      { role: "request", name: "path parameter 1", required: true, schema: { type: "boolean" } },
      { role: "request", name: "path parameter 2", required: true, schema: { type: "integer" } },
    ]);
    expect(contract.operations.get("PUT /a/{}/b/{}.json")?.payloads.map(({ schema }) => schema)).toEqual([true, true]);
  });

  it("have the parameters of their path, and their own before those", () => {
    const contract = read("3.0.3", {
      paths: {
        "/a": {
          parameters: [
            { name: "q", in: "query", required: true, schema: { type: "integer" } },
            { name: "X-Trace", in: "header", schema: { type: "integer" } },
            { name: "Authorization", in: "header", schema: {} },
            { name: "q", in: "cookie", schema: { type: "integer" } },
          ],
          get: { parameters: [{ name: "q", in: "query", schema: { type: "boolean" } }], responses: {} },
        },
      },
    });
    expect(
      contract.operations.get("GET /a")?.payloads.map(({ name, required, schema }) => [name, required, schema]),
    ).toEqual([
      ["cookie q", false, { type: "integer" }],
      ["header x-trace", false, { type: "integer" }],
      ["query q", false, { type: "boolean" }],
    ]);
  });

  it("take for a string any text that a number or a boolean is written as", () => {
    const schemaOf = (schema: Json) =>
      payload(
        read("3.0.3", {
          paths: { "/a": { get: { parameters: [{ name: "q", in: "query", schema }], responses: {} } } },
        }),
        "GET /a",
        "query q",
      ).schema;
    expect(schemaOf({ type: "string", description: "d" })).toEqual({
      type: ["string", "number", "boolean"],
      description: "d",
    });
    expect(schemaOf({ type: "string", maxLength: 1 })).toEqual({ type: "string", maxLength: 1 });
    expect(schemaOf({ type: "array", items: { type: "string" } })).toEqual({
      type: "array",
      items: { type: ["string", "number", "boolean"] },
    });
    const answered = read("3.0.3", { paths: { "/a": { get: answers({ type: "string" }) } } });
    expect(payload(answered, "GET /a", "response 200 application/json").schema).toEqual({ type: "string" });
  });

  it.each<[string, Json, string | undefined]>([
    ["the style that is the rule", { style: "form", explode: true, schema: { type: "array" } }, undefined],
    ["explode: false", { explode: false, schema: { type: "array" } }, "no explode"],
    ["explode: false of a value without parts", { explode: false, schema: { type: "string" } }, undefined],
    ["another style", { style: "deepObject", explode: true, schema: { type: "object" } }, "deepObject"],
    ["a style without another way", { style: "deepObject", explode: false, schema: { type: "object" } }, "deepObject"],
    ["pipes", { style: "pipeDelimited", schema: { type: "array" } }, "pipeDelimited, no explode"],
    ["reserved characters", { allowReserved: true, schema: { type: "string" } }, "reserved characters"],
    ["a media type", { content: { "application/JSON; charset=utf-8": { schema: {} } } }, "application/json"],
  ])("say how a parameter is written: %s", (_, parameter, encoding) => {
    const contract = read("3.0.3", {
      paths: { "/a": { get: { parameters: [{ name: "q", in: "query", ...parameter }], responses: {} } } },
    });
    expect(payload(contract, "GET /a", "query q").encoding).toBe(encoding);
  });

  it("say that a list in a header is written in one way, and an object in two", () => {
    const encodingOf = (type: string) => {
      const parameters = [{ name: "q", in: "header", explode: true, schema: { type } }];
      const contract = read("3.0.3", { paths: { "/a": { get: { parameters, responses: {} } } } });
      return payload(contract, "GET /a", "header q").encoding;
    };
    expect([encodingOf("array"), encodingOf("object")]).toEqual([undefined, "explode"]);
  });

  it("have a payload for each status and media type, and errors by status", () => {
    const content = { "application/json; charset=UTF-8": { schema: { type: "object" } }, "text/csv": {} };
    const contract = read("3.0.3", {
      paths: {
        "/a": {
          get: {
            responses: {
              200: { content },
              204: {},
              "4xx": { content: { "text/plain": {} } },
              404: {},
              default: {},
              "x-y": 1,
            },
          },
        },
      },
    });
    const operation = contract.operations.get("GET /a") as Operation;
    expect(operation.payloads.map(({ role, name, alternative }) => [role, name, alternative])).toEqual([
      ["error", "error 4XX text/plain", "error 4XX"],
      ["response", "response 200 application/json", "response 200"],
      ["response", "response 200 text/csv", "response 200"],
    ]);
    expect([operation.statuses, operation.errors]).toEqual([
      ["200", "204"],
      ["404", "4XX", "default"],
    ]);
  });

  it("have a payload for each header of each answer, but for what the body tells", () => {
    const headers = (required: boolean) => ({
      headers: { Link: { required, schema: { type: "string" } }, "Content-Type": {} },
    });
    const contract = read("3.0.3", {
      paths: {
        "/a": { get: { responses: { 200: headers(true), 201: headers(false), 404: { headers: { Other: {} } } } } },
      },
    });
    const payloads = contract.operations.get("GET /a")?.payloads ?? [];
    expect(payloads.map(({ role, name, header, required }) => [role, name, header, required])).toEqual([
      ["error", "error 404 header other", "other", false],
      ["response", "response 200 header link", "link", true],
      ["response", "response 201 header link", "link", false],
    ]);
  });

  it("answer by `default` alone without an error", () => {
    const contract = read("3.0.3", {
      paths: { "/a": { get: { responses: { default: { content: { "text/plain": {} } }, 500: {} } } } },
    });
    const operation = contract.operations.get("GET /a") as Operation;
    expect([operation.statuses, operation.errors, operation.payloads[0]?.role]).toEqual([
      ["default"],
      ["500"],
      "response",
    ]);
  });

  it("need what their security says, else the document's, by what schemes are and not by their names", () => {
    const get = (security?: unknown) => ({ get: { security, responses: {} } });
    const contract = read("3.0.3", {
      security: [{ Key: [] }],
      paths: { "/inherited": get(), "/none": get([]), "/either": get([{ Login: ["b", "a"], Token: [] }, {}]) },
      components: {
        securitySchemes: {
          Key: { type: "apiKey", in: "header", name: "X-Key" },
          Token: { type: "http", scheme: "Bearer" },
          Login: { type: "oauth2" },
        },
      },
    });
    const security = (path: string) => contract.operations.get(`GET ${path}`)?.security;
    expect(security("/inherited")).toEqual([["apiKey header x-key"]]);
    expect(security("/none")).toEqual([[]]);
    expect(security("/either")).toEqual([["http bearer", "oauth2:a", "oauth2:b"], []]);
  });

  it("are deprecated, until a day if it is said", () => {
    const contract = read("3.0.3", {
      paths: {
        "/a": {
          get: { deprecated: true, responses: {} },
          put: { deprecated: true, "x-sunset": "2027-01-31T00:00:00Z", responses: {} },
          post: { responses: {} },
        },
      },
      components: { schemas: { Old: { deprecated: true } } },
    });
    const deprecation = (key: string) => contract.operations.get(key)?.deprecation;
    expect([deprecation("GET /a"), deprecation("PUT /a"), deprecation("POST /a")]).toEqual([
      {},
      { sunset: "2027-01-31" },
      undefined,
    ]);
    expect(contract.types.get("Old")?.deprecation).toEqual({});
  });

  it("send webhooks and callbacks as events", () => {
    const sends = {
      post: { requestBody: { content: { "application/json": { schema: { type: "object" } } } }, responses: {} },
    };
    const contract = read("3.1.0", {
      paths: { "/a": { post: { responses: {}, callbacks: { done: { "{$request.body#/url}": sends } } } } },
      webhooks: { pet: sends, ping: { get: { responses: {} } } },
      "x-webhooks": { old: sends },
    });
    expect([...contract.events].map(([key, { payload: schema }]) => [key, schema])).toEqual([
      ["callback POST /a done {$request.body#/url} POST application/json", { type: "object" }],
      ["webhook old POST application/json", { type: "object" }],
      ["webhook pet POST application/json", { type: "object" }],
    ]);
  });

  it.each<[string, Json, RegExp]>([
    ["a status that is none", { get: { responses: { "2OO": {} } } }, /`2OO` is no status/],
    [
      "a parameter without a place",
      { get: { parameters: [{ name: "a" }], responses: {} } },
      /#\/paths\/~1a\/get\/parameters\/0\): The parameter has no `name`/,
    ],
    ["a body of no kind", { get: { requestBody: 1, responses: {} } }, /the request body is no object/],
    ["a schema that is an array", { get: answers([]) }, /It is no schema/],
    ["a type that is none", { get: answers({ type: "strnig" }) }, /`type` is "strnig"\. It must be one or an array of/],
    ["a pattern that is none", { get: answers({ pattern: "(" }) }, /`pattern` is "\("/],
    [
      "required that is no list",
      { get: answers({ required: "a" }) },
      /`required` is "a"\. It must be an array of property names/,
    ],
    ["properties that are none", { get: answers({ properties: [] }) }, /`properties` is \[\]/],
    ["a bound that is none", { get: answers({ maxLength: -1 }) }, /`maxLength` is -1\. It must be a whole number/],
  ])("refuse %s, and say where it is", (_, item, words) => {
    const thrown = expect.objectContaining({ code: "MALFORMED", message: expect.stringMatching(words) });
    expect(() => read("3.0.3", { paths: { "/a": item } })).toThrow(thrown);
  });
});

describe("places", () => {
  const document = {
    paths: { "/a": { get: { parameters: [{ name: "q", in: "query", schema: { type: "string" } }], responses: {} } } },
    components: {
      schemas: { Pet: { nullable: true, allOf: [{ properties: { nickname: { type: "string" } } }] } },
    },
  };

  it.each([
    ["JSON", JSON.stringify({ openapi: "3.0.3", ...document }, null, 1)],
    ["YAML", stringify({ openapi: "3.0.3", ...document })],
  ])("are lines of the document, in %s", (_, text) => {
    const contract = readText(text);
    const lineOf = (word: string) => text.split("\n").findIndex((line) => line.includes(word)) + 1;
    expect(contract.locate({ part: "operation", name: "GET /a" })).toEqual({ file: "d", line: expect.any(Number) });
    expect(contract.locate({ part: "operation", name: "GET /a" })?.line).toBe(lineOf("get"));
    expect(contract.locate({ part: "operation", name: "GET /a", payload: "query q" }, "/type")?.line).toBe(
      lineOf("type"),
    );
    expect(contract.locate({ part: "type", name: "Pet" }, "/anyOf/1/allOf/0/properties/nickname")?.line).toBe(
      lineOf("nickname"),
    );
    expect(contract.locate({ part: "operation", name: "GET /b" })).toBeUndefined();
  });
});

function read(openapi: string, document: Json): Contract {
  return readText(JSON.stringify({ openapi, info: { title: "T", version: "1" }, ...document }, null, 1));
}

function readText(text: string): Contract {
  return readOpenApi(parseDocument({ bytes: Buffer.from(text), file: "d", label: "d" }), { label: "d", file: "d" });
}

function schemas(definitions: Json): Json {
  return { components: { schemas: definitions } };
}

function answers(schema: unknown): Json {
  return { responses: { 200: { content: { "application/json": { schema } } } } };
}

function payload(contract: Contract, operation: string, name: string) {
  const found = contract.operations.get(operation)?.payloads.find((each) => each.name === name);
  if (found === undefined) throw new Error(`No ${name} of ${operation}.`);
  return found;
}
