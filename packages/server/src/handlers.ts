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
    "exec.invoke": (params, { caller, recorder, decided }) => executions.invoke(params, caller, { recorder, decided }),
    "exec.status.get": (params) => executions.status(params),
    "exec.cancel": (params) => executions.cancel(params),
    "exec.plan.submit": (params, { caller }) => executions.submitPlan(params, caller),
    "exec.plan.apply": (params, { caller, recorder, decided }) =>
      executions.applyPlan(params, caller, { recorder, decided }),
    "exec.plan.status.get": (params) => executions.planStatus(params),

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

    "hitl.request": (params, { caller }) => executions.approvals.request(params, caller),
    "hitl.decision.submit": (params, { caller }) => executions.approvals.decide(params, caller),
    "hitl.override": (params, { caller }) => executions.approvals.override(params, caller),

    "controlPlane.intent.submit": (params, { caller, id, traceId }) =>
      executions.submitIntent(params, caller, { orchId: id, ...(traceId !== undefined && { traceId }) }),
    "controlPlane.execution.start": (params, { caller, recorder, decided }) =>
      executions.startExecution(params, caller, { recorder, decided }),
    "controlPlane.execution.retry": (params, { caller, recorder, decided }) =>
      executions.retryExecution(params, caller, { recorder, decided }),
    "controlPlane.execution.approve": (params, { caller }) => executions.control.approve(params, caller),
    "controlPlane.execution.reject": (params, { caller }) => executions.control.reject(params, caller),
    "controlPlane.execution.cancel": (params, { caller }) => executions.control.cancel(params, caller),
    "controlPlane.execution.pause": (params, { caller }) => executions.control.pause(params, caller),
    "controlPlane.execution.resume": (params, { caller }) => executions.control.resume(params, caller),
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
