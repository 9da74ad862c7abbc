import { defineCapability } from "../spec/define-capability.ts";
import { source } from "../spec/source.ts";
import { ImageAnalyzeInput } from "./image-analyze-input.ts";
import { ImageAnalyzeOutput } from "./image-analyze-output.ts";

export const imageAnalyze = defineCapability({
  module: "image",
  name: "analyze",
  version: "1.0.0",
  type: "analysis",
  title: "Analyze an image",
  description:
    "Decodes a PNG or a JPEG and says what can be said from its pixels: format, size, the distribution of each channel, and the dominant colours.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-governance", "5"),
  input: ImageAnalyzeInput,
  output: ImageAnalyzeOutput,
  risk: "LOW",
  idempotent: true,
  defaults: { timeoutMs: 30_000, concurrency: 4 },
  pii: ["/input/image"],
});
