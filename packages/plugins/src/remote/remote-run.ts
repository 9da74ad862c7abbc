import type { JsonValue } from "@oap/protocol";
import { AttemptFailure } from "../attempt-failure.ts";
import type { CapabilityRun } from "../define-plugin.ts";
import type { AllowedOrigins } from "../network/allowed-origins.ts";
import type { PluginClock } from "../plugin-clock.ts";
import type { RegisteredModule } from "../registered-module.ts";
import { NoAnswer, type RemoteCaller } from "./remote-caller.ts";
import { failureOfCall, failureOfWork } from "./remote-failure.ts";
import type { AdmittedCall } from "./remote-health.ts";

/** What it takes to call modules elsewhere. */
export interface RemoteModules {
  /** Where modules may be. */
  readonly origins: AllowedOrigins;
  readonly caller: RemoteCaller;
  readonly clock: PluginClock;
}

/**
 * The `run` of a capability elsewhere: one `exec.invoke`. It is run as any other, so that validation, limits, the time and the kill switch
 * are ToolRunner's. Throws AttemptFailure.
 *
 * The exchange is identified by the step's idempotency key, the attempt and its time. So one attempt that is made again after a
 * crash is run once by a module that keeps to the protocol; another attempt after a failure is not answered with that failure
 * again; and an attempt that has less time left than before is no conflict with itself, as the time is part of what is compared.
 */
export function remoteRun(
  module: RegisteredModule,
  capability: { readonly name: string; readonly version: string },
  { origins, caller, clock }: RemoteModules,
): CapabilityRun {
  const { moduleId } = module;
  const target = { module_id: moduleId, capability: capability.name, version: capability.version };
  return async (input: JsonValue, { signal, attempt, idempotencyKey, timeoutMs, traceId, traceHeaders }) => {
    const endpoint = endpointOf(module, origins);
    const admitted = admit(module, clock);
    try {
      const result = await caller.call({
        endpoint,
        target,
        input,
        exchangeId: `${idempotencyKey}.${attempt}.${timeoutMs}`,
        idempotencyKey,
        traceId,
        traceHeaders: traceHeaders?.() ?? {},
        timeoutMs,
        signal,
      });
      admitted.answered();
      if (result.state !== "COMPLETED") throw failureOfWork(moduleId, result);
      // Whatever it is: ToolRunner refuses what is no object, or does not match.
      return result.output as object;
    } catch (thrown) {
      if (thrown instanceof AttemptFailure) throw thrown;
      const failure = failureOfCall(moduleId, thrown);
      if (!(thrown instanceof NoAnswer)) settle(admitted, failure !== undefined);
      else admitted.unanswered(clock.now());
      throw failure ?? thrown;
    }
  };
}

/** An error that was answered is an answer. Anything else is the end of the call from here. */
function settle(admitted: AdmittedCall, isAnswer: boolean): void {
  if (isAnswer) admitted.answered();
  else admitted.ended();
}

function endpointOf({ moduleId, endpoint }: RegisteredModule, origins: AllowedOrigins): URL {
  if (endpoint === undefined) {
    throw new AttemptFailure(
      "ExecutionError",
      "UPSTREAM_UNAVAILABLE",
      `Module "${moduleId}" has not registered where it is reached.`,
      { nothingHappened: true, underlying: "UPSTREAM_UNAVAILABLE" },
    );
  }
  const url = new URL(endpoint);
  if (origins.reach(url) !== undefined) return url;
  throw new AttemptFailure(
    "ExecutionError",
    "POLICY_DENIED",
    `Module "${moduleId}" is at ${url.origin}, which is not an allowed origin any more.`,
    { nothingHappened: true, underlying: "POLICY_DENIED" },
  );
}

function admit({ moduleId, health }: RegisteredModule, clock: PluginClock): AdmittedCall {
  const admitted = health.admit(clock.now());
  if (admitted !== undefined) return admitted;
  throw new AttemptFailure(
    "ExecutionError",
    "UPSTREAM_UNAVAILABLE",
    `Module "${moduleId}" did not answer several times in a row, and is left alone for a while.`,
    { retryable: true, nothingHappened: true, underlying: "UPSTREAM_UNAVAILABLE" },
  );
}
