import { type Static, Type } from "@sinclair/typebox";
import { orchPageRequestMembers } from "../common/orch-page-request.ts";
import { defineType } from "../spec/define-type.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

export const HitlPendingListParams = defineType({
  name: "HitlPendingListParams",
  title: "List pending requests: parameters",
  description: "Which page of the pending requests to list. The empty object asks for the first.",
  stability,
  since,
  source,
  schema: Type.Object(orchPageRequestMembers),
  examples: {
    valid: [
      { title: "the first page", value: {} },
      { title: "a later page", value: { cursor: "YWZ0ZXI6NTA", limit: 100 } },
    ],
    invalid: [
      { title: "no items at all", value: { limit: 0 }, pointer: "/limit", keyword: "minimum" },
      { title: "an empty cursor", value: { cursor: "" }, pointer: "/cursor", keyword: "minLength" },
    ],
  },
});
export type HitlPendingListParams = Static<typeof HitlPendingListParams.schema>;
