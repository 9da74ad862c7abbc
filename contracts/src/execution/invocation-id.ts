import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const InvocationId = defineType({
  name: "InvocationId",
  title: "Invocation identifier",
  description:
    "Identifies one invocation: a single capability's run, or one run of a plan. The server makes it, as `inv_` and a UUIDv7; receivers treat it as opaque.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.2"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "made by a server", value: "inv_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type InvocationId = Static<typeof InvocationId.schema>;
