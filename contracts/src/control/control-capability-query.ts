import { defineQuery } from "../spec/define-operation.ts";
import { ControlCapabilityQueryParams } from "./control-capability-query-params.ts";
import { ControlCapabilityQueryResult } from "./control-capability-query-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

export const controlCapabilityQuery = defineQuery({
  meta: {
    ...controlMeta,
    key: "control.capability.query",
    title: "Query capabilities",
    description:
      "Lists registered capabilities with their schemas, risk and the state of their module. A filter that matches nothing answers an empty list.",
    goal: "Find out what can be invoked, and with what input.",
    context: "Called by planners, user interfaces and people who look for a capability.",
    tags: ["control", "capability"],
  },
  capability: { key: "control.registry", version: "1.0.0" },
  io: { input: ControlCapabilityQueryParams, output: ControlCapabilityQueryResult },
  policy: { auth: "user", pii: [] },
  headers: { request: controlRequestHeaders },
});
