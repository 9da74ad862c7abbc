import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { systemClock, uuidIds } from "@oap/engine";
import { ApiKeys } from "@oap/identity";
import { openStore } from "./open-store.ts";
import { StartError } from "./start-error.ts";

/** What can be done in the data folder of a control plane that does not run, by whoever can write it. */
export interface StoppedControlPlane {
  readonly apiKeys: ApiKeys;
  close(): Promise<void>;
}

/**
 * Opens the data folder of a control plane that does not run; `create` makes one where there is none, for the first key.
 * @throws StartError when it cannot be used, such as while its control plane runs
 */
export function openStoppedControlPlane(dataDir: string, { create }: { create: boolean }): StoppedControlPlane {
  if (!create && !existsSync(dataDir)) {
    throw new StartError(`There is no data folder ${resolve(dataDir)}. Name the control plane's own by --data-dir.`);
  }
  const clock = systemClock();
  const store = openStore(dataDir);
  return {
    apiKeys: new ApiKeys({ records: store, ids: uuidIds(clock), randomBytes, now: clock.now }),
    close: () => store.close(),
  };
}
