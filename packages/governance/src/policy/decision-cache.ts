import type { GovernanceDecision } from "../governance.ts";

/** A longer key, as one with a long input in it, is not kept: the decision is made afresh. */
const keyCharactersMax = 2048;

export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
}

/** The latest decisions under one policy set. Owns at most `entriesMax` of them; the one that was used least recently goes first. */
export class DecisionCache {
  readonly #entriesMax: number;
  readonly #entries = new Map<string, GovernanceDecision>();
  #hits = 0;
  #misses = 0;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  get statistics(): CacheStatistics {
    return { hits: this.#hits, misses: this.#misses, entries: this.#entries.size };
  }

  get(key: string): GovernanceDecision | undefined {
    const decision = this.#entries.get(key);
    if (decision === undefined) {
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    this.#entries.delete(key);
    this.#entries.set(key, decision);
    return decision;
  }

  set(key: string, decision: GovernanceDecision): void {
    if (key.length > keyCharactersMax || this.#entriesMax === 0) return;
    if (this.#entries.size >= this.#entriesMax) this.#entries.delete(this.#entries.keys().next().value ?? "");
    this.#entries.set(key, decision);
  }

  clear(): void {
    this.#entries.clear();
  }
}
