import type { JsonValue } from "@oap/protocol";
import type { PruneByAge } from "./retention.ts";

interface ExchangeMembers {
  readonly caller: string;
  readonly orch_id: string;
  readonly envelope_type: string;
  /** `sha256:…` over the RFC 8785 form of `envelope_type` and `params`: the same exchange again has the same. */
  readonly content_hash: string;
  readonly recorded_at: number;
}

/**
 * A command that was accepted, so that its repetition is answered and not done again. What it is answered with is read from
 * the run that it started, or else is kept here. Source: wire decisions, Idempotency.
 */
export type ExchangeRecord =
  | (ExchangeMembers & { readonly invocation_id: string; readonly answer?: undefined })
  | (ExchangeMembers & { readonly answer: JsonValue; readonly invocation_id?: undefined });

export interface ExchangeReads {
  exchange(caller: string, orchId: string): ExchangeRecord | undefined;
}

export interface ExchangeWrites {
  insertExchange(exchange: ExchangeRecord): void;
  /** Forgets those that were recorded before a time. Returns how many. */
  pruneExchanges(prune: PruneByAge): number;
}
