import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { InvocationId } from "./invocation-id.ts";

export const ExecStatusGetParams = defineType({
  name: "ExecStatusGetParams",
  title: "Status: parameters",
  description: "Asks where an invocation stands.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "5.1"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "The invocation, of a single capability or of a plan." }),
  }),
  examples: {
    valid: [{ title: "an invocation", value: { invocation_id: "inv-1" } }],
    invalid: [
      { title: "without an invocation", value: {}, pointer: "", keyword: "required" },
      { title: "an empty identifier", value: { invocation_id: "" }, pointer: "/invocation_id", keyword: "pattern" },
    ],
  },
});
export type ExecStatusGetParams = Static<typeof ExecStatusGetParams.schema>;
