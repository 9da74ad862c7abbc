import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ColorChannelStatistics = defineType({
  name: "ColorChannelStatistics",
  title: "Colour channel statistics",
  description: "How one channel of a picture is distributed over its pixels, in steps from 0 to 255.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-governance", "5"),
  schema: Type.Object({
    channel: stringEnum(["red", "green", "blue", "alpha", "gray"], { description: "Which channel." }),
    mean: Type.Number({ minimum: 0, maximum: 255, description: "The arithmetic mean over all pixels." }),
    standard_deviation: Type.Number({
      minimum: 0,
      maximum: 255,
      description: "How far the pixels stray from the mean: the root of the mean square distance.",
    }),
    min: Type.Integer({ minimum: 0, maximum: 255, description: "The smallest value." }),
    max: Type.Integer({ minimum: 0, maximum: 255, description: "The largest value." }),
  }),
  examples: {
    valid: [
      { title: "a dark channel", value: { channel: "red", mean: 61.4, standard_deviation: 22.9, min: 0, max: 201 } },
    ],
    invalid: [
      {
        title: "a value beyond the range",
        value: { channel: "red", mean: 61.4, standard_deviation: 22.9, min: 0, max: 256 },
        pointer: "/max",
        keyword: "maximum",
      },
      {
        title: "an unknown channel",
        value: { channel: "cyan", mean: 61.4, standard_deviation: 22.9, min: 0, max: 201 },
        pointer: "/channel",
        keyword: "enum",
      },
    ],
  },
});
export type ColorChannelStatistics = Static<typeof ColorChannelStatistics.schema>;
