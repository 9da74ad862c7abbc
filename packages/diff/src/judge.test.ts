import { describe, expect, it } from "vitest";
import type { Axis, Effect } from "./finding.ts";
import { judge } from "./judge.ts";

const effects: readonly Effect[] = ["none", "widen", "narrow", "incomparable", "unknown"];

/** The verdict's and the level's first letters, for each effect in the order above. */
// biome-ignore format: a table
const table: readonly (readonly [Axis, "request" | "response", readonly string[]])[] = [
  //                           none  widen narrow incomparable unknown
  ["WIRE",      "request",  ["Ci", "Ci", "Be", "Be", "Ue"]],
  ["WIRE",      "response", ["Ci", "Be", "Ci", "Be", "Ue"]],
  ["SOURCE",    "request",  ["Cw", "Ci", "Be", "Be", "Ue"]],
  ["SOURCE",    "response", ["Cw", "Be", "Ci", "Be", "Ue"]],
  ["BEHAVIOUR", "request",  ["Ci", "Ci", "Be", "Cw", "Ci"]],
  ["BEHAVIOUR", "response", ["Ci", "Cw", "Be", "Cw", "Ci"]],
];

describe("judge", () => {
  for (const [axis, side, expected] of table) {
    it(`computes verdict and level of ${axis} on the side of the ${side}`, () => {
      const got = effects.map((effect) => {
        const { verdict, level, breaks } = judge(axis, { [side]: effect });
        expect(breaks).toEqual(verdict === "COMPATIBLE" ? [] : [side]);
        return `${verdict[0]}${level[0]}`;
      });
      expect(got).toEqual(expected);
    });
  }

  it("breaks by one side though the other is unknown, and names the one that breaks", () => {
    expect(judge("WIRE", { request: "unknown", response: "widen" })).toEqual({
      verdict: "BREAKING",
      level: "error",
      breaks: ["response"],
    });
  });

  it("finds nothing where there are no sides", () => {
    expect(judge("WIRE", {})).toEqual({ verdict: "COMPATIBLE", level: "info", breaks: [] });
  });
});
