export interface PageQuery {
  /** The `next_cursor` of the page before. */
  readonly cursor?: string;
  /** At least 1. */
  readonly limit: number;
}

export interface Page<TItem> {
  readonly items: readonly TItem[];
  readonly next_cursor?: string;
}
