import { OapError } from "@oap/protocol/errors";
import { countedCallersMax, type RateLimit, rateLimitsDefault } from "./rate-limits.ts";

export interface RateLimiterOptions {
  /** Milliseconds; a clock that goes back only delays. */
  readonly now: () => number;
  /** Default: `rateLimitsDefault`. An empty list limits nothing. */
  readonly limits?: readonly RateLimit[];
  /** Default: `countedCallersMax`. */
  readonly callersMax?: number;
  /** Hears of each exchange that is turned away, and by which limit. */
  readonly onLimited?: ((scope: RateLimit["scope"]) => void) | undefined;
}

/** A token bucket is known by the instant at which it will be full again: one number, exact however long it rests. */
interface Bucket {
  readonly limit: RateLimit;
  /** Milliseconds that one token takes to come back. */
  readonly tokenMs: number;
  fullAt: number;
}

/**
 * Counts the exchanges of callers.
 *
 * 1. An exchange takes a token from each bucket that it falls under, or from none.
 * 2. Whoever is told to wait for some time and waits that long is let through, if nobody else comes.
 * 3. A caller is forgotten only when all its buckets are full, when nothing is lost by it. So there are never more than
 *    `callersMax` of them, and nobody gets a fresh bucket by bringing many names.
 */
export class RateLimiter {
  readonly #now: () => number;
  readonly #start: number;
  readonly #global: readonly Bucket[];
  readonly #callerLimits: readonly RateLimit[];
  readonly #callersMax: number;
  /** The one that came last is last. */
  readonly #callers = new Map<string, readonly Bucket[]>();
  readonly #others: readonly Bucket[];
  readonly #onLimited: RateLimiterOptions["onLimited"];

  constructor({ now, limits = rateLimitsDefault, callersMax = countedCallersMax, onLimited }: RateLimiterOptions) {
    for (const limit of limits) checkLimit(limit);
    this.#now = now;
    // Buckets count from here, so that their fractions of milliseconds stay exact.
    this.#start = now();
    this.#global = limits.filter(({ scope }) => scope === "global").map(newBucket);
    this.#callerLimits = limits.filter(({ scope }) => scope === "caller");
    this.#callersMax = callersMax;
    this.#others = this.#callerLimits.map(newBucket);
    this.#onLimited = onLimited;
  }

  /** Counts one exchange. @throws OapError RATE_LIMITED with `details.retry_after_ms`, after which it may be tried again */
  take(callerId: string): void {
    const now = this.#now() - this.#start;
    const buckets = [...this.#global, ...this.#bucketsOf(callerId, now)];
    let emptiest: Bucket | undefined;
    let waitMs = 0;
    for (const bucket of buckets) {
      const wait = waitOf(bucket, now);
      if (wait <= waitMs) continue;
      emptiest = bucket;
      waitMs = wait;
    }
    if (emptiest !== undefined) {
      this.#onLimited?.(emptiest.limit.scope);
      throw rateLimited(emptiest.limit, callerId, Math.ceil(waitMs));
    }
    for (const bucket of buckets) bucket.fullAt = Math.max(bucket.fullAt, now) + bucket.tokenMs;
  }

  /** How many callers are counted apart at the moment. */
  get callers(): number {
    return this.#callers.size;
  }

  #bucketsOf(callerId: string, now: number): readonly Bucket[] {
    if (this.#callerLimits.length === 0) return [];
    let buckets = this.#callers.get(callerId);
    if (buckets !== undefined) {
      this.#callers.delete(callerId);
    } else {
      if (this.#callers.size >= this.#callersMax && !this.#forgetOldest(now)) return this.#others;
      buckets = this.#callerLimits.map(newBucket);
    }
    this.#callers.set(callerId, buckets);
    return buckets;
  }

  #forgetOldest(now: number): boolean {
    const [oldest] = this.#callers;
    return oldest?.[1].every(({ fullAt }) => fullAt <= now) === true && this.#callers.delete(oldest[0]);
  }
}

function newBucket(limit: RateLimit): Bucket {
  return { limit, tokenMs: 1000 / limit.perSecond, fullAt: 0 };
}

/** Milliseconds until the bucket has a token; 0 or less if it has one. */
function waitOf({ limit, tokenMs, fullAt }: Bucket, now: number): number {
  return fullAt - now - tokenMs * (limit.burst - 1);
}

function rateLimited({ name, burst, perSecond }: RateLimit, callerId: string, waitMs: number): OapError {
  return new OapError("RATE_LIMITED", {
    message: `${callerId} is over the ${name}: ${burst} at once and ${perSecond} a second. Try again in ${waitMs} ms.`,
    details: { limit: name, retry_after_ms: waitMs },
  });
}

function checkLimit({ name, burst, perSecond }: RateLimit): void {
  if (!(burst >= 1 && Number.isFinite(burst)) || !(perSecond > 0 && Number.isFinite(perSecond))) {
    throw new RangeError(`The ${name} must have a burst of at least 1 and more than 0 a second.`);
  }
}
