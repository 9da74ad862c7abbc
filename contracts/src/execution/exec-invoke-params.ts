import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { timeoutMsDefault, timeoutMsMax } from "../common/bounds.ts";
import type { JsonValue } from "../common/json-value.ts";
import { ExecutionGovernanceState } from "../governance/execution-governance-state.ts";
import { defineType, parameter, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ActionDescriptor } from "./action-descriptor.ts";
import { ExecTarget } from "./exec-target.ts";
import { ExecutionMode } from "./execution-mode.ts";

const execInvokeParams = <TInput extends TSchema>(input: TInput) =>
  Type.Object({
    target: ref(ExecTarget, { description: "The capability to run." }),
    action: Type.Optional(ref(ActionDescriptor, { description: "What the caller means to do by it." })),
    input,
    mode: Type.Optional(
      ref(ExecutionMode, { description: "Whether the answer waits for the outcome. The default is `SYNC`." }),
    ),
    timeout_ms: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: timeoutMsMax.value,
        default: timeoutMsDefault.value,
        description:
          "How many milliseconds the work may take from its acceptance, at most a day. The default is 30000. At the deadline running work is aborted and the state is `TIMED_OUT`; a capability that ignores the abort is abandoned and its late result is dropped.",
      }),
    ),
    governance: Type.Optional(
      ref(ExecutionGovernanceState, {
        description: "Narrows what the work may do. It can never allow more than policy does.",
      }),
    ),
  });

export const ExecInvokeParams = defineType({
  name: "ExecInvokeParams",
  title: "Invoke: parameters",
  description:
    "Asks for one run of a capability. `TInput` is the capability's input; it is passed on as it is, and `${…}` in it is not expanded.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.1"),
  parameters: ["TInput"],
  schema: execInvokeParams(
    parameter("TInput", { description: "The capability's input. It must match the capability's input schema." }),
  ),
  examples: {
    valid: [
      {
        title: "wait for the outcome",
        value: { target: { module_id: "text", capability: "statistics" }, input: { text: "To be or not to be." } },
      },
      {
        title: "answer at acceptance",
        value: {
          target: { module_id: "http", capability: "fetch", version: "^1.0" },
          action: { name: "read-feed" },
          input: { url: "https://example.org/feed.xml" },
          mode: "ASYNC",
          timeout_ms: 60000,
        },
      },
    ],
    invalid: [
      {
        title: "without an input",
        value: { target: { module_id: "text", capability: "statistics" } },
        pointer: "",
        keyword: "required",
      },
      {
        title: "longer than a day",
        value: { target: { module_id: "text", capability: "statistics" }, input: {}, timeout_ms: 86400001 },
        pointer: "/timeout_ms",
        keyword: "maximum",
      },
      {
        title: "a target that is text",
        value: { target: "text.statistics", input: {} },
        pointer: "/target",
        keyword: "type",
      },
    ],
  },
});
export type ExecInvokeParams<TInput = JsonValue> = Static<ReturnType<typeof execInvokeParams<TUnsafe<TInput>>>>;
