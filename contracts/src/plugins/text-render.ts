import { defineCapability } from "../spec/define-capability.ts";
import { source } from "../spec/source.ts";
import { TextRenderInput } from "./text-render-input.ts";
import { TextRenderOutput } from "./text-render-output.ts";

export const textRender = defineCapability({
  module: "text",
  name: "render",
  version: "1.0.0",
  type: "generation",
  title: "Render a text",
  description: "Fills named values into a text. It is plain substitution, with no logic.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  input: TextRenderInput,
  output: TextRenderOutput,
  risk: "LOW",
  idempotent: true,
  defaults: { timeoutMs: 5_000, concurrency: 16 },
  pii: ["/input/values", "/output/text"],
});
