import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import type { JsonValue } from "../common/json-value.ts";
import { Timestamp } from "../common/timestamp.ts";
import { ExecutionGovernanceState } from "../governance/execution-governance-state.ts";
import { defineType, parameter, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { countedSentence } from "./counted-sentence.ts";
import { ExecTarget } from "./exec-target.ts";
import { ExecutionErrorInfo } from "./execution-error-info.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";

const execStatusGetResult = <TOutput extends TSchema>(output: TOutput) =>
  Type.Object({
    invocation_id: ref(InvocationId, { description: "The invocation that was asked for." }),
    state: ref(ExecutionState, { description: "Where it stands." }),
    output: Type.Optional(output),
    error: Type.Optional(
      ref(ExecutionErrorInfo, { description: "Why it did not complete; present if it is `FAILED` or `TIMED_OUT`." }),
    ),
    target: Type.Optional(
      ref(ExecTarget, { description: "What it runs, with the exact version that was chosen. A plan's run has none." }),
    ),
    started_at: Type.Optional(ref(Timestamp, { description: "When it became `RUNNING`." })),
    completed_at: Type.Optional(ref(Timestamp, { description: "When it reached its terminal state." })),
    governance: Type.Optional(
      ref(ExecutionGovernanceState, { description: "Under which policy it runs, and what is held for a human." }),
    ),
  });

export const ExecStatusGetResult = defineType({
  name: "ExecStatusGetResult",
  title: "Status: result",
  description:
    "Where an invocation stands, and its outcome if it has one. The output of a plan's run is an object with the output of each step that no other step depends on, by step identifier.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "5.2"),
  parameters: ["TOutput"],
  schema: execStatusGetResult(parameter("TOutput", { description: "What it returned; present if it is `COMPLETED`." })),
  examples: {
    valid: [
      { title: "not started", value: { invocation_id: "inv-1", state: "PENDING" } },
      {
        title: "completed",
        value: {
          invocation_id: "inv-1",
          state: "COMPLETED",
          output: countedSentence,
          target: { module_id: "text", capability: "statistics", version: "1.0.0" },
          started_at: "2026-03-01T09:30:00.000Z",
          completed_at: "2026-03-01T09:30:00.012Z",
        },
      },
    ],
    invalid: [
      {
        title: "a time in seconds",
        value: { invocation_id: "inv-1", state: "RUNNING", started_at: 1772357400 },
        pointer: "/started_at",
        keyword: "type",
      },
      { title: "without a state", value: { invocation_id: "inv-1" }, pointer: "", keyword: "required" },
    ],
  },
});
export type ExecStatusGetResult<TOutput = JsonValue> = Static<ReturnType<typeof execStatusGetResult<TUnsafe<TOutput>>>>;
