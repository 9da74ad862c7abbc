import { StoreError } from "./store-error.ts";

/** The place after which the next page begins. Opaque to whoever carries it, so that its content may change. */
export function encodeCursor(lastNumber: number): string {
  return Buffer.from(`after:${lastNumber}`).toString("base64url");
}

/** Throws StoreError BAD_CURSOR. */
export function decodeCursor(cursor: string): number {
  const lastNumber = Number(/^after:([1-9]\d{0,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"))?.[1]);
  if (!Number.isSafeInteger(lastNumber) || encodeCursor(lastNumber) !== cursor) {
    throw new StoreError(
      "BAD_CURSOR",
      "The cursor is none that a list gave out; use the `next_cursor` of the page before.",
    );
  }
  return lastNumber;
}
