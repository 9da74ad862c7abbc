import { type Static, Type } from "@sinclair/typebox";
import { planEdgesMax, planStepsMax } from "../common/bounds.ts";
import { JsonObject } from "../common/json-object.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PlanEdge } from "./plan-edge.ts";
import { PlanId } from "./plan-id.ts";
import { PlanStep } from "./plan-step.ts";

export const ExecutionPlan = defineType({
  name: "ExecutionPlan",
  title: "Execution plan",
  description:
    "A workflow of several steps. `depends_on` and `edges` are one graph, which has no cycle. Steps that do not depend on each other run in parallel, up to 64 at once; among ready steps the order of starting is by topological level, then by position in the plan. A required step that fails fails the run; steps that do not depend on it are allowed to finish.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.1"),
  schema: Type.Object({
    plan_id: ref(PlanId, { description: "The plan's name, chosen by the client." }),
    label: Type.Optional(Type.String({ maxLength: 256, description: "The name to show to people." })),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What the plan is for." })),
    steps: Type.Array(ref(PlanStep, { description: "One step." }), {
      minItems: 1,
      maxItems: planStepsMax.value,
      description: "The steps, from 1 to 10000. Their order decides between steps that are ready at once.",
    }),
    edges: Type.Optional(
      Type.Array(ref(PlanEdge, { description: "One edge." }), {
        maxItems: planEdgesMax.value,
        description: "What comes after what, and under which condition; at most 50000.",
      }),
    ),
    created_by: Type.String({
      minLength: 1,
      maxLength: 256,
      description: "Who made the plan, for the record. It is kept as it is given and proves nothing about the caller.",
    }),
    created_at: ref(Timestamp, { description: "When the plan was made." }),
    metadata: Type.Optional(
      ref(JsonObject, {
        description:
          "Anything about the plan; expressions see it as `plan.metadata`. `fail_fast`, a boolean that is false by default, cancels all open steps as soon as a required step fails.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "one step",
        value: {
          plan_id: "count-words",
          steps: [
            {
              step_id: "count",
              target: { module_id: "text", capability: "statistics" },
              input_template: { text: "To be or not to be." },
            },
          ],
          created_by: "user:ada",
          created_at: "2026-03-01T09:30:00.000Z",
        },
      },
      {
        title: "a condition between two steps",
        value: {
          plan_id: "page-report",
          label: "Report on a page",
          steps: [
            {
              step_id: "load",
              target: { module_id: "http", capability: "fetch", version: "^1.0" },
              input_template: { url: "https://example.org/" },
              retry_policy: { max_attempts: 3, backoff_ms: 100, backoff_strategy: "EXPONENTIAL" },
            },
            {
              step_id: "count",
              target: { module_id: "text", capability: "statistics" },
              input_template: { text: "${ steps.load.output.body }" },
            },
          ],
          edges: [{ from: "load", to: "count", condition: { cel: "steps.load.output.status == 200" } }],
          created_by: "user:ada",
          created_at: "2026-03-01T09:30:00.000Z",
          metadata: { fail_fast: true },
        },
      },
    ],
    invalid: [
      {
        title: "without steps",
        value: { plan_id: "empty", steps: [], created_by: "user:ada", created_at: "2026-03-01T09:30:00.000Z" },
        pointer: "/steps",
        keyword: "minItems",
      },
      {
        title: "without an author",
        value: {
          plan_id: "count-words",
          steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
          created_at: "2026-03-01T09:30:00.000Z",
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a time with an offset",
        value: {
          plan_id: "count-words",
          steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
          created_by: "user:ada",
          created_at: "2026-03-01T10:30:00+01:00",
        },
        pointer: "/created_at",
        keyword: "pattern",
      },
    ],
  },
});
export type ExecutionPlan = Static<typeof ExecutionPlan.schema>;
