import { dataFolderOwner } from "@oap/identity";
import type { CallerRole } from "@oap/protocol/types";
import { openStoppedControlPlane } from "../stopped-control-plane.ts";

/** Makes a key in the data folder of a control plane that does not run, and returns its secret. */
export async function firstKey(dataDir: string, caller: string, roles: CallerRole[]): Promise<string> {
  const { apiKeys, close } = openStoppedControlPlane(dataDir, { create: true });
  const { secret = "" } = await apiKeys.create({ name: "first", caller, roles }, dataFolderOwner);
  await close();
  return secret;
}
