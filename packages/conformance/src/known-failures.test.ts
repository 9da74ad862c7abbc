import { describe, expect, test } from "vitest";
import type { Judgement } from "./judgement.ts";
import { compareWithKnown } from "./known-failures.ts";

const passed: Judgement = { judge: "schemas", type: "OrchId", name: "empty", expected: "invalid", agrees: true };
const failed: Judgement = { ...passed, name: "a number", agrees: false, complaint: "It was accepted." };
const known = { judge: "schemas", type: "OrchId", name: "a number", reason: "The engine reads numbers as text." };

describe("known failures", () => {
  test("are not failures, as long as they fail", () => {
    expect(compareWithKnown([passed, failed], [known])).toEqual({ judged: 2, failures: [], stale: [] });
  });

  test("are stale once the case passes, or once there is no such case", () => {
    const gone = { ...known, name: "no longer there" };
    expect(compareWithKnown([passed, { ...failed, agrees: true }], [known, gone]).stale).toEqual([known, gone]);
  });

  test("leave other failures what they are", () => {
    expect(compareWithKnown([passed, failed], []).failures).toEqual([failed]);
  });

  test("of a judge that did not take part say nothing", () => {
    expect(compareWithKnown([passed], [{ ...known, judge: "server" }]).stale).toEqual([]);
  });
});
