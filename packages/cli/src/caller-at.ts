import type { OapClient } from "@oap/protocol/client";
import { StartError } from "@oap/server";
import type { RemoteOptions } from "./remote-options.ts";

/** Whom a control plane takes the caller for: whom the credential stands for, or who `--by` says. */
export async function callerAt(client: OapClient, { url, by }: RemoteOptions): Promise<string> {
  if (by !== undefined) return by;
  const { headers } = await client.control.ping({}).withResponse();
  const caller = headers["orch-caller"];
  if (caller === undefined) throw new StartError(`${url} does not say who you are there. Say it with --by <name>.`);
  return caller;
}
