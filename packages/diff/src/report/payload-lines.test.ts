import { describe, expect, it } from "vitest";
import { payloadLines } from "./payload-lines.ts";

const marked = (payload: unknown, pointer: string) =>
  payloadLines(payload, pointer)
    .filter((line) => line.marked)
    .map(({ text }) => text);

describe("payload lines", () => {
  it.each([[{ a: [1, { b: null }], c: {} }], [[]], ["text"], [{ "a/b": { "~": true } }]])(
    "are the JSON of %j",
    (payload) => {
      const text = payloadLines(payload, "").map((line) => line.text);
      expect(text.join("\n")).toBe(JSON.stringify(payload, undefined, 2));
    },
  );

  it("mark the line where the value at the pointer begins", () => {
    expect(marked({ a: [1, { b: null }] }, "/a/1/b")).toEqual(['      "b": null']);
    expect(marked({ a: [1, { b: null }] }, "/a/1")).toEqual(["    {"]);
    expect(marked({ "a/b": { "~": true } }, "/a~1b/~0")).toEqual(['    "~": true']);
    expect(marked({ a: 1 }, "")).toEqual(["{"]);
    expect(marked({ a: 1 }, "/b")).toEqual([]);
  });

  it("keep to sixty lines around the place, and to two hundred characters a line", () => {
    const list = Array.from({ length: 1000 }, (_, index) => index);
    const lines = payloadLines(list, "/500");
    expect(lines.length).toBe(62);
    expect(lines.filter((line) => line.marked)).toEqual([{ text: "  500,", marked: true }]);
    expect([lines[0]?.text, lines.at(-1)?.text]).toEqual(["… 471 lines", "… 471 lines"]);
    expect(payloadLines("x".repeat(1000), "")[0]?.text.length).toBe(201);
  });
});
