import { contentHash } from "@oap/ledger";
import type { ExecutionContext, FinalDecision, JsonValue } from "@oap/protocol";

/**
 * The key that every attempt of one step of a plan carries to its plugin: `sha256:…` over the RFC 8785 form of run, step, capability,
 * version and input. It is the same for all attempts of the step, and differs between runs. Source: wire decisions, Idempotency.
 * Throws where the input's text is not well-formed Unicode.
 */
export function idempotencyKey(attempt: {
  readonly run: string;
  readonly step: string;
  readonly capability: string;
  readonly version: string;
  readonly input: JsonValue;
}): string {
  const { run, step, capability, version, input } = attempt;
  return contentHash({ run, step, capability, version, input });
}

/**
 * The key that every attempt of a decision carries: `sha256:…` over the RFC 8785 form of its action, its parameters and the context
 * (`action+context_hash`). `ops_deny_actions` and `now_ms` say whether and when it runs, not what, and are not covered.
 * Throws where the parameters or the context are not JSON. Source: orchestration core, Policies.
 */
export function actionIdempotencyKey(decision: FinalDecision, context: ExecutionContext): string {
  const { ops_deny_actions: _switch, now_ms: _now, ...subject } = context;
  const { action, params } = decision;
  return contentHash({ action, ...(params === undefined ? {} : { params }), context: subject });
}
