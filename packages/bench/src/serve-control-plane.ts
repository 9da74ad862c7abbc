import { dataFolderOwner } from "@oap/identity";
import { openStoppedControlPlane, startControlPlane } from "@oap/server";

/** A control plane with a durable store in the folder that is given, identities and policies on. It prints its address and a key. */
const [dataDir = ""] = process.argv.slice(2);
const stopped = openStoppedControlPlane(dataDir, { create: true });
const { secret = "" } = await stopped.apiKeys.create(
  { name: "bench", caller: "service:bench", roles: ["user"] },
  dataFolderOwner,
);
await stopped.close();
const controlPlane = await startControlPlane({ dataDir, port: 0, identity: { mode: "required" }, limits: [] });
console.log(`${controlPlane.url} ${secret}`);
process.on("SIGTERM", () => void controlPlane.close());
