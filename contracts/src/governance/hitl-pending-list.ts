import { defineQuery } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { HitlPendingListParams } from "./hitl-pending-list-params.ts";
import { HitlPendingListResult } from "./hitl-pending-list-result.ts";

export const hitlPendingList = defineQuery({
  meta: {
    ...governanceMeta,
    key: "hitl.pending.list",
    title: "List pending requests",
    description:
      "Lists the requests that wait for a human decision, the first asked first, page by page: what waits, who asked, which role must answer, and until when. A request of a run names its `invocation_id` and `step_id`, one of a plan its `plan_id`.",
    goal: "Find what waits for a decision, and the `request_id` to decide it by.",
    context: "Called by reviewers who look for their work, and by tools that tell them of it.",
    tags: ["governance", "human-in-the-loop"],
  },
  capability: { key: "governance.approval", version: "1.0.0" },
  io: { input: HitlPendingListParams, output: HitlPendingListResult },
  policy: { auth: "admin", pii: ["/result/items"] },
});
