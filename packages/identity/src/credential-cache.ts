import type { Sha256Hash } from "@oap/protocol/types";
import type { Identity } from "./identity.ts";

/** How long a credential that was found good is taken for good without another look. */
export const recognisedMsMax = 5000;
/** How many credentials are remembered at most; the one that was found good the longest time ago goes first. */
export const recognisedCredentialsMax = 10_000;

/**
 * Credentials that were found good a moment ago, by their hash: a caller sends the same one with each exchange. Refusals
 * are not remembered, so that whoever guesses cannot push others out.
 */
export class CredentialCache {
  readonly #entries = new Map<Sha256Hash, { readonly identity: Identity; readonly until: number }>();

  get(hash: Sha256Hash, now: number): Identity | undefined {
    const entry = this.#entries.get(hash);
    if (entry === undefined) return undefined;
    if (now < entry.until) return entry.identity;
    this.#entries.delete(hash);
    return undefined;
  }

  /** `expiresAt`: when the credential itself ends, in epoch milliseconds. */
  set(hash: Sha256Hash, identity: Identity, now: number, expiresAt = Infinity): void {
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= recognisedCredentialsMax) this.#entries.delete(oldest);
    this.#entries.set(hash, { identity, until: Math.min(expiresAt, now + recognisedMsMax) });
  }

  /** Looks at all of them: keys are seldom revoked. */
  forgetKey(keyId: string): void {
    for (const [hash, { identity }] of this.#entries) if (identity.key_id === keyId) this.#entries.delete(hash);
  }
}
