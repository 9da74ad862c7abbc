import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { JobError } from "./job-error.ts";
import { JobState } from "./job-state.ts";

export const Job = defineType({
  name: "Job",
  title: "Job",
  description:
    "A request for execution as it is stored: what was asked for, where it stands, and what came of it. It is created by `createJob` and executed by `runJob`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "4"),
  schema: Type.Object({
    job_id: ref(InvocationId, { description: "The job's name: its invocation's." }),
    plugin: Type.String({
      minLength: 1,
      maxLength: 256,
      description:
        "What executes it: the module and the capability, such as `image.analyze`, or `plan` for a plan's run.",
    }),
    payload: ref(JsonObject, { description: "The parameters of the request." }),
    status: ref(JobState, { description: "Where it stands." }),
    result: Type.Optional(ref(JsonObject, { description: "What the plugin returned; present if it is `SUCCESS`." })),
    error: Type.Optional(ref(JobError, { description: "Why it did not succeed; present if it is `FAILED`." })),
    created_at: ref(Timestamp, { description: "When it was accepted." }),
    started_at: Type.Optional(ref(Timestamp, { description: "When it became `RUNNING`." })),
    completed_at: Type.Optional(ref(Timestamp, { description: "When it became `SUCCESS` or `FAILED`." })),
  }),
  examples: {
    valid: [
      {
        title: "created",
        value: {
          job_id: "inv-1",
          plugin: "text.statistics",
          payload: { input: { text: "To be or not to be." } },
          status: "PENDING",
          created_at: "2026-03-01T09:30:00.000Z",
        },
      },
      {
        title: "failed",
        value: {
          job_id: "inv-1",
          plugin: "image.analyze",
          payload: { input: { image: "AAAA", mime_type: "image/png" } },
          status: "FAILED",
          error: { ended_as: "FAILED", error: { reason: "VALIDATION_ERROR", message: "The picture is not a PNG." } },
          created_at: "2026-03-01T09:30:00.000Z",
          started_at: "2026-03-01T09:30:00.002Z",
          completed_at: "2026-03-01T09:30:00.004Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a time of creation",
        value: { job_id: "inv-1", plugin: "text.statistics", payload: {}, status: "PENDING" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an execution state",
        value: {
          job_id: "inv-1",
          plugin: "text.statistics",
          payload: {},
          status: "COMPLETED",
          created_at: "2026-03-01T09:30:00.000Z",
        },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type Job = Static<typeof Job.schema>;
