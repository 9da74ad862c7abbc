import { expect, test } from "vitest";
import { controlChapter } from "../control/control-chapter.ts";
import { provenanceChapter } from "../provenance/provenance-chapter.ts";
import type { OperationSpec } from "../spec/define-operation.ts";
import type { Spec } from "../spec/define-registry.ts";
import { governanceChapter } from "./governance-chapter.ts";

const isOperation = (spec: Spec): spec is OperationSpec => spec.kind === "command" || spec.kind === "query";
const specs = [governanceChapter, controlChapter, provenanceChapter].flatMap(({ specs }) => specs);
const operations = specs.filter(isOperation);

/** `name` for a required member, `name?` for an optional one, sorted. */
function members(schema: unknown): string[] {
  const { properties, required = [] } = schema as { properties: object; required?: readonly string[] };
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .sort();
}

/** The documented envelope types outside `exec.*`: key, params, result, role. */
const table = [
  [
    "policy.evaluate",
    "action context payload? dry_run?",
    "decision constraints? requires_hitl? residual_risk? policy_binding_id",
    "user",
  ],
  ["policy.explain", "policy_binding_id", "explanation rules_fired? constraints? evidence?", "admin"],
  ["policy.reload", "", "reloaded policy_binding_id previous_policy_binding_id issues? warnings?", "admin"],
  ["hitl.request", "reason required_role payload proposed_action risk?", "request_id state expires_at?", "user"],
  ["hitl.pending.list", "cursor? limit?", "items next_cursor? total_estimate?", "admin"],
  [
    "hitl.decision.submit",
    "request_id approve reviewer comments? override_reason?",
    "request_id state decided_at",
    "admin",
  ],
  [
    "hitl.override",
    "request_id approve overridden_by reason",
    "request_id previous_state state approved overridden_at",
    "admin",
  ],
  ["control.ping", "message?", "received timestamp", "anonymous"],
  ["control.capability.register", "module_id capabilities endpoint?", "registered", "admin"],
  ["control.capability.query", "module_id? name? type?", "capabilities", "user"],
  ["control.session.open", "session_id caller purpose? attributes?", "session_id started_at", "user"],
  ["control.session.close", "session_id reason?", "session_id closed_at", "user"],
  [
    "control.killSwitch.set",
    "scope active module_id? capability? session_id? abort_running? reason?",
    "kill_switch previously_active",
    "admin",
  ],
  ["control.killSwitch.get", "scope?", "kill_switches", "user"],
  [
    "control.apiKey.create",
    "name caller roles expires_at?",
    "key_id secret? name caller roles created_at expires_at?",
    "admin",
  ],
  ["control.apiKey.list", "cursor? limit?", "items next_cursor? total_estimate?", "admin"],
  ["control.apiKey.revoke", "key_id reason?", "key_id revoked_at", "admin"],
  [
    "provenance.ledger.query",
    "event_id? session_id? trace_id? actor? module_id? envelope_type? status? risk? from? to? cursor? limit?",
    "items next_cursor? total_estimate?",
    "admin",
  ],
] as const;

test("has the documented operations and no others, in order", () => {
  expect(operations.map(({ meta }) => meta.key)).toEqual(table.map(([key]) => key));
});
test.each(table)("%s is as documented", (key, params, result, auth) => {
  const operation = operations.find(({ meta }) => meta.key === key);
  expect(members(operation?.io.input.schema)).toEqual(
    params
      .split(" ")
      .filter((member) => member !== "")
      .sort(),
  );
  expect(members(operation?.io.output.schema)).toEqual(result.split(" ").sort());
  expect(operation?.policy.auth).toBe(auth);
});

/** The documented named types: their members. */
const types = [
  ["PolicyConstraint", "code scope args? reason?"],
  ["PolicyClaim", "message severity?"],
  ["PolicyContext", "tenant? caller? session_id? trace_id? data_sensitivity? request_purpose? claims? attributes?"],
  ["ExecutionGovernanceState", "policy_binding_id allowed_actions removed_actions? requires_hitl_for?"],
  ["GovernanceError", "code message details? retryable? cause? decision? policy_binding_id? risk? hitl_required?"],
  [
    "CapabilityDescriptor",
    "name version type description input output constraints? risk idempotent timeout_ms? concurrency? deprecated? module_id? state?",
  ],
  [
    "LedgerEntry",
    "event_id session_id? trace_id? timestamp actor module_id envelope_type status input_ref output_ref? policy_ref? decision? risk? prev_event_hash event_hash ledger_anchor?",
  ],
] as const;

test.each(types)("%s has the documented members", (name, expected) => {
  const type = specs.find((spec) => spec.kind === "type" && spec.name === name);
  expect(members(type?.kind === "type" ? type.schema : undefined)).toEqual(expected.split(" ").sort());
});

test("has the documented headers, except those of other chapters", () => {
  const headers = specs.filter((spec) => spec.kind === "header").map(({ name }) => name);
  expect(headers).toEqual([
    "Orch-Policy-Binding",
    "Orch-Decision",
    "Orch-Risk-Level",
    "Orch-HITL-Required",
    "Orch-Control-Intent",
    "Orch-Control-Scope",
    "Orch-Api-Key",
    "Orch-Event-Hash",
    "Orch-Ledger-Anchor",
  ]);
});
