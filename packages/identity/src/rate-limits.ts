/**
 * How many exchanges pass: `burst` at once, and `perSecond` for as long as it lasts. A quota is a limit with a large
 * burst that fills slowly: 100,000 a day is `{ burst: 100_000, perSecond: 100_000 / 86_400 }`.
 */
export interface RateLimit {
  /** What a caller reads who is turned away, such as `daily quota`. */
  readonly name: string;
  /** Whether all callers share it, or each has it. */
  readonly scope: "global" | "caller";
  /** At least 1. */
  readonly burst: number;
  /** Above 0. */
  readonly perSecond: number;
}

/** What holds unless the operator says otherwise: beyond it one caller would keep the others out, or all of them the disk. */
export const rateLimitsDefault: readonly RateLimit[] = [
  { name: "limit of all callers", scope: "global", burst: 40_000, perSecond: 20_000 },
  { name: "limit of a caller", scope: "caller", burst: 10_000, perSecond: 5_000 },
];

/** How many callers are counted apart; those that come when all places are taken share one. */
export const countedCallersMax = 10_000;
