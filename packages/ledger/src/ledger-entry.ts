import type { LedgerEntry, Sha256Hash } from "@oap/protocol";
import { contentHash } from "./content-hash.ts";

/** What an entry records: hashes of what was exchanged, by `contentHash`, and never the payloads. */
export type LedgerFacts = Omit<LedgerEntry, "prev_event_hash" | "event_hash" | "ledger_anchor">;

/** What the first entry of a chain names as the one before it (wire decisions, Ledger). */
export const firstPrevEventHash: Sha256Hash = `sha256:${"0".repeat(64)}`;

/**
 * The entry of one exchange or decision, to be appended to the chain that `chainOf(facts)` names.
 * `previous` is the `event_hash` of that chain's latest entry. Members of `facts` that are `undefined` are left out.
 * Source: wire decisions, Ledger.
 */
export function ledgerEntry(facts: LedgerFacts, previous: Sha256Hash = firstPrevEventHash): LedgerEntry {
  const entry = {
    event_id: facts.event_id,
    ...(facts.session_id === undefined ? {} : { session_id: facts.session_id }),
    ...(facts.trace_id === undefined ? {} : { trace_id: facts.trace_id }),
    timestamp: facts.timestamp,
    actor: facts.actor,
    module_id: facts.module_id,
    envelope_type: facts.envelope_type,
    status: facts.status,
    input_ref: facts.input_ref,
    ...(facts.output_ref === undefined ? {} : { output_ref: facts.output_ref }),
    ...(facts.policy_ref === undefined ? {} : { policy_ref: facts.policy_ref }),
    ...(facts.decision === undefined ? {} : { decision: facts.decision }),
    ...(facts.risk === undefined ? {} : { risk: facts.risk }),
    prev_event_hash: previous,
  };
  return { ...entry, event_hash: contentHash(entry) };
}

/** The hash that an entry should have: over everything in it but `event_hash` and `ledger_anchor`, members unknown here too. */
export function entryHash(entry: LedgerEntry): Sha256Hash {
  const { event_hash: _hash, ledger_anchor: _anchor, ...content } = entry;
  return contentHash(content);
}

/** The chain that an entry belongs to: its session's, or its caller's where it has no session. Equal texts are equal chains. */
export function chainOf(facts: Pick<LedgerFacts, "session_id" | "actor">): string {
  return facts.session_id === undefined ? `caller:${facts.actor}` : `session:${facts.session_id}`;
}
