import { type CommitListener, openSqliteStore, type Store, StoreError } from "@oap/store";
import type { Logger } from "pino";
import { StartError } from "./start-error.ts";

/** Opens the embedded store of a data folder. @throws StartError when it cannot be used, such as while another process does */
export function openStore(dataDir: string, onCommit?: CommitListener): Store {
  try {
    return openSqliteStore({ dataDir, ...(onCommit && { onCommit }) });
  } catch (error) {
    if (error instanceof StoreError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

/** Closes it; that the disk is full keeps nobody from stopping, since what was acknowledged is on it. */
export async function closeStore(store: Pick<Store, "close">, logger: Pick<Logger, "warn">): Promise<void> {
  try {
    await store.close();
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "WRITE_FAILED")) throw error;
    logger.warn({ err: error }, "the store was closed with its write-ahead log");
  }
}
