import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalId } from "./approval-id.ts";
import { ApprovalState } from "./approval-state.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

const request_id = "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const HitlDecisionSubmitResult = defineType({
  name: "HitlDecisionSubmitResult",
  title: "Submit a human decision: result",
  description: "The request's new state.",
  stability,
  since,
  source,
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "The request that was answered." }),
    state: ref(ApprovalState, { description: "Its new state: `approved` or `rejected`." }),
    decided_at: ref(Timestamp, { description: "When the decision was recorded." }),
  }),
  examples: {
    valid: [{ title: "approved", value: { request_id, state: "approved", decided_at: "2026-03-01T09:42:10.500Z" } }],
    invalid: [
      { title: "without a time", value: { request_id, state: "approved" }, pointer: "", keyword: "required" },
      {
        title: "an unknown state",
        value: { request_id, state: "accepted", decided_at: "2026-03-01T09:42:10.500Z" },
        pointer: "/state",
        keyword: "enum",
      },
    ],
  },
});
export type HitlDecisionSubmitResult = Static<typeof HitlDecisionSubmitResult.schema>;
