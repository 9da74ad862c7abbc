import { expect, it } from "vitest";
import { nextId } from "./next-id.ts";

it.each([
  ["major", "urn:x:Step:2.0.0"],
  ["minor", "urn:x:Step:1.3.0"],
  ["patch", "urn:x:Step:1.2.4"],
] as const)("moves an $id by a %s step", (bump, next) => {
  expect(nextId("urn:x:Step:1.2.3", bump, () => false)).toBe(next);
});

it("passes by what is released", () => {
  const released = new Set(["urn:x:Step:1.3.0", "urn:x:Step:1.4.0"]);
  expect(nextId("urn:x:Step:1.2.3", "minor", (id) => released.has(id))).toBe("urn:x:Step:1.5.0");
});

it("leaves what has no version at its end", () => {
  expect(nextId("urn:x:Step", "minor", () => true)).toBe("urn:x:Step");
});
