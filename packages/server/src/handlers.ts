import { type ExecutionService, queryLedger } from "@oap/engine";
import type { ApiKeys, Sessions } from "@oap/identity";
import type { Handlers } from "@oap/protocol/server";
import type { JsonObject } from "@oap/protocol/types";
import type { Store, StoreTransaction } from "@oap/store";
import type { CapabilityService } from "./capability-service.ts";
import type { Exchange } from "./exchange.ts";
import type { KillSwitchService } from "./kill-switch-service.ts";
import type { PolicyService } from "./policy-service.ts";

export interface HandlersOptions {
  readonly executions: ExecutionService;
  readonly capabilities: CapabilityService;
  readonly policies: PolicyService;
  readonly killSwitches: KillSwitchService;
  readonly apiKeys: ApiKeys<StoreTransaction>;
  readonly sessions: Sessions<StoreTransaction>;
  readonly store: Store;
  readonly now: () => number;
}

/** Records the answer of a command in the transaction that carries it out, so that a replay never carries it out again. */
function answeredBy({ recorder }: Exchange): (transaction: StoreTransaction, result: JsonObject) => void {
  return (transaction, result) => {
    recorder?.answered(transaction, result);
  };
}

/** One handler for each operation of the contracts; a missing one does not compile. */
export function createHandlers(options: HandlersOptions): Handlers<Exchange> {
  const { executions, capabilities, policies, killSwitches, apiKeys, sessions, store, now } = options;
  return {
    "exec.invoke": (params, exchange) => executions.invoke(params, exchange.caller, exchange),
    "exec.status.get": (params, { caller }) => executions.status(params, caller),
    "exec.cancel": (params, exchange) => executions.cancel(params, exchange.caller, exchange),
    "exec.plan.submit": (params, exchange) => executions.submitPlan(params, exchange.caller, exchange),
    "exec.plan.apply": (params, exchange) => executions.applyPlan(params, exchange.caller, exchange),
    "exec.plan.status.get": (params, { caller }) => executions.planStatus(params, caller),

    "control.ping": () => ({ received: true, timestamp: new Date(now()).toISOString() }),
    "control.capability.register": (params, exchange) =>
      capabilities.register(params, exchange.caller, answeredBy(exchange)),
    "control.capability.query": (params) => capabilities.query(params),
    "control.session.open": (params, exchange) => sessions.open(params, exchange.caller, answeredBy(exchange)),
    "control.session.close": (params, exchange) => sessions.close(params, exchange.caller, answeredBy(exchange)),
    "control.killSwitch.set": (params, exchange) =>
      killSwitches.set(
        params,
        exchange.caller.id,
        (...running) => executions.abortRunning(...running),
        answeredBy(exchange),
      ),
    "control.killSwitch.get": (params) => killSwitches.get(params),
    "control.apiKey.create": (params, exchange) => apiKeys.create(params, exchange.caller, answeredBy(exchange)),
    "control.apiKey.list": (params) => apiKeys.list(params),
    "control.apiKey.revoke": (params, exchange) => apiKeys.revoke(params, exchange.caller, answeredBy(exchange)),

    "policy.evaluate": (params, exchange) => policies.evaluate(params, exchange),
    "policy.explain": (params) => policies.explain(params),
    "policy.reload": () => policies.reload(),

    "hitl.request": (params, exchange) => executions.approvals.request(params, exchange.caller, exchange),
    "hitl.pending.list": (params) => executions.approvals.pending(params),
    "hitl.decision.submit": (params, exchange) => executions.approvals.decide(params, exchange.caller, exchange),
    "hitl.override": (params, exchange) => executions.approvals.override(params, exchange.caller, exchange),

    "controlPlane.intent.submit": (params, { caller, id, traceId, recorder }) =>
      executions.submitIntent(params, caller, { orchId: id, recorder, ...(traceId !== undefined && { traceId }) }),
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
    "controlPlane.plan.compile": (params, exchange) =>
      executions.compilations.compile(params, exchange.caller, exchange),
    "controlPlane.plan.verify": (params, exchange) =>
      executions.verifications.verify(params, exchange.caller, exchange),
    "controlPlane.policy.explain": (params, { caller }) => executions.explanations.explain(params, caller),
    "controlPlane.trace.get": (params) => executions.traces.get(params),

    "provenance.ledger.query": (params) => queryLedger(store, params),
  };
}
