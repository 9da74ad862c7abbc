import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalId } from "./approval-id.ts";
import { ApprovalState } from "./approval-state.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

const request_id = "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const HitlOverrideResult = defineType({
  name: "HitlOverrideResult",
  title: "Override a human decision: result",
  description: "The request's new state, and what holds now.",
  stability,
  since,
  source,
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "The request whose decision was set aside." }),
    previous_state: ref(ApprovalState, { description: "Its state before." }),
    state: ref(ApprovalState, { description: "Its new state: `overridden`." }),
    approved: Type.Boolean({ description: "Whether the proposed action may be done now." }),
    overridden_at: ref(Timestamp, { description: "When the override was recorded." }),
  }),
  examples: {
    valid: [
      {
        title: "a rejection was set aside",
        value: {
          request_id,
          previous_state: "rejected",
          state: "overridden",
          approved: true,
          overridden_at: "2026-03-01T09:50:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without what holds now",
        value: {
          request_id,
          previous_state: "rejected",
          state: "overridden",
          overridden_at: "2026-03-01T09:50:00.000Z",
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown state",
        value: {
          request_id,
          previous_state: "rejected",
          state: "forced",
          approved: true,
          overridden_at: "2026-03-01T09:50:00.000Z",
        },
        pointer: "/state",
        keyword: "enum",
      },
    ],
  },
});
export type HitlOverrideResult = Static<typeof HitlOverrideResult.schema>;
