import { type Static, Type } from "@sinclair/typebox";
import { ExecutionGovernanceState } from "../governance/execution-governance-state.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";

export const ExecInvokeResultAsync = defineType({
  name: "ExecInvokeResultAsync",
  title: "Invoke: acceptance",
  description:
    "The acceptance of an invocation whose answer did not wait for the outcome. It is sent as soon as the acceptance is on disk; read the outcome by `exec.status.get`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.3"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "Names the invocation in `exec.status.get` and `exec.cancel`." }),
    state: ref(ExecutionState, { description: "`PENDING`, or a later state where the work has moved on already." }),
    governance: Type.Optional(
      ref(ExecutionGovernanceState, { description: "Under which policy it runs, and what is held for a human." }),
    ),
  }),
  examples: {
    valid: [
      { title: "accepted", value: { invocation_id: "inv-1", state: "PENDING" } },
      {
        title: "held for a human",
        value: {
          invocation_id: "inv-1",
          state: "PENDING",
          governance: {
            policy_binding_id: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            allowed_actions: ["image.analyze"],
            requires_hitl_for: ["image.analyze"],
          },
        },
      },
    ],
    invalid: [
      { title: "without an invocation", value: { state: "PENDING" }, pointer: "", keyword: "required" },
      {
        title: "an unknown state",
        value: { invocation_id: "inv-1", state: "ACCEPTED" },
        pointer: "/state",
        keyword: "enum",
      },
    ],
  },
});
export type ExecInvokeResultAsync = Static<typeof ExecInvokeResultAsync.schema>;
