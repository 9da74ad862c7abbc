import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax } from "../common/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { executionMarkersMax, orchestrationActionsMax } from "./bounds.ts";
import { ExecutionAttempt } from "./execution-attempt.ts";
import { ExecutionMarker } from "./execution-marker.ts";

export const ExecutionReport = defineType({
  name: "ExecutionReport",
  title: "Execution report",
  description:
    "What `execute` did. With the kill switch on there are no attempts and `denied_count` is 1; for a decision that is not allowed there are none and `skipped_count` is 1. `execute` never throws: an exception becomes a failed attempt, and if it is the last one it sets `fail_closed`. `markers` say why it did not succeed.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Models"),
  schema: Type.Object({
    attempts: Type.Array(ref(ExecutionAttempt, { description: "One attempt." }), {
      maxItems: orchestrationActionsMax.value * attemptsMax.value,
      description: "Every attempt, in the order in which they ended.",
    }),
    total_latency_ms: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many milliseconds everything took, waits included.",
    }),
    success_count: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many actions succeeded.",
    }),
    failed_count: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many actions failed after their last attempt.",
    }),
    skipped_count: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many actions were skipped.",
    }),
    denied_count: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many actions were denied.",
    }),
    fail_closed: Type.Boolean({
      description:
        "Whether it failed because something unexpected happened, such as an exception or a timeout (INV-EXE-3). False after a denial, a skip, a refusal by the executor or a withdrawal by the caller.",
    }),
    markers: Type.Optional(
      Type.Array(ref(ExecutionMarker, { description: "One reason." }), {
        minItems: 1,
        maxItems: executionMarkersMax.value,
        uniqueItems: true,
        description: "Why it did not succeed, in the order in which it came about. Absent if it succeeded.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "one attempt",
        value: {
          attempts: [{ action: "ACT", status: "success", attempt_number: 0, latency_ms: 12 }],
          total_latency_ms: 12,
          success_count: 1,
          failed_count: 0,
          skipped_count: 0,
          denied_count: 0,
          fail_closed: false,
        },
      },
      {
        title: "denied by the kill switch",
        value: {
          attempts: [],
          total_latency_ms: 0,
          success_count: 0,
          failed_count: 0,
          skipped_count: 0,
          denied_count: 1,
          fail_closed: false,
          markers: ["kill_switch"],
        },
      },
    ],
    invalid: [
      {
        title: "without the counts",
        value: { attempts: [], total_latency_ms: 0, fail_closed: false },
        pointer: "",
        keyword: "required",
      },
      {
        title: "half a success",
        value: {
          attempts: [],
          total_latency_ms: 0,
          success_count: 0.5,
          failed_count: 0,
          skipped_count: 0,
          denied_count: 0,
          fail_closed: false,
        },
        pointer: "/success_count",
        keyword: "type",
      },
    ],
  },
});
export type ExecutionReport = Static<typeof ExecutionReport.schema>;
