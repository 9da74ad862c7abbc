import { Type } from "@sinclair/typebox";
import type { JsonValue } from "../common/json-value.ts";
import { defineType, ref, refGeneric } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { countedSentence } from "./counted-sentence.ts";
import { ExecInvokeResultAsync } from "./exec-invoke-result-async.ts";
import { ExecInvokeResultSync } from "./exec-invoke-result-sync.ts";

export type ExecInvokeResult<TOutput = JsonValue> = ExecInvokeResultSync<TOutput> | ExecInvokeResultAsync;

export const ExecInvokeResult = defineType({
  name: "ExecInvokeResult",
  title: "Invoke: result",
  description:
    "What `exec.invoke` answers: the outcome in `SYNC` mode, the acceptance in `ASYNC` mode. Readers look at `state`: `output` is there if it is `COMPLETED`, `error` if it is `FAILED` or `TIMED_OUT`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.4"),
  parameters: ["TOutput"],
  untagged:
    "The protocol leaves the two results without a tag. An acceptance is an outcome without `output` and `error`, so a reader needs none: `state` says what is there.",
  schema: Type.Union([
    refGeneric<ExecInvokeResultSync>(ExecInvokeResultSync, ["TOutput"], { description: "In `SYNC` mode." }),
    ref(ExecInvokeResultAsync, { description: "In `ASYNC` mode." }),
  ]),
  examples: {
    valid: [
      { title: "an outcome", value: { invocation_id: "inv-1", state: "COMPLETED", output: countedSentence } },
      { title: "an acceptance", value: { invocation_id: "inv-1", state: "PENDING" } },
    ],
    invalid: [
      { title: "without an invocation", value: { state: "COMPLETED" }, pointer: "", keyword: "anyOf" },
      { title: "text", value: "COMPLETED", pointer: "", keyword: "anyOf" },
    ],
  },
});
