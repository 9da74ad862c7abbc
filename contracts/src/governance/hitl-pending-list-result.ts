import type { Static } from "@sinclair/typebox";
import { orchPageResponse } from "../common/orch-page-response.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalRequest, pendingApproval } from "./approval-request.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

export const HitlPendingListResult = defineType({
  name: "HitlPendingListResult",
  title: "List pending requests: result",
  description: "One page of the requests that wait for a decision, the first asked first.",
  stability,
  since,
  source,
  schema: orchPageResponse(ref(ApprovalRequest)),
  examples: {
    valid: [
      { title: "nothing waits", value: { items: [] } },
      { title: "one of many", value: { items: [pendingApproval], next_cursor: "YWZ0ZXI6MQ" } },
    ],
    invalid: [
      { title: "without items", value: { next_cursor: "YWZ0ZXI6MQ" }, pointer: "", keyword: "required" },
      {
        title: "an identifier for a request",
        value: { items: [pendingApproval.request_id] },
        pointer: "/items/0",
        keyword: "type",
      },
    ],
  },
});
export type HitlPendingListResult = Static<typeof HitlPendingListResult.schema>;
