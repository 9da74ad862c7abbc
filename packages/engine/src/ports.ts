/** What the engine needs of the machine beside a disk. Everything else that it does is decided by its inputs. */
export interface Clock {
  /** Epoch milliseconds. Never goes back within one process. */
  now(): number;
  /** Calls `fire` once, at `at` (epoch milliseconds) or soon after; the function that it returns prevents that. */
  setTimer(at: number, fire: () => void): () => void;
}

export interface Ids {
  /** A new identifier `<prefix>_<uuid>`. Later ones sort behind earlier ones, so that the store only ever appends. */
  next(prefix: string): string;
}

/** What operators may want to know and no answer says: dropped results, retried writes, runs that could not be resumed. */
export type Log = (message: string, fields: Readonly<Record<string, string | number>>) => void;
