import type { Caller, ExchangeRecorder } from "@oap/engine";
import type { GovernanceDecision } from "@oap/governance";
import type { SessionRecord } from "@oap/identity";
import type { ExchangeTelemetry } from "@oap/telemetry";

/** One exchange as handlers see it: who asks, and under which identifiers. */
export interface Exchange {
  readonly id: string;
  /** Who asks, by their credential. `session_id` is the exchange's. */
  readonly caller: Caller;
  /** The session that the exchange joined; absent where it names none, or one that nobody opened. */
  readonly session: SessionRecord | undefined;
  readonly traceId: string | undefined;
  /** Tells what governance decided about the work; the answer's headers and the ledger say it. */
  readonly decided: (decision: GovernanceDecision) => void;
  /** Work that begins a run writes the exchange into its own transactions with it. */
  readonly recorder: ExchangeRecorder | undefined;
  /** Runs that begin or go on with the exchange join its trace. */
  readonly telemetry: ExchangeTelemetry;
}
