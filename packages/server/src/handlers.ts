import type { ExecutionService } from "@oap/engine";
import { OapError } from "@oap/protocol/errors";
import type { OperationKey } from "@oap/protocol/operations";
import type { Handlers } from "@oap/protocol/server";
import type { CapabilityService } from "./capability-service.ts";
import type { Exchange } from "./exchange.ts";

export interface HandlersOptions {
  readonly executions: ExecutionService;
  readonly capabilities: CapabilityService;
  readonly now: () => number;
}

/** One handler for each operation of the contracts; a missing one does not compile. */
export function createHandlers({ executions, capabilities, now }: HandlersOptions): Handlers<Exchange> {
  return {
    "exec.invoke": (params, { caller }) => executions.invoke(params, caller),
    "exec.status.get": (params) => executions.status(params),
    "exec.cancel": (params) => executions.cancel(params),
    "exec.plan.submit": (params, { caller }) => executions.submitPlan(params, caller),
    "exec.plan.apply": (params, { caller }) => executions.applyPlan(params, caller),
    "exec.plan.status.get": (params) => executions.planStatus(params),

    "control.ping": () => ({ received: true, timestamp: new Date(now()).toISOString() }),
    "control.capability.register": (params, { caller }) => capabilities.register(params, caller),
    "control.capability.query": (params) => capabilities.query(params),

    "controlPlane.intent.submit": (params, { caller, id, traceId }) =>
      executions.submitIntent(params, caller, { orchId: id, ...(traceId !== undefined && { traceId }) }),
    "controlPlane.execution.start": (params, { caller }) => executions.startExecution(params, caller),
    "controlPlane.execution.get": (params) => executions.getExecution(params),
    "controlPlane.execution.list": (params) => executions.listExecutions(params),

    ...later(
      "policy.evaluate",
      "policy.explain",
      "hitl.request",
      "hitl.decision.submit",
      "hitl.override",
      "control.session.open",
      "control.session.close",
      "control.killSwitch.set",
      "control.killSwitch.get",
      "control.apiKey.create",
      "control.apiKey.revoke",
      "provenance.ledger.query",
      "controlPlane.plan.compile",
      "controlPlane.plan.verify",
      "controlPlane.execution.approve",
      "controlPlane.execution.reject",
      "controlPlane.execution.cancel",
      "controlPlane.execution.pause",
      "controlPlane.execution.resume",
      "controlPlane.execution.retry",
      "controlPlane.execution.evidence.export",
      "controlPlane.trace.get",
      "controlPlane.policy.explain",
    ),
  };
}

/** Operations whose contracts are published before this control plane performs them. */
function later<TKey extends OperationKey>(...keys: readonly TKey[]): Record<TKey, () => never> {
  const refuse = (key: TKey) => (): never => {
    throw new OapError("NOT_IMPLEMENTED", {
      message: `\`${key}\` is in the contracts and not yet in this control plane.`,
    });
  };
  return Object.fromEntries(keys.map((key) => [key, refuse(key)])) as Record<TKey, () => never>;
}
