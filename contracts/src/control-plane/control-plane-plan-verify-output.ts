import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { policyReasonsMax } from "../governance/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneVerdict } from "./control-plane-verdict.ts";

export const ControlPlanePlanVerifyOutput = defineType({
  name: "ControlPlanePlanVerifyOutput",
  title: "Verify Plan: output",
  description: "What policy says about the plan as a whole.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    verdict: ref(ControlPlaneVerdict, { description: "The strictest verdict among the steps." }),
    requiresApproval: Type.Boolean({
      description: "Whether a human must approve: true exactly for the verdict `assist`.",
    }),
    blockedReasons: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
        maxItems: policyReasonsMax.value,
        description: "Why it is blocked, one sentence for each cause. Present for the verdict `blocked`.",
      }),
    ),
    verifiedAt: ref(Timestamp, { description: "When it was verified." }),
  }),
  examples: {
    valid: [
      {
        title: "may run",
        value: { verdict: "autonomous", requiresApproval: false, verifiedAt: "2026-03-01T09:30:00.000Z" },
      },
      {
        title: "may not",
        value: {
          verdict: "blocked",
          requiresApproval: false,
          blockedReasons: ["Policy `deny-restricted-data` denies step `load`."],
          verifiedAt: "2026-03-01T09:30:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a verdict",
        value: { requiresApproval: false, verifiedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a decision for a verdict",
        value: { verdict: "ALLOW", requiresApproval: false, verifiedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/verdict",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlanePlanVerifyOutput = Static<typeof ControlPlanePlanVerifyOutput.schema>;
