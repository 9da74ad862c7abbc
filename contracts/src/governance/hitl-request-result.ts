import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalId } from "./approval-id.ts";
import { ApprovalState } from "./approval-state.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

export const HitlRequestResult = defineType({
  name: "HitlRequestResult",
  title: "Ask for a human decision: result",
  description: "The request that was opened, by the identifier that a decision must name.",
  stability,
  since,
  source,
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "Identifies the request; `hitl.decision.submit` takes it." }),
    state: ref(ApprovalState, { description: "Where the request stands; `pending` at first." }),
    expires_at: Type.Optional(
      ref(Timestamp, { description: "When it expires if nobody decides; an expired request counts as rejected." }),
    ),
  }),
  examples: {
    valid: [
      { title: "opened", value: { request_id: "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11", state: "pending" } },
      {
        title: "opened, with an end",
        value: {
          request_id: "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
          state: "pending",
          expires_at: "2026-03-01T10:30:00.000Z",
        },
      },
    ],
    invalid: [
      { title: "without an identifier", value: { state: "pending" }, pointer: "", keyword: "required" },
      { title: "an unknown state", value: { request_id: "apr-1", state: "open" }, pointer: "/state", keyword: "enum" },
    ],
  },
});
export type HitlRequestResult = Static<typeof HitlRequestResult.schema>;
