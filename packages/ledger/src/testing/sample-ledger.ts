import type { LedgerCheckpoint, LedgerEntry, Sha256Hash } from "@oap/protocol";
import { contentHash } from "../content-hash.ts";
import { ledgerCheckpoint } from "../ledger-checkpoint.ts";
import { chainOf, type LedgerFacts, ledgerEntry } from "../ledger-entry.ts";
import { type SigningKey, signingKeyFromPem } from "../signing-key.ts";
import type { PlacedEntry } from "../verify-ledger.ts";

/** The key of RFC 8032, section 7.1, test 1. */
export const testKey = keyOfSecret("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
/** The key of RFC 8032, section 7.1, test 2. */
export const otherKey = keyOfSecret("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

export function keyOfSecret(secret: string): SigningKey {
  const der = Buffer.from(`302e020100300506032b657004220420${secret}`, "hex").toString("base64");
  return signingKeyFromPem(`-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`);
}

export function timeOf(number: number): string {
  return new Date(Date.UTC(2026, 2, 1) + number * 1000).toISOString();
}

export function factsOf(number: number, members: Partial<LedgerFacts> = {}): LedgerFacts {
  return {
    event_id: `req-${number}`,
    timestamp: timeOf(number),
    actor: "user:ada",
    module_id: "text",
    envelope_type: "exec.invoke",
    status: "SUCCESS",
    input_ref: contentHash({ number }),
    output_ref: contentHash({ words: number }),
    policy_ref: "development-allow",
    decision: "ALLOW",
    risk: "LOW",
    ...members,
  };
}

/** One chain of `length` entries. */
export function sampleChain(length: number): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let number = 1; number <= length; number += 1) {
    entries.push(ledgerEntry(factsOf(number), entries.at(-1)?.event_hash));
  }
  return entries;
}

export interface SampleLedger {
  readonly entries: PlacedEntry[];
  readonly checkpoints: LedgerCheckpoint[];
  readonly heads: Map<string, Sha256Hash>;
}

/** A ledger as a store would make it: the entry at each place goes to the chain of that session, and a checkpoint comes after every `interval`. */
export function sampleLedger(sessions: readonly (string | undefined)[], interval: number): SampleLedger {
  const ledger: SampleLedger = { entries: [], checkpoints: [], heads: new Map() };
  for (const [index, session_id] of sessions.entries()) {
    const facts = factsOf(index + 1, session_id === undefined ? {} : { session_id });
    const entry = ledgerEntry(facts, ledger.heads.get(chainOf(facts)));
    ledger.heads.set(chainOf(facts), entry.event_hash);
    ledger.entries.push({ ordinal: index + 1, entry });
    if ((index + 1) % interval === 0) ledger.checkpoints.push(nextCheckpoint(ledger));
  }
  return ledger;
}

function nextCheckpoint({ entries, checkpoints }: SampleLedger): LedgerCheckpoint {
  const previous = checkpoints.at(-1);
  const eventHashes = entries.slice(previous?.last_entry ?? 0).map(({ entry }) => entry.event_hash);
  const createdAt = timeOf(entries.length);
  return ledgerCheckpoint({ ...(previous === undefined ? {} : { previous }), createdAt, eventHashes }, testKey);
}
