import { setImmediate } from "node:timers/promises";
import { bounds } from "@oap/protocol";
import type { Store } from "@oap/store";

/**
 * Deletes the ledger's entries whose checkpoints were made before `olderThan` (milliseconds since the epoch), checkpoint by
 * checkpoint, so that each is kept whole or goes whole; what no checkpoint covers stays. Returns how many went.
 * Others have their turn between two.
 */
export async function pruneLedger(store: Store, olderThan: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const batch = bounds.checkpointEntriesMax;
    const gone = await store.transact((transaction) => transaction.pruneLedger({ olderThan, batch }));
    if (gone === 0) return pruned;
    pruned += gone;
    await setImmediate();
  }
}
