import { StoreError } from "@oap/store";
import { expect, it } from "vitest";
import { closeStore } from "./open-store.ts";

const closing = (error: Error) => ({ close: () => Promise.reject(error) });

it("a store that has no room to close is closed, and the log says what stays", async () => {
  const warned: unknown[] = [];
  const logger = { warn: (fields: unknown) => void warned.push(fields) };
  const full = new StoreError("WRITE_FAILED", "The write-ahead log stays.");
  await closeStore(closing(full), logger);
  expect(warned).toEqual([{ err: full }]);
  const other = new StoreError("CLOSED", "The store is closed.");
  await expect(closeStore(closing(other), logger)).rejects.toBe(other);
});
