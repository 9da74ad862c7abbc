import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax } from "../common/bounds.ts";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { Timestamp } from "../common/timestamp.ts";
import { ExecTarget } from "../execution/exec-target.ts";
import { ExecutionErrorInfo } from "../execution/execution-error-info.ts";
import { ExecutionState } from "../execution/execution-state.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneEvidenceAttempt = defineType({
  name: "ControlPlaneEvidenceAttempt",
  title: "Evidence: attempt",
  description: "One attempt at one step of a run: what was run, on which input, and how it ended. Payloads are hashes.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    stepId: ref(StepId, { description: "The step." }),
    attempt: Type.Integer({ minimum: 1, maximum: attemptsMax.value, description: "Which attempt it is, from 1." }),
    state: ref(ExecutionState, { description: "How it ended, or that it is RUNNING." }),
    target: ref(ExecTarget, { description: "What was run, with the version that was chosen." }),
    startedAt: Type.Optional(ref(Timestamp, { description: "When it was started." })),
    completedAt: Type.Optional(ref(Timestamp, { description: "When it ended." })),
    inputHash: ref(Sha256Hash, { description: "Hash of the canonical input." }),
    outputHash: Type.Optional(ref(Sha256Hash, { description: "Hash of the canonical output, if it COMPLETED." })),
    error: Type.Optional(ref(ExecutionErrorInfo, { description: "Why it did not complete." })),
  }),
  examples: {
    valid: [
      {
        title: "the least there is",
        value: {
          stepId: "analyze",
          state: "COMPLETED",
          target: { module_id: "image", capability: "analyze", version: "1.0.0" },
          attempt: 1,
          inputHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      },
      {
        title: "with its times and output",
        value: {
          stepId: "analyze",
          state: "COMPLETED",
          target: { module_id: "image", capability: "analyze", version: "1.0.0" },
          attempt: 2,
          startedAt: "2026-03-01T09:31:12.000Z",
          completedAt: "2026-03-01T09:31:12.250Z",
          inputHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          outputHash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
      },
    ],
    invalid: [
      {
        title: "without its input",
        value: {
          stepId: "analyze",
          state: "COMPLETED",
          target: { module_id: "image", capability: "analyze", version: "1.0.0" },
          attempt: 1,
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an attempt before the first",
        value: {
          stepId: "analyze",
          state: "COMPLETED",
          target: { module_id: "image", capability: "analyze", version: "1.0.0" },
          attempt: 0,
          inputHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        pointer: "/attempt",
        keyword: "minimum",
      },
    ],
  },
});
export type ControlPlaneEvidenceAttempt = Static<typeof ControlPlaneEvidenceAttempt.schema>;
