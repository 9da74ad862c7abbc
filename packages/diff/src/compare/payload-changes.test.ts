import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { Payload } from "../contract.ts";
import { type OperationSketch, sketchContract } from "../rules/contract-sketch.ts";

const payload = (role: Payload["role"], name: string, more: Partial<Payload> = {}): Payload => ({
  role,
  name,
  schema: true,
  required: true,
  ...more,
});
const body = (type: string, more: Partial<Payload> = {}) =>
  payload("request", `body ${type}`, { alternative: "body", ...more });
const response = (status: string, type: string) =>
  payload("response", `response ${status} ${type}`, { alternative: `response ${status}` });
const error = (status: string, type: string) =>
  payload("error", `error ${status} ${type}`, { alternative: `error ${status}` });
const query = (more: Partial<Payload>) => payload("request", "query q", { required: false, ...more });

/** Rule, verdict and level of each finding. */
function changes(before: OperationSketch, after: OperationSketch): readonly string[] {
  const contract = (sketch: OperationSketch) => sketchContract({ operations: { "GET /a": sketch } });
  const { findings } = compare(contract(before), contract(after), { today: "2026-01-01" });
  return findings.map(({ rule, verdict, level }) => `${rule} ${verdict} ${level}`);
}

describe("payloads of an operation", () => {
  it.each<[string, OperationSketch, OperationSketch, string, string]>([
    [
      "a media type of a body beside another",
      { others: [body("a/json")] },
      { others: [body("a/json"), body("a/xml")] },
      "media-type-added COMPATIBLE info",
      "media-type-removed BREAKING error",
    ],
    [
      "a media type of a response beside another",
      { others: [response("200", "a/json")] },
      { others: [response("200", "a/json"), response("200", "a/xml")] },
      "media-type-added COMPATIBLE info",
      "media-type-removed BREAKING error",
    ],
    [
      "a body that has to be sent",
      {},
      { others: [body("a/json")] },
      "params-became-required BREAKING error",
      "params-removed COMPATIBLE warning",
    ],
    [
      "a body that may be sent",
      {},
      { others: [body("a/json", { required: false })] },
      "params-added COMPATIBLE info",
      "params-removed COMPATIBLE warning",
    ],
    [
      "another style of a parameter",
      { others: [query({})] },
      { others: [query({ encoding: "pipeDelimited" })] },
      "encoding-changed BREAKING error",
      "encoding-changed BREAKING error",
    ],
    [
      "a status without a body",
      { statuses: ["204"] },
      { statuses: ["202", "204"] },
      "result-added COMPATIBLE warning",
      "result-removed BREAKING error",
    ],
    [
      "a status with a body, told once",
      { statuses: ["204"] },
      { statuses: ["200", "204"], others: [response("200", "a/json")] },
      "result-added COMPATIBLE warning",
      "result-removed BREAKING error",
    ],
    [
      "a body of a status that was there",
      { statuses: ["200"] },
      { statuses: ["200"], others: [response("200", "a/json")] },
      "result-added COMPATIBLE warning",
      "result-removed BREAKING error",
    ],
    [
      "an error status with its data, told once",
      {},
      { errors: ["404"], others: [error("404", "a/json")] },
      "error-code-added COMPATIBLE warning",
      "error-code-removed COMPATIBLE info",
    ],
    [
      "data of an error that was there",
      { errors: ["404"] },
      { errors: ["404"], others: [error("404", "a/json")] },
      "error-data-changed COMPATIBLE warning",
      "error-data-changed COMPATIBLE warning",
    ],
  ])("tell of %s, there and back", (_, before, after, there, back) => {
    expect(changes(before, after)).toEqual([there]);
    expect(changes(after, before)).toEqual([back]);
  });

  it("are nothing to tell where they stay", () => {
    const same = { statuses: ["200"], errors: ["404"], others: [query({ encoding: "x" }), error("404", "a/json")] };
    expect(changes(same, same)).toEqual([]);
    expect(changes({ statuses: ["200"] }, {})).toEqual([]);
  });
});
