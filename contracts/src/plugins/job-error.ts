import { type Static, Type } from "@sinclair/typebox";
import { ExecutionErrorInfo } from "../execution/execution-error-info.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const JobError = defineType({
  name: "JobError",
  title: "Job error",
  description:
    "Why a job did not succeed. A job knows only `FAILED`; `ended_as` says which execution state that stands for.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-governance", "4"),
  schema: Type.Object({
    ended_as: stringEnum(["FAILED", "CANCELLED", "TIMED_OUT"], {
      description: "The execution state in which the work ended.",
    }),
    error: Type.Optional(
      ref(ExecutionErrorInfo, { description: "What went wrong; absent if a caller cancelled the work." }),
    ),
  }),
  examples: {
    valid: [
      { title: "cancelled by a caller", value: { ended_as: "CANCELLED" } },
      {
        title: "failed",
        value: { ended_as: "FAILED", error: { reason: "RUNTIME_ERROR", message: "The picture could not be decoded." } },
      },
    ],
    invalid: [
      { title: "a success", value: { ended_as: "COMPLETED" }, pointer: "/ended_as", keyword: "enum" },
      { title: "without its end", value: {}, pointer: "", keyword: "required" },
    ],
  },
});
export type JobError = Static<typeof JobError.schema>;
