import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import { contains } from "../contains.ts";
import type { JsonSchema } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { readContract } from "../read-contract.ts";
import { type ContractSketch, sketchContract } from "../rules/contract-sketch.ts";
import { object } from "../rules/rule.ts";
import { Comparing } from "./comparing.ts";
import { schemaFindings } from "./schema-findings.ts";
import { startsOf } from "./starts.ts";
import type { walkSchemas } from "./walk-schemas.ts";

const today = "2030-06-01";
const string: JsonSchema = { type: "string" };

/** A walk that has a rule for nothing. */
const blindWalk: typeof walkSchemas = function* () {};

function seenBlindly(base: ContractSketch, head: ContractSketch): readonly Finding[] {
  const comparing = new Comparing(sketchContract(base), sketchContract(head), { today });
  return schemaFindings([...startsOf(comparing)], comparing, blindWalk);
}

describe("a whole payload", () => {
  it("shows what breaks though no rule saw it, where it breaks", () => {
    const order = (sku: JsonSchema): ContractSketch => ({
      request: object({ lines: { type: "array", items: object({ sku }, "sku") } }, "lines"),
      types: { Sku: string },
    });
    const reference = { $ref: "#/$defs/Sku" };
    const nullable = { anyOf: [reference, { type: "null" }] };
    expect(seenBlindly(order(nullable), order(reference))).toMatchObject([
      {
        rule: "schema-changed",
        verdict: "BREAKING",
        level: "error",
        effect: "narrow",
        breaks: ["request"],
        pointer: "/properties/lines/items/properties/sku",
        witness: { payload: { lines: [{ sku: null }] }, pointer: "/lines/0/sku", acceptedBy: "base" },
      },
    ]);
    expect(seenBlindly(order(reference), order(nullable))).toEqual([]);
  });

  it("is told of at the members of a map, however it is put together", () => {
    const map = (values: readonly string[]): ContractSketch => ({
      response: {
        allOf: [
          object({ id: string }, "id"),
          object({ tags: { type: "object", additionalProperties: { type: "array", items: { enum: values } } } }),
        ],
      },
    });
    expect(seenBlindly(map(["a"]), map(["a", "b"])).map(({ pointer, breaks }) => [pointer, breaks])).toEqual([
      ["/allOf/1/properties/tags/additionalProperties/items", ["response"]],
    ]);
  });

  it("is told of once, of the named schema that breaks and not of those that are made with it", () => {
    const contract = (maxLength: number): ContractSketch => ({
      response: { $ref: "#/$defs/Order" },
      types: {
        Order: object({ line: { $ref: "#/$defs/Line" }, ...(maxLength > 5 && { note: string }) }),
        Line: object({ sku: { type: "string", maxLength } }),
      },
    });
    const findings = seenBlindly(contract(5), contract(9));
    expect(findings.map(({ subject, pointer }) => subject.name + pointer)).toEqual(["Line/properties/sku"]);
    expect(findings).toMatchObject([{ witness: { subject: { part: "operation" }, rejectedBy: "base" } }]);
  });

  it("is not asked about where it is the same, or where a finding tells already that it breaks", async () => {
    const questions: JsonSchema[] = [];
    const counting: typeof contains = (left, right, options) => {
      questions.push(left.schema);
      return contains(left, right, options);
    };
    const contract = await readContract("generated/contract.json", {
      folder: join(import.meta.dirname, "../../../.."),
    });
    expect(compare(contract, contract, { today, contains: counting }).findings).toEqual([]);
    expect(questions).toEqual([]);

    const order = (maxLength: number) => sketchContract({ request: object({ sku: { type: "string", maxLength } }) });
    const { findings } = compare(order(9), order(5), { today, contains: counting });
    expect(findings.map(({ rule }) => rule)).toEqual(["max-length-lowered"]);
    expect(questions).not.toContainEqual(expect.objectContaining({ properties: expect.anything() }));
  });

  it("is asked about though programs break: that says nothing of payloads", () => {
    const contract = (part: JsonSchema) =>
      sketchContract({
        request: { oneOf: [{ $ref: "#/$defs/Part" }, { type: "string" }] },
        types: { Part: part },
      });
    const { findings } = compare(contract({ type: "integer" }), contract(true), { today });
    expect(findings.filter(({ axis, verdict }) => axis === "WIRE" && verdict === "BREAKING")).toMatchObject([
      { rule: "schema-changed", witness: { payload: "", keyword: "oneOf" } },
    ]);
  });
});
