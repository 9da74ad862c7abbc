import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { Payload } from "../contract.ts";
import type { Finding, Witness } from "../finding.ts";
import { type ContractSketch, type OperationSketch, sketchContract } from "../rules/contract-sketch.ts";
import { exampleComparison, finding, plainWitness } from "../testing/example-comparison.ts";
import { makeReport } from "./report.ts";
import { forWhom, versionsText, witnessTitle } from "./wording.ts";

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

  it("call a commit that was named in full by the first characters of its name", () => {
    const commit = "25a43c9570a810ab33027818f2444ffa47db97d0";
    const texts = (label: string) => {
      const report = makeReport({ ...exampleComparison, base: { ...exampleComparison.base, label } });
      return [versionsText(report), witnessTitle(plainWitness, report)];
    };
    expect(texts(commit)).toEqual(texts("25a43c9570a8"));
    expect(texts(`${commit}:api.yaml`)).toEqual(texts("25a43c9570a8:api.yaml"));
    expect(texts(`${commit}0`)[0]).toContain(`${commit}0`);
  });

  it("say what a witness is, who sends it, and what becomes of it", () => {
    const report = makeReport(exampleComparison);
    const title = (given: Partial<Witness>) => witnessTitle({ ...plainWitness, ...given }, report);
    const request = { part: "operation", name: "place", payload: "request" } as const;
    const call = { kind: "message", subject: { part: "operation", name: "place" } } as const;
    const event = { kind: "message", subject: { part: "event", name: "placed" } } as const;
    const fromClient = "a client of `main` may send it, and `working tree` rejects it.";
    expect(title({ subject: request })).toBe(`Operation place request: ${fromClient}`);
    expect(title(call)).toBe(`A call of operation place: ${fromClient}`);
    expect(title({ ...call, subject: { part: "contract", name: "" } })).toBe(`A batch of requests: ${fromClient}`);
    expect(title({ ...event, sender: "service" })).toBe(
      "Event placed: `main` may send it, and `working tree` no longer does.",
    );
    const code = { part: "errorCode", name: "GONE" } as const;
    expect(title({ kind: "message", subject: code, sender: "service", acceptedBy: "head" })).toBe(
      "An answer with the code GONE: `working tree` may send it, and a client of `main` rejects it.",
    );
    expect(title({ ...call, sender: "service" })).toMatch(/^A message of operation place: /);
  });

  it("say who is let down where nothing is sent", () => {
    expect(forWhom(finding({ ...example, rule: "auth-raised", axis: "BEHAVIOUR", affected: ["place"] }))).toBe(
      "clients that call `place`",
    );
    const base = "placed";
    const subject = { part: "operation", name: "place" } as const;
    expect(forWhom(finding({ ...example, rule: "event-no-longer-emitted", subject, base }))).toBe(
      "clients that wait for `placed` of `place`",
    );
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
