import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { traceEntriesMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneTraceEntry } from "./control-plane-trace-entry.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneTraceGetOutput = defineType({
  name: "ControlPlaneTraceGetOutput",
  title: "Get Trace: output",
  description: "What happened, the oldest first.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    entries: Type.Array(ref(ControlPlaneTraceEntry), {
      maxItems: traceEntriesMax.value,
      description: "What happened, the oldest first.",
    }),
    truncated: Type.Optional(
      Type.Boolean({
        description: "Whether older entries were left out because there are too many. Defaults to false.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "just received",
        value: {
          executionId: "exe-1",
          entries: [
            { timestamp: "2026-03-01T09:30:00.000Z", stage: "intent", status: "received", actorId: "user:ada" },
          ],
        },
      },
    ],
    invalid: [
      { title: "without entries", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
      {
        title: "an entry with an unknown stage",
        value: {
          executionId: "exe-1",
          entries: [{ timestamp: "2026-03-01T09:30:00.000Z", stage: "start", status: "received" }],
        },
        pointer: "/entries/0/stage",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneTraceGetOutput = Static<typeof ControlPlaneTraceGetOutput.schema>;
