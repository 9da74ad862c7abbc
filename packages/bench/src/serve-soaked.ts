import { once } from "node:events";
import { dataFolderOwner } from "@oap/identity";
import { definePlugin } from "@oap/plugins";
import { type ControlPlaneOptions, openStoppedControlPlane, startControlPlane } from "@oap/server";
import type { SoakedOrder, SoakedStart } from "./soaked-server.ts";

/**
 * A control plane that is watched from outside: its parent says by messages how it is to be, asks for its memory, and is told.
 * It ends with its parent. Its module `slow` has a capability whose work does not end before it is aborted.
 */
const begun = performance.now();
const [{ dataDir, apiKey, retention }] = (await once(process, "message")) as [SoakedOrder];
process.once("disconnect", () => process.exit());

const slow = definePlugin({
  module: "slow",
  capabilities: {
    wait: {
      contract: {
        name: "wait",
        version: "1.0.0",
        type: "test",
        description: "Waits until it is aborted.",
        input: { type: "object" },
        output: { type: "object" },
        risk: "LOW",
        idempotent: true,
        timeout_ms: 3_600_000,
      },
      run: (_, { signal }) => once(signal, "abort").then(() => ({})),
    },
  },
});

const key = apiKey ?? (await firstKey(dataDir));
const starting = performance.now();
const options: ControlPlaneOptions = { dataDir, port: 0, identity: { mode: "required" }, limits: [], plugins: [slow] };
const controlPlane = await startControlPlane({ ...options, ...(retention && { retention }) });
const ready = performance.now();
const start: SoakedStart = {
  url: controlPlane.url,
  apiKey: key,
  loadMs: begun,
  startMs: ready - starting,
};
process.send?.(start);

process.on("message", (message) => {
  if (message === "close") void controlPlane.close().then(() => process.disconnect());
  if (message !== "memory") return;
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
});

async function firstKey(folder: string): Promise<string> {
  const { apiKeys, close } = openStoppedControlPlane(folder, { create: true });
  const { secret = "" } = await apiKeys.create(
    { name: "soak", caller: "service:soak", roles: ["user"] },
    dataFolderOwner,
  );
  await close();
  return secret;
}
