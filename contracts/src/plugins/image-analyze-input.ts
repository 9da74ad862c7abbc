import { type Static, Type } from "@sinclair/typebox";
import { bodyBytesMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ImageAnalyzeInput = defineType({
  name: "ImageAnalyzeInput",
  title: "Analyze an image: input",
  description: "A picture to look at. PNG and JPEG are decoded; another kind fails with the reason `VALIDATION_ERROR`.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-governance", "5"),
  schema: Type.Object({
    image: Type.String({
      minLength: 1,
      maxLength: bodyBytesMax.value,
      contentEncoding: "base64",
      description: "The picture's bytes in base64 (RFC 4648, section 4). It must not be empty.",
    }),
    mime_type: Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        "The picture's media type: `image/png` or `image/jpeg`. It must not be empty, and must be what the bytes are.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "a picture of one pixel",
        value: {
          image: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mOoinEGAAJtARqwZMfuAAAAAElFTkSuQmCC",
          mime_type: "image/png",
        },
      },
    ],
    invalid: [
      {
        title: "an empty picture",
        value: { image: "", mime_type: "image/png" },
        pointer: "/image",
        keyword: "minLength",
      },
      {
        title: "an empty media type",
        value: { image: "iVBORw0KGgo=", mime_type: "" },
        pointer: "/mime_type",
        keyword: "minLength",
      },
      { title: "without a media type", value: { image: "iVBORw0KGgo=" }, pointer: "", keyword: "required" },
    ],
  },
});
export type ImageAnalyzeInput = Static<typeof ImageAnalyzeInput.schema>;
