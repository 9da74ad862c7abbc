import { describe, expect, it } from "vitest";
import { type Bump, bumpOf, greatestBump, requiredBump } from "./bump.ts";
import { compare } from "./compare.ts";
import type { JsonSchema } from "./contract.ts";
import { type ContractSketch, sketchContract } from "./rules/contract-sketch.ts";
import { object } from "./rules/rule.ts";
import { exampleComparison, finding } from "./testing/example-comparison.ts";

const base = { rule: "closed", subject: { part: "type", name: "A" }, pointer: "", message: "It is closed." } as const;
const sku = { type: "string" };
const order = object({ sku });
const breaking = finding(base);
const unknown = finding({ ...base, verdict: "UNKNOWN", effect: "unknown" });
const warning = finding({ ...base, verdict: "COMPATIBLE", level: "warning", effect: "none" });
const added = finding({ ...base, verdict: "COMPATIBLE", level: "info", effect: "widen" });
const words = finding({ ...base, rule: "description-changed", verdict: "COMPATIBLE", level: "info", effect: "none" });

describe("bump", () => {
  it("asks for as much as the gravest change", () => {
    const of = (...findings: (typeof words)[]) => requiredBump({ ...exampleComparison, findings });
    expect(of()).toBe("none");
    expect(of(words)).toBe("patch");
    expect(of(words, added)).toBe("minor");
    expect(of(warning, words)).toBe("minor");
    expect(of(words, unknown)).toBe("major");
    expect(of(words, breaking, added)).toBe("major");
  });

  it("knows that what was acknowledged still breaks, and that what was judged compatible does not", () => {
    expect(bumpOf({ ...breaking, suppressed: "It was announced." })).toBe("major");
    expect(bumpOf({ ...unknown, suppressed: "The patterns mean the same." })).toBe("minor");
  });

  it.each<[Bump, string, ContractSketch, ContractSketch]>([
    ["minor", "an operation", {}, { operations: { "order.place": { request: order } } }],
    ["minor", "an event", {}, { events: { placed: {} } }],
    ["minor", "a capability", {}, { capabilities: { render: {} } }],
    ["minor", "a type", {}, { types: { Order: order } }],
    ["minor", "an error code", {}, { errorCodes: { GONE: {} } }],
    ["minor", "a bound", {}, { bounds: { max: { value: 1 } } }],
    ["minor", "an optional member that is sent", { request: order }, { request: object({ sku, note: sku }) }],
    ["minor", "an optional member that is read", { response: order }, { response: object({ sku, note: sku }) }],
    ["minor", "a required member that is read", { response: order }, { response: object({ sku, note: sku }, "note") }],
    ["minor", "a value that is sent", { request: { enum: ["a"] } }, { request: { enum: ["a", "b"] } }],
    ["minor", "a default", { request: sku }, { request: { ...sku, default: "" } }],
    ["minor", "a deprecation", { request: order }, { request: object({ sku: { ...sku, deprecated: true } }) }],
    ["patch", "a sentence", { request: order }, { request: { ...(order as object), description: "An order." } }],
    ["patch", "another spelling", { request: { pattern: "^a+$" } }, { request: { pattern: "^aa*$" } }],
  ])("asks for a %s for %s", (bump, _, before, after) => {
    expect(requiredBump(compare(sketchContract(before), sketchContract(after), { today: "2030-06-01" }))).toBe(bump);
  });

  it("asks for no more than the change itself where a content was changed under one `$id`", () => {
    const sketch = (id: string, properties: Readonly<Record<string, JsonSchema>>): ContractSketch => ({
      types: { Order: object(properties) },
      typeParts: { Order: { id } },
      request: { $ref: "#/$defs/Order" },
    });
    const bump = (from: ContractSketch, to: ContractSketch) =>
      requiredBump(compare(sketchContract(from), sketchContract(to), { today: "2030-06-01" }));
    const before = sketch("urn:Order:1", { sku });
    expect(bump(before, sketch("urn:Order:1", { sku, note: sku }))).toBe("minor");
    expect(bump(before, sketch("urn:Order:2", { sku, note: sku }))).toBe("minor");
    expect(bump(before, sketch("urn:Order:1", { sku: { type: "string", minLength: 1 } }))).toBe("major");
    expect(bump(before, sketch("urn:Order:1", { sku: { allOf: [sku] } }))).toBe("patch");
  });

  it("takes one step less before 1.0.0", () => {
    const at = (version: string | undefined, change = breaking) =>
      requiredBump({ ...exampleComparison, findings: [change] }, version);
    expect([at("0.4.2"), at("0.4.2", added), at("0.4.2", words)]).toEqual(["minor", "patch", "patch"]);
    expect([at("1.0.0"), at("10.0.0"), at("1.0.0", added)]).toEqual(["major", "major", "minor"]);
    expect(requiredBump({ ...exampleComparison, base: { ...exampleComparison.base, version: "0.1.0" } })).toBe("minor");
  });

  it("finds the greatest of several", () => {
    expect(greatestBump([])).toBe("none");
    expect(greatestBump(["patch", "minor", "none"])).toBe("minor");
  });
});
