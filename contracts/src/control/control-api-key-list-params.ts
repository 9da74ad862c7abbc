import { type Static, Type } from "@sinclair/typebox";
import { orchPageRequestMembers } from "../common/orch-page-request.ts";
import { defineType } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlApiKeyListParams = defineType({
  name: "ControlApiKeyListParams",
  title: "List API keys: parameters",
  description: "Which page of the keys to list. The empty object asks for the first.",
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
export type ControlApiKeyListParams = Static<typeof ControlApiKeyListParams.schema>;
