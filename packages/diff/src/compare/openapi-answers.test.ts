import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import { parseDocument } from "../read/parse-document.ts";
import { readOpenApi } from "../read/read-openapi.ts";

type Json = Readonly<Record<string, unknown>>;

const number = { type: "integer" };
const code = { type: "object", properties: { code: { type: "integer" } }, required: ["code"] };
const why = { type: "object", properties: { why: { type: "string" } }, required: ["why"] };
const body = (schema: Json) => ({ description: "", content: { "application/json": { schema } } });
const headers = (schema: Json, required = false) => ({
  description: "",
  headers: { "X-Foo": { required, schema } },
});

describe("statuses of OpenAPI", () => {
  it("break clients of a `default` that read another answer to a new one, shown by a payload", () => {
    const [found] = breaking({ 200: {}, default: body(code) }, { 200: {}, default: body(code), 409: body(why) });
    expect(found?.subject.payload).toBe("error 409 application/json");
    expect(found?.witness).toMatchObject({ payload: { why: "" }, acceptedBy: "head", rejectedBy: "base" });
  });

  it.each<[string, Json, Json]>([
    ["a new status under a range", { 200: {}, "4XX": body(code) }, { 200: {}, "4XX": body(code), 409: body(why) }],
    ["a new status of success under a range", { "2XX": body(code) }, { "2XX": body(code), 201: body(why) }],
    [
      "a new range under `default`",
      { 200: {}, default: body(code) },
      { 200: {}, default: body(code), "4XX": body(why) },
    ],
    ["a status that went under a range", { 200: {}, "4XX": body(why), 409: body(code) }, { 200: {}, "4XX": body(why) }],
    ["a status that went under `default`", { 200: {}, 409: body(code) }, { 200: {}, default: body(why) }],
    ["a range before `default`", { "4XX": body(code), default: body(why) }, { 409: body(why), default: body(why) }],
    ["a `default` that is for errors now", { default: body(code) }, { 200: body(code), default: body(why) }],
  ])("break by what clients read it by: %s", (_, before, after) => {
    expect(breaking(before, after).map(({ witness }) => witness?.payload)).not.toEqual([]);
    expect(breaking(before, after).every(({ witness }) => witness !== undefined)).toBe(true);
  });

  it.each<[string, Json, Json, readonly string[]]>([
    [
      "a new status under an equal range",
      { 200: {}, "4XX": body(code) },
      { 200: {}, "4XX": body(code), 404: body(code) },
      ["status-regrouped info"],
    ],
    [
      "a status that its range answers alike",
      { 200: {}, "4XX": body(code), 404: body(code) },
      { 200: {}, "4XX": body(code) },
      ["status-regrouped info"],
    ],
    [
      "a status that nothing covers",
      { 200: {}, "5XX": body(code) },
      { 200: {}, "5XX": body(code), 409: body(why) },
      ["error-code-added warning"],
    ],
    [
      "a status of success beside a `default` for errors",
      { 200: body(code), default: body(why) },
      { 200: body(code), 201: body(code), default: body(why) },
      ["result-added warning"],
    ],
    [
      "a status without a body under a range",
      { "2XX": body(code) },
      { "2XX": body(code), 204: {} },
      ["status-regrouped info"],
    ],
    [
      "a `default` that is for errors now, and says the same",
      { default: body(code) },
      { 200: body(code), default: body(code) },
      ["status-regrouped info"],
    ],
    [
      "another media type than the range's",
      { 200: {}, "4XX": body(code) },
      { 200: {}, "4XX": body(code), 404: { content: { "text/plain": {} } } },
      ["error-data-changed warning", "error-data-changed warning", "status-regrouped info"],
    ],
  ])("tell what does not break: %s", (_, before, after, told) => {
    expect(changes(before, after)).toEqual(told);
  });
});

describe("headers of OpenAPI's responses", () => {
  it.each<[string, Json, Json]>([
    ["a further value", { type: "string", enum: ["a"] }, { type: "string", enum: ["a", "b"] }],
    ["text for a number", number, { type: "string" }],
  ])("break those that read them: %s", (_, before, after) => {
    const [found, ...others] = breaking({ 200: headers(before) }, { 200: headers(after) });
    expect(others).toEqual([]);
    expect(found?.subject.payload).toBe("response 200 header x-foo");
    expect(found?.witness).toMatchObject({ acceptedBy: "head", rejectedBy: "base" });
    expect(breaking({ 200: headers(after) }, { 200: headers(before) })).toEqual([]);
    expect(breaking({ 200: {}, 404: headers(before) }, { 200: {}, 404: headers(after) })).toHaveLength(1);
  });

  it.each<[string, Json, Json, readonly string[]]>([
    ["one that need not be there", headers(number, true), headers(number), ["header-became-optional warning"]],
    ["one that is always there", headers(number), headers(number, true), []],
    ["one that is gone", headers(number), {}, ["header-removed warning"]],
    ["one that is new", {}, headers(number), ["header-added info"]],
  ])("tell of %s", (_, before, after, told) => {
    expect(changes({ 200: before, 204: {} }, { 200: after, 204: {} })).toEqual(told);
  });

  it("come and go with their status", () => {
    expect(changes({ 200: {} }, { 200: {}, 404: headers(number, true) })).toEqual(["error-code-added warning"]);
    expect(changes({ 200: {} }, { 200: {}, 201: headers(number, true) })).toEqual(["result-added warning"]);
  });
});

describe("a list of values of OpenAPI", () => {
  const list = (values: readonly string[], mark: Json) => ({ type: "string", enum: values, ...mark });
  const state = (values: readonly string[], mark: Json) => ({
    200: body({ type: "object", properties: { state: list(values, mark) } }),
  });

  it.each([[true], [["a", "b"]]])("that is marked as extensible (%j) warns of a value that is added", (mark) => {
    const extensible = { "x-extensible-enum": mark };
    expect(changes(state(["a"], extensible), state(["a", "b"], extensible))).toEqual(["enum-value-added warning"]);
  });

  it("that is not marked, or not to be extended, breaks by it", () => {
    expect(changes(state(["a"], {}), state(["a", "b"], {}))).toEqual(["enum-value-added error"]);
    const closed = { "x-extensible-enum": false };
    expect(changes(state(["a"], closed), state(["a", "b"], closed))).toEqual(["enum-value-added error"]);
  });
});

describe("a component of OpenAPI", () => {
  const schemas = (Aside: Json) => ({ components: { schemas: { Aside } } });

  it("that nothing carries breaks nobody", () => {
    const paths = { "/a": { get: { responses: { 200: body(code) } } } };
    const of = (more: Json) => document({ paths, ...more });
    const levels = (before: Json, after: Json) =>
      compare(of(before), of(after), { today }).findings.map(({ level }) => level);
    expect(levels(schemas(number), schemas({ type: "string" }))).toEqual(["info"]);
    expect(levels(schemas(code), schemas({ ...code, required: [] }))).toEqual(["info"]);
    expect(levels(schemas(number), {})).toEqual(["info"]);
  });

  it("is there to be used where there is nothing else", () => {
    const [before, after] = [document(schemas(number)), document(schemas({ type: "string" }))];
    expect(compare(before, after, { today }).findings.map(({ level }) => level)).toEqual(["error"]);
  });
});

const today = "2026-01-01";

function document(more: Json) {
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, ...more });
  return readOpenApi(parseDocument({ bytes: Buffer.from(text), file: "d", label: "d" }), { label: "d", file: "d" });
}

function findings(before: Json, after: Json) {
  const answering = (responses: Json) => document({ paths: { "/a": { get: { responses } } } });
  return compare(answering(before), answering(after), { today }).findings;
}

function breaking(before: Json, after: Json) {
  return findings(before, after).filter(({ level }) => level === "error");
}

/** Rule and level of each finding. */
function changes(before: Json, after: Json): readonly string[] {
  return findings(before, after)
    .map(({ rule, level }) => `${rule} ${level}`)
    .sort();
}
