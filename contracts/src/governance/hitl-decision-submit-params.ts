import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalId } from "./approval-id.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

const request_id = "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const HitlDecisionSubmitParams = defineType({
  name: "HitlDecisionSubmitParams",
  title: "Submit a human decision: parameters",
  description: "Which request is answered, by whom, and how.",
  stability,
  since,
  source,
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "The request that is answered." }),
    approve: Type.Boolean({ description: "Whether the proposed action may be done." }),
    reviewer: ref(OrchCaller, {
      description: "Who decides. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    comments: Type.Optional(Type.String({ maxLength: 4096, description: "What the reviewer wants to say about it." })),
    override_reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description: "Why the reviewer approves against a warning of policy. It is recorded in the ledger.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "approved", value: { request_id, approve: true, reviewer: "user:grace" } },
      {
        title: "rejected, with a comment",
        value: { request_id, approve: false, reviewer: "user:grace", comments: "Ask the owner of the data first." },
      },
    ],
    invalid: [
      {
        title: "without the request",
        value: { approve: true, reviewer: "user:grace" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a word for a boolean",
        value: { request_id, approve: "yes", reviewer: "user:grace" },
        pointer: "/approve",
        keyword: "type",
      },
      {
        title: "an empty reason",
        value: { request_id, approve: true, reviewer: "user:grace", override_reason: "" },
        pointer: "/override_reason",
        keyword: "minLength",
      },
    ],
  },
});
export type HitlDecisionSubmitParams = Static<typeof HitlDecisionSubmitParams.schema>;
