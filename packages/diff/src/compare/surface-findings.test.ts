import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { Deprecation, JsonSchema } from "../contract.ts";
import { type ContractSketch, type OperationSketch, sketchContract } from "../rules/contract-sketch.ts";

const today = "2030-06-01";
const order = { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] };

/** `rule level` of each finding. */
function told(base: ContractSketch, head: ContractSketch): readonly string[] {
  const { findings } = compare(sketchContract(base), sketchContract(head), { today });
  return findings.map(({ rule, level }) => `${rule} ${level}`);
}

function toldOfOperation(base: OperationSketch, head: OperationSketch): readonly string[] {
  return told({ operations: { "order.place": base } }, { operations: { "order.place": head } });
}

describe("the surface of a contract", () => {
  it.each<[string, Deprecation | undefined, string]>([
    ["without a word", undefined, "method-removed error"],
    ["without a sunset", { deprecated: "2029-01-01" }, "method-removed-before-sunset error"],
    ["the day before its sunset", { sunset: "2030-06-02" }, "method-removed-before-sunset error"],
    ["on its sunset", { sunset: "2030-06-01" }, "method-removed-after-sunset warning"],
    ["after its sunset", { sunset: "2020-01-01" }, "method-removed-after-sunset warning"],
  ])("judges an operation that is removed %s", (_, deprecation, expected) => {
    const operation = { request: order, ...(deprecation && { deprecation }) };
    expect(told({ operations: { "order.place": operation } }, {})).toEqual([expected]);
  });

  it.each<[string, ContractSketch, string, string]>([
    ["an event", { events: { placed: {} } }, "event-removed error", "event-added info"],
    ["a capability", { capabilities: { render: {} } }, "capability-removed error", "capability-added info"],
    ["a type", { types: { Order: order } }, "exported-type-removed error", "exported-type-added info"],
    ["a bound", { bounds: { max: { value: 1 } } }, "constant-removed error", "constant-added info"],
    ["a table", { tables: { states: { value: {} } } }, "constant-removed error", "constant-added info"],
    ["a header", { headers: { "Shop-Id": {} } }, "exported-header-removed error", "exported-header-added info"],
    ["an error code", { errorCodes: { GONE: {} } }, "error-code-undefined error", "error-code-defined info"],
  ])("judges %s that goes, and one that comes", (_, sketch, removed, added) => {
    expect(told(sketch, {})).toEqual([removed]);
    expect(told({}, sketch)).toEqual([added]);
    expect(told(sketch, sketch)).toEqual([]);
  });

  it("hints at the new name of an operation, by its payloads and its name", () => {
    const large = { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } };
    const base = { operations: { "order.place": { request: order, response: large } } };
    expect(told(base, { operations: { "order.submit": { request: order, response: large } } })).toContain(
      "method-renamed error",
    );
    expect(told(base, { operations: { "stock.count": { request: large, response: order } } })).toContain(
      "method-removed error",
    );
  });

  it.each<[string, OperationSketch, OperationSketch, readonly string[]]>([
    ["a higher role", { auth: "user" }, { auth: "admin" }, ["auth-raised error"]],
    ["a role where there was none", {}, { auth: "user" }, ["auth-raised error"]],
    ["no role where there was one", { auth: "user" }, { auth: "anonymous" }, ["auth-lowered warning"]],
    ["anonymous written out", {}, { auth: "anonymous" }, []],
    [
      "a further scope",
      { security: [["oauth:read"]] },
      { security: [["oauth:read", "oauth:write"]] },
      ["auth-raised error"],
    ],
    [
      "one scope less",
      { security: [["oauth:read", "oauth:write"]] },
      { security: [["oauth:read"]] },
      ["auth-scheme-added info"],
    ],
    ["a scheme less", { security: [["basic"], ["key"]] }, { security: [["key"]] }, ["auth-scheme-removed error"]],
    ["a scheme more", { security: [["key"]] }, { security: [["basic"], ["key"]] }, ["auth-scheme-added info"]],
    ["a credential where there was none", {}, { security: [["key"]] }, ["auth-raised error"]],
    ["no credential where there was one", { security: [["key"]] }, {}, ["auth-lowered warning"]],
    ["another order", { security: [["a"], ["b"]] }, { security: [["b"], ["a"]] }, []],
  ])("judges who may call: %s", (_, base, head, expected) => {
    expect(toldOfOperation(base, head)).toEqual(expected);
  });

  it.each<[string, OperationSketch, OperationSketch, readonly string[]]>([
    ["required of requests", {}, { requestHeaders: [{ name: "A", required: true }] }, ["header-added-required error"]],
    ["optional of requests", {}, { requestHeaders: [{ name: "A", required: false }] }, ["header-added info"]],
    [
      "that becomes required",
      { requestHeaders: [{ name: "A", required: false }] },
      { requestHeaders: [{ name: "A", required: true }] },
      ["header-added-required error"],
    ],
    [
      "that becomes optional",
      { requestHeaders: [{ name: "A", required: true }] },
      { requestHeaders: [{ name: "A", required: false }] },
      ["header-became-optional info"],
    ],
    [
      "that becomes optional in answers",
      { responseHeaders: [{ name: "A", required: true }] },
      { responseHeaders: [{ name: "A", required: false }] },
      ["header-became-optional warning"],
    ],
    ["gone from requests", { requestHeaders: [{ name: "A", required: true }] }, {}, ["header-removed info"]],
    ["gone from answers", { responseHeaders: [{ name: "A", required: false }] }, {}, ["header-removed warning"]],
    [
      "in other letters",
      { requestHeaders: [{ name: "shop-id", required: true }] },
      { requestHeaders: [{ name: "Shop-Id", required: true }] },
      [],
    ],
  ])("judges a header %s", (_, base, head, expected) => {
    expect(toldOfOperation(base, head)).toEqual(expected);
  });

  it("judges the schema of a header by who sends it", () => {
    const sketch = (maxLength: number, side: "requestHeaders" | "responseHeaders"): ContractSketch => ({
      headers: { "Shop-Id": { schema: { type: "string", maxLength } } },
      operations: { "order.place": { [side]: [{ name: "Shop-Id", required: false }] } },
    });
    expect(told(sketch(8, "requestHeaders"), sketch(4, "requestHeaders"))).toEqual(["max-length-lowered error"]);
    expect(told(sketch(8, "responseHeaders"), sketch(4, "responseHeaders"))).toEqual(["max-length-lowered info"]);
  });

  it("judges a capability by its input and its output", () => {
    const sketch = (least: number): ContractSketch => {
      const schema = { type: "integer", minimum: least };
      return { capabilities: { count: { input: schema, output: schema } } };
    };
    const { findings } = compare(sketchContract(sketch(0)), sketchContract(sketch(1)), { today });
    expect(findings.map(({ subject, level }) => `${subject.payload} ${level}`)).toEqual(["input error", "output info"]);
  });

  it.each<[string, Deprecation | undefined, Deprecation | undefined, readonly string[]]>([
    ["an end without a day", undefined, { deprecated: "2030-01-01" }, ["deprecated-without-sunset warning"]],
    ["an end with a day", undefined, { sunset: "2031-01-01" }, ["deprecated info"]],
    ["an earlier day", { sunset: "2031-01-01" }, { sunset: "2030-12-31" }, ["sunset-shortened error"]],
    ["a later day", { sunset: "2031-01-01" }, { sunset: "2031-01-02" }, ["sunset-extended info"]],
    [
      "a day that was not said",
      { deprecated: "2030-01-01" },
      { deprecated: "2030-01-01", sunset: "2031-01-01" },
      ["sunset-extended info"],
    ],
    [
      "a day that is no longer said",
      { sunset: "2031-01-01" },
      { deprecated: "2030-01-01" },
      ["deprecated-without-sunset warning"],
    ],
    ["the same", { sunset: "2031-01-01" }, { sunset: "2031-01-01" }, []],
    ["no end any more", { sunset: "2031-01-01" }, undefined, ["undeprecated info"]],
  ])("judges what is said of a part's end: %s", (_, base, head, expected) => {
    const part = (deprecation: Deprecation | undefined) => (deprecation === undefined ? {} : { deprecation });
    expect(toldOfOperation(part(base), part(head))).toEqual(expected);
    const typed = (deprecation: Deprecation | undefined): ContractSketch => ({
      types: { Order: order },
      typeParts: { Order: part(deprecation) },
    });
    expect(told(typed(base), typed(head))).toEqual(expected);
  });

  it("calls a renamed type by its new name, and finds its edits", () => {
    const sketch = (name: string, more: object): ContractSketch => ({
      request: { $ref: `#/$defs/${name}` },
      types: { [name]: { type: "object", properties: { a: true, b: true, c: true, ...more } } },
    });
    expect(told(sketch("Order", {}), sketch("Purchase", {}))).toEqual(["exported-type-renamed error"]);
    expect(told(sketch("Order", {}), sketch("Purchase", { d: true }))).toEqual([
      "exported-type-renamed error",
      "optional-added info",
    ]);
  });

  it("reports a change of one `$id`'s content, not of its words, nor of what it refers to", () => {
    const sketch = (id: string, schema: Record<string, unknown>, note: object = {}): ContractSketch => ({
      types: { Order: schema, Note: { type: "string", ...note } },
      typeParts: { Order: { id: `urn:Order:${id}` } },
    });
    const refers = { type: "object", properties: { note: { $ref: "#/$defs/Note" } } };
    expect(told(sketch("1", refers), sketch("1", { ...refers, required: ["note"] }))).toContain(
      "content-changed-under-id error",
    );
    expect(told(sketch("1", refers), sketch("2", { ...refers, required: ["note"] }))).not.toContain(
      "content-changed-under-id error",
    );
    expect(told(sketch("1", refers), sketch("1", { ...refers, description: "An order." }))).toEqual([
      "description-changed info",
    ]);
    expect(told(sketch("1", refers), sketch("1", refers, { maxLength: 3 }))).toEqual(["max-length-lowered error"]);
  });

  it("lets the content under an `$id` change until it is released", () => {
    const sketch = (note: object): ContractSketch => ({
      types: { Order: { type: "string", ...note } },
      typeParts: { Order: { id: "urn:Order:2" } },
    });
    const [base, head] = [sketchContract(sketch({})), sketchContract(sketch({ maxLength: 3 }))];
    const rules = (...released: readonly string[]) =>
      compare(base, head, { today, isReleased: (id) => released.includes(id) }).findings.map(({ rule }) => rule);
    expect(rules("urn:Order:1", "urn:Order:2")).toContain("content-changed-under-id");
    expect(rules("urn:Order:1")).toEqual(["max-length-lowered"]);
  });

  it("expects an `$id` to move with the content, its own or that of what it refers to, and warns where nothing moved it", () => {
    const sketch = (id: string, note: object, words = ""): ContractSketch => ({
      types: {
        Basket: { type: "array", items: { $ref: "#/$defs/Order" }, description: words },
        Order: { type: "object", properties: { note: { $ref: "#/$defs/Note" } } },
        Note: { type: "string", ...note },
      },
      typeParts: Object.fromEntries(["Basket", "Order", "Note"].map((name) => [name, { id: `urn:${name}:${id}` }])),
    });
    const idsOf = (base: ContractSketch, head: ContractSketch) =>
      compare(sketchContract(base), sketchContract(head), { today })
        .findings.filter(({ rule }) => rule === "schema-id-changed")
        .map(({ subject, level, message }) => `${level} ${subject.name}: ${message}`);
    const moved = (name: string) => `Its \`$id\` was \`urn:${name}:1\` and is \`urn:${name}:2\``;
    for (const note of [{ maxLength: 3 }, { default: "" }]) {
      expect(idsOf(sketch("1", {}), sketch("2", note))).toEqual(
        ["Basket", "Note", "Order"].map(
          (name) => `info ${name}: ${moved(name)}, as what is published under it was changed.`,
        ),
      );
    }
    expect(idsOf(sketch("1", {}), sketch("2", { description: "Words." }, "Mended."))).toEqual(
      ["Basket", "Note", "Order"].map((name) => `warning ${name}: ${moved(name)}, though it says the same.`),
    );
  });

  it("takes what is written out, and another default, for another content under one `$id`, and says nothing of values", () => {
    const sketch = (note: JsonSchema): ContractSketch => ({
      types: { Order: { type: "object", properties: { note } }, Note: { type: "string" } },
      typeParts: { Order: { id: "urn:Order:1" } },
    });
    const changed = (base: JsonSchema, head: JsonSchema) =>
      compare(sketchContract(sketch(base)), sketchContract(sketch(head)), { today })
        .findings.filter(({ rule }) => rule === "content-changed-under-id")
        .map(({ message }) => message);
    const message = "What is published under `urn:Order:1` was changed.";
    expect(changed({ $ref: "#/$defs/Note" }, { type: "string" })).toEqual([message]);
    expect(changed({ type: "string" }, { type: "string", default: "" })).toEqual([message]);
    for (const words of [{ description: "A note." }, { title: "Note" }, { deprecated: true }, { examples: ["a"] }]) {
      expect(changed({ type: "string" }, { type: "string", ...words })).toEqual([]);
    }
  });

  it("tells once that an operation is deprecated, not again of the envelopes that are made for it", () => {
    const sketch = (end: { readonly deprecation?: Deprecation }, other = end): ContractSketch => {
      const mark = end.deprecation === undefined ? {} : { deprecated: true };
      return {
        types: { PlaceRequest: { ...order, ...mark }, PlaceSuccess: { ...order, ...mark } },
        typeParts: { PlaceRequest: end, PlaceSuccess: other },
        operations: {
          "order.place": {
            request: { $ref: "#/$defs/PlaceRequest" },
            response: { $ref: "#/$defs/PlaceSuccess" },
            ...end,
          },
        },
      };
    };
    const end = { deprecation: { deprecated: "2030-01-01", sunset: "2031-01-01" } };
    expect(told(sketch({}), sketch(end))).toEqual(["deprecated info"]);
    expect(told(sketch(end), sketch({}))).toEqual(["undeprecated info"]);
    expect(told(sketch({}), sketch(end, { deprecation: { sunset: "2032-01-01" } }))).toEqual([
      "deprecated info",
      "deprecated info",
    ]);
    expect(told({ types: { Order: order } }, { types: { Order: { ...order, deprecated: true } } })).toEqual([
      "deprecation-changed info",
    ]);
  });
});
