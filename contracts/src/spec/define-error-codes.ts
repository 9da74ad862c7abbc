import type { Deprecation } from "./deprecation.ts";

/** What one error code fixes, wherever it appears. */
export interface ErrorCodeSpec extends Deprecation {
  /** What went wrong, as one sentence: the default message. */
  readonly meaning: string;
  readonly httpStatus: number;
  /** The integer that strict JSON-RPC 2.0 carries in its place. */
  readonly jsonRpc: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly since: string;
}

export type ErrorCodeTable = Readonly<Record<string, ErrorCodeSpec>>;

export function defineErrorCodes<const TTable extends ErrorCodeTable>(table: TTable): TTable {
  return Object.freeze(table);
}
