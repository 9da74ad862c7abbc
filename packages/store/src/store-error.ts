/** Why the store refused: each has one clear sentence as its message. */
export type StoreErrorCode =
  /** Another process owns the data folder. */
  | "IN_USE"
  /** The data folder cannot be made or written. */
  | "UNWRITABLE"
  /** A newer release wrote the data. */
  | "NEWER_SCHEMA"
  /** The file is not a store of ours. */
  | "NOT_A_STORE"
  /** The file has lost a part of what it held. */
  | "DAMAGED"
  /** An insert's key is there already; what has it is unchanged. */
  | "TAKEN"
  /** The group's commit did not reach the disk; nothing of it is kept. The same work may succeed later. */
  | "WRITE_FAILED"
  /** A cursor that no list of this store has given out. */
  | "BAD_CURSOR"
  /** The store has been closed. */
  | "CLOSED";

/** An operational failure of the store. Whatever a work itself throws is passed on as it is. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
