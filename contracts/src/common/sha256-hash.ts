import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const Sha256Hash = defineType({
  name: "Sha256Hash",
  title: "SHA-256 hash",
  description:
    "A SHA-256 hash, written as `sha256:` and 64 lower-case hexadecimal digits. JSON values are hashed in their canonical form (RFC 8785).",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Exchange"),
  schema: Type.String({ pattern: "^sha256:[0-9a-f]{64}$" }),
  examples: {
    valid: [
      {
        title: "of the empty text",
        value: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      },
    ],
    invalid: [
      {
        title: "without the algorithm",
        value: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        pointer: "",
        keyword: "pattern",
      },
      { title: "too short", value: "sha256:e3b0c442", pointer: "", keyword: "pattern" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
export type Sha256Hash = Static<typeof Sha256Hash.schema>;
