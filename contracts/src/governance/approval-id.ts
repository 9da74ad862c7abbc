import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ApprovalId = defineType({
  name: "ApprovalId",
  title: "Approval identifier",
  description: "Identifies a request for a human decision. Made by the server, with the prefix `apr_`.",
  stability: "experimental",
  since: "1.0.0",
  source: source("wire-decisions", "Exchange"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "made by a server", value: "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type ApprovalId = Static<typeof ApprovalId.schema>;
