/**
 * How a contract ends, by day. A deprecated one stays as stable as it was until it is gone, so none of this changes its
 * `stability`. Source: RFC 9745 (Deprecation), RFC 8594 (Sunset).
 */
export interface Deprecation {
  /** The day since which it should no longer be used, `YYYY-MM-DD` in UTC. Absent: it is not deprecated. */
  readonly deprecated?: string;
  /** The first day on which it may be gone, `YYYY-MM-DD` in UTC. Absent: that is not decided. To remove it earlier breaks a promise. */
  readonly sunset?: string;
  /** What to use instead: the name or key of a contract of the same kind. */
  readonly replacedBy?: string;
}

/** What a contract says of its end, in the order in which it is published; nothing where it says nothing. */
export function deprecationOf({ deprecated, sunset, replacedBy }: Deprecation): Deprecation | undefined {
  if (deprecated === undefined && sunset === undefined && replacedBy === undefined) return undefined;
  return {
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}
