import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { Payload } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { type ContractSketch, type OperationSketch, sketchContract } from "../rules/contract-sketch.ts";
import { forWhom } from "./wording.ts";

describe("the words of a finding", () => {
  it("call the contract itself by no name", () => {
    const subject = { part: "contract", name: "" } as const;
    const finding: Finding = { ...example, subject };
    expect(forWhom(finding)).toBe("programs compiled against the generated types of the contract");
    expect(forWhom({ ...finding, subject: { part: "type", name: "Order" } })).toMatch(/types of `Order`$/);
  });

  it("call a member that was required before it was declared no new one", () => {
    const declared = { type: "object", properties: { a: { type: "string" }, q: { type: "string" } }, required: ["q"] };
    const before = { ...declared, properties: { a: { type: "string" } } };
    expect(messages({ request: { allOf: [before] } }, { request: { allOf: [declared] } })).toEqual([
      "`q` is declared, and is required as before.",
    ]);
  });

  it("say how a value was written and is", () => {
    const list = (encoding?: string): Payload => ({
      role: "request",
      name: "query list",
      schema: true,
      required: false,
      ...(encoding !== undefined && { encoding }),
    });
    expect(ofOperation({ others: [list()] }, { others: [list("no explode")] })).toEqual([
      "It was written in the usual way and is now written as `no explode`.",
    ]);
  });

  it("say that no credential is needed", () => {
    expect(ofOperation({ security: [["key:"]] }, { security: [[]] })).toEqual(["No credential is needed."]);
    expect(ofOperation({ security: [[]] }, { security: [["key:"]] })).toEqual([
      "No credential was needed, and `key:` is asked for.",
    ]);
  });
});

const example: Finding = {
  rule: "exported-type-removed",
  axis: "SOURCE",
  verdict: "BREAKING",
  level: "error",
  effect: "narrow",
  directions: ["request"],
  breaks: ["request"],
  subject: { part: "contract", name: "" },
  pointer: "",
  message: "It is gone.",
  affected: [],
};

function messages(before: ContractSketch, after: ContractSketch): readonly string[] {
  const { findings } = compare(sketchContract(before), sketchContract(after), { today: "2026-01-01" });
  return findings.map(({ message }) => message);
}

function ofOperation(before: OperationSketch, after: OperationSketch): readonly string[] {
  return messages({ operations: { "GET /a": before } }, { operations: { "GET /a": after } });
}
