import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";

export const ExecCancelResult = defineType({
  name: "ExecCancelResult",
  title: "Cancel: result",
  description:
    "What became of the invocation. One that was `PENDING` or `RUNNING` is now `CANCELLED`; one that had ended already stays as it was, and both states are equal.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "6.2"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "The invocation that was asked to stop." }),
    previous_state: ref(ExecutionState, { description: "Its state before." }),
    new_state: ref(ExecutionState, { description: "Its state now." }),
  }),
  examples: {
    valid: [
      {
        title: "stopped",
        value: { invocation_id: "inv-1", previous_state: "RUNNING", new_state: "CANCELLED" },
      },
      {
        title: "too late",
        value: { invocation_id: "inv-1", previous_state: "COMPLETED", new_state: "COMPLETED" },
      },
    ],
    invalid: [
      {
        title: "without the new state",
        value: { invocation_id: "inv-1", previous_state: "RUNNING" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "another spelling",
        value: { invocation_id: "inv-1", previous_state: "RUNNING", new_state: "CANCELED" },
        pointer: "/new_state",
        keyword: "enum",
      },
    ],
  },
});
export type ExecCancelResult = Static<typeof ExecCancelResult.schema>;
