import type { JsonValue } from "@oap/protocol";
import { canonicalHash } from "../canonical-hash.ts";

/**
 * The key that every attempt of one step carries to its plugin: `sha256:…` over the RFC 8785 form of run, step, capability, version and
 * input. It is the same for all attempts of the step, and differs between runs. Source: wire decisions, Idempotency.
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
  return canonicalHash({ run, step, capability, version, input });
}
