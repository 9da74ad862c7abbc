import { type ExecutionService, queryLedger } from "@oap/engine";
import type { ApiKeys, Sessions } from "@oap/identity";
import type { Handlers } from "@oap/protocol/server";
import type { Store } from "@oap/store";
import type { CapabilityService } from "./capability-service.ts";
import type { Exchange } from "./exchange.ts";
import type { KillSwitchService } from "./kill-switch-service.ts";
import type { PolicyService } from "./policy-service.ts";

export interface HandlersOptions {
  readonly executions: ExecutionService;
  readonly capabilities: CapabilityService;
  readonly policies: PolicyService;
  readonly killSwitches: KillSwitchService;
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly store: Store;
  readonly now: () => number;
}

/** One handler for each operation of the contracts; a missing one does not compile. */
export function createHandlers(options: HandlersOptions): Handlers<Exchange> {
  const { executions, capabilities, policies, killSwitches, apiKeys, sessions, store, now } = options;
  return {
    "exec.invoke": (params, exchange) => executions.invoke(params, exchange.caller, exchange),
    "exec.status.get": (params, { caller }) => executions.status(params, caller),
    "exec.cancel": (params, exchange) => executions.cancel(params, exchange.caller, exchange),
    "exec.plan.submit": (params, { caller }) => executions.submitPlan(params, caller),
    "exec.plan.apply": (params, exchange) => executions.applyPlan(params, exchange.caller, exchange),
    "exec.plan.status.get": (params, { caller }) => executions.planStatus(params, caller),

    "control.ping": () => ({ received: true, timestamp: new Date(now()).toISOString() }),
    "control.capability.register": (params, { caller }) => capabilities.register(params, caller),
    "control.capability.query": (params) => capabilities.query(params),
    "control.session.open": (params, { caller }) => sessions.open(params, caller),
    "control.session.close": (params, { caller }) => sessions.close(params, caller),
    "control.killSwitch.set": (params, { caller }) =>
      killSwitches.set(params, caller.id, (...running) => executions.abortRunning(...running)),
    "control.killSwitch.get": (params) => killSwitches.get(params),
    "control.apiKey.create": (params, { caller }) => apiKeys.create(params, caller),
    "control.apiKey.list": (params) => apiKeys.list(params),
    "control.apiKey.revoke": (params, { caller }) => apiKeys.revoke(params, caller),

    "policy.evaluate": (params, exchange) => policies.evaluate(params, exchange),
    "policy.explain": (params) => policies.explain(params),
    "policy.reload": () => policies.reload(),

    "hitl.request": (params, exchange) => executions.approvals.request(params, exchange.caller, exchange),
    "hitl.pending.list": (params) => executions.approvals.pending(params),
    "hitl.decision.submit": (params, exchange) => executions.approvals.decide(params, exchange.caller, exchange),
    "hitl.override": (params, exchange) => executions.approvals.override(params, exchange.caller, exchange),

    "controlPlane.intent.submit": (params, { caller, id, traceId }) =>
      executions.submitIntent(params, caller, { orchId: id, ...(traceId !== undefined && { traceId }) }),
    "controlPlane.execution.start": (params, exchange) => executions.startExecution(params, exchange.caller, exchange),
    "controlPlane.execution.retry": (params, exchange) => executions.retryExecution(params, exchange.caller, exchange),
    "controlPlane.execution.approve": (params, exchange) =>
      executions.control.approve(params, exchange.caller, exchange),
    "controlPlane.execution.reject": (params, exchange) => executions.control.reject(params, exchange.caller, exchange),
    "controlPlane.execution.cancel": (params, exchange) => executions.control.cancel(params, exchange.caller, exchange),
    "controlPlane.execution.pause": (params, exchange) => executions.control.pause(params, exchange.caller, exchange),
    "controlPlane.execution.resume": (params, exchange) => executions.control.resume(params, exchange.caller, exchange),
    "controlPlane.execution.get": (params) => executions.getExecution(params),
    "controlPlane.execution.list": (params) => executions.listExecutions(params),

    "controlPlane.execution.evidence.export": (params, { caller }) => executions.evidence.export(params, caller),
    "controlPlane.plan.compile": (params, { caller }) => executions.compilations.compile(params, caller),
    "controlPlane.plan.verify": (params, { caller }) => executions.verifications.verify(params, caller),
    "controlPlane.policy.explain": (params, { caller }) => executions.explanations.explain(params, caller),
    "controlPlane.trace.get": (params) => executions.traces.get(params),

    "provenance.ledger.query": (params) => queryLedger(store, params),
  };
}
