import { OapError } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { describe, expect, it } from "vitest";
import { resolved } from "../testing/catalog.ts";
import { compileInvocation } from "./compile-invocation.ts";

describe("compileInvocation", () => {
  it("makes one literal step of the resolved version", () => {
    const plan = compileInvocation({ input: { text: "${1 + 1}" }, action: { name: "look" } }, resolved("send"));
    expect(plan).toMatchObject({
      kind: "invocation",
      max_parallel: 1,
      order: [0],
      hash: expect.stringMatching(/^sha256:/),
    });
    expect(plan.steps).toMatchObject([
      {
        step_id: "invoke",
        target: { module_id: "test", capability: "send", version: "1.2.0" },
        action: { name: "look" },
        idempotent: false,
        timeout_ms: 5_000,
        input: { kind: "literal", value: { text: "${1 + 1}" } },
      },
    ]);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("takes the caller's timeout before the capability's, up to the bound", () => {
    const timeoutOf = (timeout_ms: number) =>
      compileInvocation({ input: 1, timeout_ms }, resolved("echo")).steps[0]?.timeout_ms;
    expect(timeoutOf(120_000)).toBe(120_000);
    expect(timeoutOf(bounds.timeoutMsMax + 1)).toBe(bounds.timeoutMsMax);
  });

  it("refuses text that has no canonical form", () => {
    expect(() => compileInvocation({ input: "\udc00" }, resolved("echo"))).toThrow(OapError);
  });
});
