import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ApprovalId } from "./approval-id.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

const request_id = "apr_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const HitlOverrideParams = defineType({
  name: "HitlOverrideParams",
  title: "Override a human decision: parameters",
  description: "Which decision is set aside, by whom, why, and what holds instead.",
  stability,
  since,
  source,
  schema: Type.Object({
    request_id: ref(ApprovalId, { description: "The request whose decision is set aside." }),
    approve: Type.Boolean({ description: "What holds instead: whether the proposed action may be done." }),
    overridden_by: ref(OrchCaller, {
      description: "Who overrides. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    reason: Type.String({ minLength: 1, maxLength: 4096, description: "Why. It is recorded in the ledger." }),
  }),
  examples: {
    valid: [
      {
        title: "a rejection is set aside",
        value: {
          request_id,
          approve: true,
          overridden_by: "user:root",
          reason: "The owner of the data has agreed in writing.",
        },
      },
      {
        title: "an approval is withdrawn",
        value: { request_id, approve: false, overridden_by: "user:root", reason: "The host was taken over yesterday." },
      },
    ],
    invalid: [
      {
        title: "without a reason",
        value: { request_id, approve: true, overridden_by: "user:root" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty reason",
        value: { request_id, approve: true, overridden_by: "user:root", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type HitlOverrideParams = Static<typeof HitlOverrideParams.schema>;
