import { expect, it } from "vitest";
import { supportsColour } from "./colour-support.ts";

it.each([
  [{ isTTY: true }, {}, true],
  [{}, {}, false],
  [{ isTTY: true }, { TERM: "dumb" }, false],
  [{ isTTY: true }, { NO_COLOR: "1" }, false],
  [{ isTTY: true }, { NO_COLOR: "" }, true],
  [{}, { FORCE_COLOR: "1" }, true],
  [{}, { FORCE_COLOR: "" }, true],
  [{ isTTY: true }, { FORCE_COLOR: "0" }, false],
  [{}, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
])("colours a terminal, unless told otherwise: %j with %j", (stream, environment, expected) => {
  expect(supportsColour(stream, environment)).toBe(expected);
});
