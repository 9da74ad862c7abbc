import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ApprovalState = defineType({
  name: "ApprovalState",
  title: "Approval state",
  description:
    "Where a request for a human decision stands. `pending` until somebody decides; then `approved` or `rejected`; `expired` if nobody did in time, which counts as a rejection; `overridden` once an authorised person has set a decision aside. Only `overridden` can follow another final state.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  schema: stringEnum(["pending", "approved", "rejected", "expired", "overridden"]),
  examples: {
    valid: [
      { title: "nobody has decided yet", value: "pending" },
      { title: "a human said no", value: "rejected" },
    ],
    invalid: [
      { title: "in upper case", value: "APPROVED", pointer: "", keyword: "enum" },
      { title: "another word for pending", value: "open", pointer: "", keyword: "enum" },
    ],
  },
});
export type ApprovalState = Static<typeof ApprovalState.schema>;
