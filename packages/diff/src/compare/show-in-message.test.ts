import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { JsonSchema, Payload } from "../contract.ts";
import type { Finding, Witness } from "../finding.ts";
import { type ContractSketch, type OperationSketch, sketchContract } from "../rules/contract-sketch.ts";
import { object } from "../rules/rule.ts";
import type { RuleId } from "../rules.ts";
import { wrongWitness } from "../testing/wrong-witness.ts";

const string = { type: "string", minLength: 1 };
const order = object({ sku: string, note: string }, "sku");
const shown = { sku: "a" };

/** The finding of a rule between two contracts. Whatever breaks is judged by another validator as well. */
function found(rule: RuleId, before: ContractSketch, after: ContractSketch): Finding | undefined {
  const [base, head] = [sketchContract(before), sketchContract(after)];
  const { findings } = compare(base, head, { today: "2030-06-01" });
  for (const finding of findings) expect(wrongWitness(finding, base, head)).toBeUndefined();
  return findings.find((finding) => finding.rule === rule);
}

/** The operations of an OpenAPI document are called by what they are bound to. */
function http(operations: Readonly<Record<string, OperationSketch>>): ContractSketch {
  const bound = Object.entries(operations).map(([name, sketch]) => [name, { binding: name, ...sketch }] as const);
  return { operations: Object.fromEntries(bound) };
}

function payload(role: Payload["role"], name: string, more: Partial<Payload> = {}): Payload {
  return { role, name, schema: order, required: true, ...more };
}

const body = (type: string, more: Partial<Payload> = {}) =>
  payload("request", `body ${type}`, { alternative: "body", ...more });
const answer = (type: string, more: Partial<Payload> = {}) =>
  payload("response", `response 200 ${type}`, { alternative: "response 200", ...more });

type Told = Pick<Witness, "payload" | "pointer" | "acceptedBy" | "sender"> & { readonly message?: string };

const byClient = { sender: "client", acceptedBy: "base" } as const;
const noLonger = { sender: "service", acceptedBy: "base" } as const;

describe("a message that shows what breaks", () => {
  it.each<[string, RuleId, ContractSketch, ContractSketch, Told]>([
    [
      "a method that is gone of a path that is there",
      "method-removed",
      http({ "POST /orders": { others: [body("a/json")] }, "GET /orders": {} }),
      http({ "GET /orders": {} }),
      {
        ...byClient,
        payload: { method: "POST", path: "/orders", headers: { "content-type": "a/json" }, body: shown },
        pointer: "/method",
        message: "is no method of this path",
      },
    ],
    [
      "a path that is gone, with the parameters that have to be there",
      "method-removed",
      http({
        "GET /orders/{}": {
          others: [
            payload("request", "path parameter 1", { schema: { type: ["string", "number", "boolean"] } }),
            payload("request", "query page", { schema: string, required: false }),
            payload("request", "query shop", { schema: string }),
            payload("request", "cookie session", { schema: string }),
          ],
        },
      }),
      http({ "GET /stock": {} }),
      {
        ...byClient,
        payload: {
          method: "GET",
          path: "/orders/{}",
          pathParameters: { 1: "a" },
          query: { shop: "a" },
          cookies: { session: "a" },
        },
        pointer: "/path",
        message: "is the path of no operation",
      },
    ],
    [
      "a parameter that has to be sent",
      "params-became-required",
      http({ "GET /orders": {} }),
      http({ "GET /orders": { others: [payload("request", "query shop", { schema: string })] } }),
      { ...byClient, payload: { method: "GET", path: "/orders", query: {} }, pointer: "/query" },
    ],
    [
      "a header that has to be sent, in another case than it was sent in",
      "header-added-required",
      http({ "GET /orders": { requestHeaders: [{ name: "Shop-Id", required: false }] } }),
      http({ "GET /orders": { requestHeaders: [{ name: "shop-id", required: true }] } }),
      { ...byClient, payload: { method: "GET", path: "/orders", headers: {} }, pointer: "/headers" },
    ],
    [
      "a media type that is no longer read",
      "media-type-removed",
      http({ "PUT /order": { others: [body("a/json"), body("a/xml", { required: false })] } }),
      http({ "PUT /order": { others: [body("a/json")] } }),
      {
        ...byClient,
        payload: { method: "PUT", path: "/order", headers: { "content-type": "a/xml" }, body: shown },
        pointer: "/headers/content-type",
      },
    ],
    [
      "a media type that is no longer answered",
      "media-type-removed",
      http({ "GET /order": { statuses: ["200"], others: [answer("a/json"), answer("a/xml")] } }),
      http({ "GET /order": { statuses: ["200"], others: [answer("a/json")] } }),
      {
        ...noLonger,
        payload: { status: 200, headers: { "content-type": "a/xml" }, body: shown },
        pointer: "/headers/content-type",
      },
    ],
    [
      "a status that is no longer answered",
      "result-removed",
      http({ "GET /order": { statuses: ["200", "204"], errors: ["404"] } }),
      http({ "GET /order": { statuses: ["200"], errors: ["404"] } }),
      { ...noLonger, payload: { status: 204 }, pointer: "/status", message: "is no status that is answered" },
    ],
    [
      "a body that is no longer answered",
      "result-removed",
      http({ "GET /order": { statuses: ["200"], others: [answer("a/json")] } }),
      http({ "GET /order": { statuses: ["200"] } }),
      {
        ...noLonger,
        payload: { status: 200, headers: { "content-type": "a/json" }, body: shown },
        pointer: "/body",
        message: "is no longer answered",
      },
    ],
    [
      "another path",
      "http-binding-changed",
      { operations: { place: { request: order, binding: "POST /order" } } },
      { operations: { place: { request: order, binding: "POST /orders" } } },
      {
        ...byClient,
        payload: { operation: "place", method: "POST", path: "/order", body: shown },
        pointer: "/path",
        message: 'must be `"/orders"`',
      },
    ],
    [
      "a header of an answer that is written in another way",
      "encoding-changed",
      http({
        "GET /order": { others: [payload("response", "response 200 header etag", { header: "etag", schema: string })] },
      }),
      http({
        "GET /order": {
          others: [
            payload("response", "response 200 header etag", { header: "etag", schema: string, encoding: "quoted" }),
          ],
        },
      }),
      {
        sender: "service",
        acceptedBy: "head",
        payload: { headers: { etag: "a" }, encoding: { "headers etag": "quoted" } },
        pointer: "/encoding/headers etag",
        message: 'must be `"usual"`',
      },
    ],
    [
      "an event that is gone, among others",
      "event-removed",
      { events: { placed: { payload: order }, paid: {} } },
      { events: { paid: {} } },
      { ...noLonger, payload: { event: "placed", data: shown }, pointer: "/event", message: "is the name of no event" },
    ],
    [
      "an event that one operation no longer emits",
      "event-no-longer-emitted",
      { operations: { place: { emits: ["placed"] } }, events: { placed: { payload: order } } },
      { operations: { place: { emits: [] } }, events: { placed: { payload: order } } },
      { ...noLonger, payload: { operation: "place", event: "placed", data: shown }, pointer: "/event" },
    ],
    [
      "requests of the contract in a batch",
      "batch-support-dropped",
      { request: order, bounds: { batchRequestsMax: { value: 5 } } },
      { request: order },
      { ...byClient, payload: [shown, shown], pointer: "", message: "is a batch, and none is read" },
    ],
  ])("is small and whole: %s", (_, rule, before, after, expected) => {
    const finding = found(rule, before, after);
    expect(finding?.verdict).toBe("BREAKING");
    expect(finding?.witness).toMatchObject({ kind: "message", ...expected });
    expect(finding?.witness?.payload).toEqual(expected.payload);
  });

  const envelope = (type: string) => object({ v: { const: 1 }, type: { const: type }, params: {} }, "v", "type");

  it("is the request alone, where a member of it tells operations apart", () => {
    const [place, pay] = [{ request: envelope("place") }, { request: envelope("pay") }];
    const finding = found("method-removed", { operations: { place, pay } }, { operations: { pay } });
    expect(finding?.witness).toMatchObject({
      kind: "payload",
      subject: { part: "operation", name: "place", payload: "request" },
      payload: { v: 1, type: "place" },
      pointer: "/type",
      message: "names no operation",
    });
  });

  it.each<[string, OperationSketch]>([
    ["leaves the member open", { request: object({ type: { type: "string" } }, "type") }],
    ["need not have the member", { request: object({ type: { const: "pay" } }) }],
    ["has the same value there", { request: envelope("place") }],
    ["has no request", { response: order }],
  ])("is the call and not the request, where another operation %s", (_, pay) => {
    const place = { request: envelope("place") };
    const finding = found("method-removed", { operations: { place, pay } }, { operations: { pay } });
    expect(finding?.witness).toMatchObject({
      kind: "message",
      payload: { operation: "place", body: { type: "place" } },
    });
  });

  it("has a body that both versions accept, so that what it is about is at fault alone", () => {
    const longer = object({ sku: { type: "string", minLength: 3 } }, "sku");
    const header = { requestHeaders: [{ name: "Shop-Id", required: true }] };
    const finding = found(
      "header-added-required",
      { operations: { place: { request: order } } },
      { operations: { place: { request: longer, ...header } } },
    );
    expect(finding?.witness?.payload).toEqual({ operation: "place", headers: {}, body: { sku: "aaa" } });
  });

  it("is not there for a media type that a range covers, which breaks nobody", () => {
    const before = http({ "PUT /order": { others: [body("text/plain"), body("text/csv")] } });
    const after = http({ "PUT /order": { others: [body("text/*")] } });
    expect(found("media-type-removed", before, after)).toMatchObject({
      verdict: "COMPATIBLE",
      level: "info",
      breaks: [],
    });
    expect(found("media-type-removed", after, before)?.witness?.pointer).toBe("/headers/content-type");
    const narrow = http({
      "PUT /order": { others: [body("text/*", { schema: object({ sku: string }, "sku", "shop") })] },
    });
    expect(found("media-type-removed", before, narrow)?.witness).toMatchObject({
      pointer: "/body",
      acceptedBy: "base",
    });
  });

  it("is of a range of media types, where an answer is under any of them now", () => {
    const operation = (...others: readonly Payload[]) => http({ "GET /order": { statuses: ["200"], others } });
    const finding = found("media-type-removed", operation(answer("a/json")), operation(answer("a/*")));
    expect(finding?.witness).toMatchObject({ sender: "service", acceptedBy: "head", pointer: "/headers/content-type" });
    const both = operation(answer("a/json"), answer("a/*"));
    expect(found("media-type-removed", both, operation(answer("a/*")))?.verdict).toBe("COMPATIBLE");
    const wider = operation({ ...answer("a/*"), schema: object({ note: string }) });
    expect(found("media-type-removed", both, wider)?.witness).toMatchObject({ acceptedBy: "head", pointer: "/body" });
  });

  it("is owed of a media type of answers whose values nobody finds: another one that is answered shows nothing", () => {
    const undecidable = { schema: object({ code: { type: "string", pattern: "^(?=a)(?!a)b$" } }, "code") };
    const operation = (...others: readonly Payload[]) => http({ "GET /order": { statuses: ["200"], others } });
    const json = answer("a/json", undecidable);
    const finding = found("media-type-removed", operation(json, answer("a/xml", undecidable)), operation(json));
    expect(finding).toMatchObject({ verdict: "UNKNOWN", level: "error" });
  });

  it.each<[string, JsonSchema, unknown]>([
    ["a list of two texts", { type: "array", items: { type: ["string", "number"] } }, ["a", "a"]],
    ["a list of two", { type: "array", items: { type: "integer" } }, [0, 0]],
    ["a list of one, where there are no others", { type: "array", maxItems: 1, minItems: 1 }, [null]],
    ["a member", { type: "object", properties: { a: string } }, { a: "a" }],
  ])("is written otherwise as %s, where an empty value would be written alike", (_, schema, list) => {
    const query = (encoding?: string) =>
      http({
        "GET /orders": { others: [payload("request", "query list", { schema, ...(encoding && { encoding }) })] },
      });
    const witness = found("encoding-changed", query(), query("no explode"))?.witness;
    expect(witness?.payload).toMatchObject({ query: { list } });
  });

  it("is written otherwise in the part of a body whose encoding changed", () => {
    const schema = object({ cover: string, meta: string });
    const upload = (meta: string) =>
      http({
        "PUT /order": {
          others: [body("multipart/form-data", { schema, encoding: `{"cover":{},"meta":{"contentType":"${meta}"}}` })],
        },
      });
    const witness = found("encoding-changed", upload("a/json"), upload("a/xml"))?.witness;
    expect(witness?.payload).toMatchObject({ body: { meta: "a" } });
  });

  it("is owed, where no valid call is found: the removal is not known, and no less than an error", () => {
    const undecidable = object({ code: { type: "string", pattern: "^(?=a)(?!a)b$" } }, "code");
    const finding = found("method-removed", { operations: { place: { request: undecidable } } }, {});
    expect(finding).toMatchObject({ verdict: "UNKNOWN", level: "error", breaks: ["request", "response"] });
    expect(finding?.reason).toBe("no value was found that `body` of the message can have");
  });
});
