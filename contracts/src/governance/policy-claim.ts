import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PolicyClaim = defineType({
  name: "PolicyClaim",
  title: "Policy claim",
  description:
    "Something that the caller or a module states about a request for policy to weigh. A claim is a statement and not a proof: policy decides what it is worth.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Object({
    message: Type.String({ minLength: 1, maxLength: 2048, description: "What is claimed, as a sentence." }),
    severity: Type.Optional(
      stringEnum(["info", "warning", "error"], { description: "How much it matters. Defaults to `info`." }),
    ),
  }),
  examples: {
    valid: [
      { title: "a plain statement", value: { message: "The picture was taken by the caller." } },
      { title: "a warning", value: { message: "The source could not be verified.", severity: "warning" } },
    ],
    invalid: [
      { title: "without a message", value: { severity: "info" }, pointer: "", keyword: "required" },
      {
        title: "an unknown severity",
        value: { message: "It is late.", severity: "fatal" },
        pointer: "/severity",
        keyword: "enum",
      },
    ],
  },
});
export type PolicyClaim = Static<typeof PolicyClaim.schema>;
