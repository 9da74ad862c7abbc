import type { ExecutionRecord, NewPlan, NewRun } from "../records.ts";

export const examplePlan: NewPlan = {
  plan_id: "plan_1",
  content_hash: "sha256:one",
  status: "READY_FOR_EXECUTION",
  governance: { policy_binding_id: "development-allow", allowed_actions: ["*"] },
  submitted_by: "ann",
  submitted_at: 1,
  plan: { plan_id: "plan_1", steps: [], created_by: "ann", created_at: "2026-03-01T09:30:00.000Z" },
  compiled: { hash: "sha256:two", steps: [{ index: 0, text: "ünï ☃ 𝄞" }] },
};

export const exampleRun: NewRun = {
  invocation_id: "inv_1",
  kind: "invoke",
  execution_id: "exe_1",
  caller: { id: "ann", roles: ["user", "admin"] },
  state: "RUNNING",
  target: { module_id: "image", capability: "analyze", version: "1.0.0" },
  mode: "SYNC",
  accepted_at: 2,
  deadline_at: 30_002,
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  started_at: 2,
  governance: { policy_binding_id: "development-allow", allowed_actions: ["*"] },
  compiled: { hash: "sha256:three" },
};

export const exampleExecution: ExecutionRecord = {
  execution_id: "exe_1",
  workspace_id: "w",
  intent_id: "int_1",
  status: "received",
  risk_tier: "low",
  created_at: 1,
  updated_at: 1,
};
