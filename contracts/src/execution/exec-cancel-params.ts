import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { InvocationId } from "./invocation-id.ts";

export const ExecCancelParams = defineType({
  name: "ExecCancelParams",
  title: "Cancel: parameters",
  description: "Asks to stop an invocation.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "6.1"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "The invocation, of a single capability or of a plan." }),
    reason: Type.Optional(Type.String({ maxLength: 1024, description: "Why, for the record." })),
  }),
  examples: {
    valid: [
      { title: "without a reason", value: { invocation_id: "inv-1" } },
      { title: "with a reason", value: { invocation_id: "inv-1", reason: "The picture was the wrong one." } },
    ],
    invalid: [
      { title: "without an invocation", value: { reason: "Enough." }, pointer: "", keyword: "required" },
      {
        title: "a reason that is not text",
        value: { invocation_id: "inv-1", reason: 4 },
        pointer: "/reason",
        keyword: "type",
      },
    ],
  },
});
export type ExecCancelParams = Static<typeof ExecCancelParams.schema>;
