import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { ColorChannelStatistics } from "./color-channel-statistics.ts";
import { DominantColor } from "./dominant-color.ts";

export const ImageAnalyzeOutput = defineType({
  name: "ImageAnalyzeOutput",
  title: "Analyze an image: output",
  description:
    "What can be said about a picture from its pixels alone. The same picture always yields the same answer.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-governance", "5"),
  schema: Type.Object({
    format: stringEnum(["png", "jpeg"], { description: "What the bytes are." }),
    width: Type.Integer({ minimum: 1, maximum: 65_535, description: "The width in pixels." }),
    height: Type.Integer({ minimum: 1, maximum: 65_535, description: "The height in pixels." }),
    channels: Type.Integer({ minimum: 1, maximum: 4, description: "How many channels the file has, alpha included." }),
    has_alpha: Type.Boolean({ description: "Whether one of them is alpha." }),
    bytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "How many bytes the file has." }),
    channel_statistics: Type.Array(ref(ColorChannelStatistics, { description: "One channel." }), {
      minItems: 1,
      maxItems: 4,
      description: "Each channel's distribution: red, green and blue, or gray; then alpha, if there is one.",
    }),
    dominant_colors: Type.Array(ref(DominantColor, { description: "One colour." }), {
      minItems: 1,
      maxItems: 8,
      description: "The most frequent colours, the most frequent first, at most 8.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "a picture of one pixel",
        value: {
          format: "png",
          width: 1,
          height: 1,
          channels: 3,
          has_alpha: false,
          bytes: 69,
          channel_statistics: [
            { channel: "red", mean: 122, standard_deviation: 0, min: 122, max: 122 },
            { channel: "green", mean: 92, standard_deviation: 0, min: 92, max: 92 },
            { channel: "blue", mean: 67, standard_deviation: 0, min: 67, max: 67 },
          ],
          dominant_colors: [{ hex: "#7a5c43", share: 1 }],
        },
      },
    ],
    invalid: [
      {
        title: "without a size",
        value: {
          format: "png",
          channels: 1,
          has_alpha: false,
          bytes: 70,
          channel_statistics: [{ channel: "gray", mean: 0, standard_deviation: 0, min: 0, max: 0 }],
          dominant_colors: [{ hex: "#000000", share: 1 }],
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a format that is not decoded",
        value: {
          format: "gif",
          width: 1,
          height: 1,
          channels: 1,
          has_alpha: false,
          bytes: 70,
          channel_statistics: [{ channel: "gray", mean: 0, standard_deviation: 0, min: 0, max: 0 }],
          dominant_colors: [{ hex: "#000000", share: 1 }],
        },
        pointer: "/format",
        keyword: "enum",
      },
    ],
  },
});
export type ImageAnalyzeOutput = Static<typeof ImageAnalyzeOutput.schema>;
