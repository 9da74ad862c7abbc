import { describe, expect, it } from "vitest";
import { bumpOf, greatestBump, requiredBump } from "./bump.ts";
import { exampleComparison, finding } from "./testing/example-comparison.ts";

const base = { rule: "closed", subject: { part: "type", name: "A" }, pointer: "", message: "It is closed." } as const;
const breaking = finding(base);
const unknown = finding({ ...base, verdict: "UNKNOWN", effect: "unknown" });
const warning = finding({ ...base, verdict: "COMPATIBLE", level: "warning", effect: "none" });
const added = finding({ ...base, verdict: "COMPATIBLE", level: "info", effect: "widen" });
const words = finding({ ...base, verdict: "COMPATIBLE", level: "info", effect: "none" });

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
