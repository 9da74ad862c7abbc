import { type CommitListener, openSqliteStore, type Store, StoreError } from "@oap/store";
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
