import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import type { JsonValue } from "../common/json-value.ts";
import { ExecutionGovernanceState } from "../governance/execution-governance-state.ts";
import { defineType, parameter, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { countedSentence } from "./counted-sentence.ts";
import { ExecutionErrorInfo } from "./execution-error-info.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";

const execInvokeResultSync = <TOutput extends TSchema>(output: TOutput) =>
  Type.Object({
    invocation_id: ref(InvocationId, { description: "Names the invocation in `exec.status.get` and `exec.cancel`." }),
    state: ref(ExecutionState, {
      description: "The outcome: a terminal state, or `PENDING` where policy holds the work for a human.",
    }),
    output: Type.Optional(output),
    error: Type.Optional(
      ref(ExecutionErrorInfo, { description: "Why it did not complete; present if it is `FAILED` or `TIMED_OUT`." }),
    ),
    governance: Type.Optional(
      ref(ExecutionGovernanceState, { description: "Under which policy it ran, and what is held for a human." }),
    ),
  });

export const ExecInvokeResultSync = defineType({
  name: "ExecInvokeResultSync",
  title: "Invoke: outcome",
  description:
    "The outcome of an invocation whose answer waited for it. Work that failed is an outcome too: the exchange succeeded, and the HTTP status is 200.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.2"),
  parameters: ["TOutput"],
  schema: execInvokeResultSync(
    parameter("TOutput", { description: "What the capability returned; present if it is `COMPLETED`." }),
  ),
  examples: {
    valid: [
      {
        title: "completed",
        value: { invocation_id: "inv-1", state: "COMPLETED", output: countedSentence },
      },
      {
        title: "failed",
        value: {
          invocation_id: "inv-1",
          state: "FAILED",
          error: { reason: "RUNTIME_ERROR", message: "The picture could not be decoded." },
        },
      },
    ],
    invalid: [
      { title: "without a state", value: { invocation_id: "inv-1" }, pointer: "", keyword: "required" },
      {
        title: "an error that is text",
        value: { invocation_id: "inv-1", state: "FAILED", error: "It failed." },
        pointer: "/error",
        keyword: "type",
      },
    ],
  },
});
export type ExecInvokeResultSync<TOutput = JsonValue> = Static<
  ReturnType<typeof execInvokeResultSync<TUnsafe<TOutput>>>
>;
