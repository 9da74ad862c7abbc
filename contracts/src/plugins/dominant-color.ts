import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const DominantColor = defineType({
  name: "DominantColor",
  title: "Dominant colour",
  description: "A colour that many pixels of a picture are close to.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-governance", "5"),
  schema: Type.Object({
    hex: Type.String({
      pattern: "^#[0-9a-f]{6}$",
      description: "The colour as red, green and blue in lower-case hexadecimal, such as `#7a5c43`.",
    }),
    share: Type.Number({ minimum: 0, maximum: 1, description: "Which part of the pixels, from 0 to 1." }),
  }),
  examples: {
    valid: [{ title: "a brown", value: { hex: "#7a5c43", share: 0.31 } }],
    invalid: [
      { title: "three digits", value: { hex: "#abc", share: 0.31 }, pointer: "/hex", keyword: "pattern" },
      { title: "a percentage", value: { hex: "#7a5c43", share: 31 }, pointer: "/share", keyword: "maximum" },
    ],
  },
});
export type DominantColor = Static<typeof DominantColor.schema>;
