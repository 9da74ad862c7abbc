import { defineCommand } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { HitlRequestParams } from "./hitl-request-params.ts";
import { HitlRequestResult } from "./hitl-request-result.ts";

export const hitlRequest = defineCommand({
  meta: {
    ...governanceMeta,
    key: "hitl.request",
    title: "Ask for a human decision",
    description:
      "Opens a request for a human decision about an action. When policy asks for a human during an execution, the control plane opens the request by itself; this operation is for those who want one on their own account. A human stage cannot be skipped.",
    goal: "Have a person with the right role decide about an action before it is carried out.",
    context: "Called by an agent or a module that meets a situation in which it must not decide alone.",
    tags: ["governance", "human-in-the-loop"],
  },
  capability: { key: "governance.approval", version: "1.0.0" },
  io: { input: HitlRequestParams, output: HitlRequestResult },
  policy: { auth: "user", pii: ["/params/payload", "/params/reason"] },
});
