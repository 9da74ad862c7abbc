import { startControlPlane } from "@oap/server";

/** A control plane with a durable store in the folder that is given. */
const [dataDir = ""] = process.argv.slice(2);
const controlPlane = await startControlPlane({ dataDir, port: 0 });
console.log(controlPlane.url);
process.on("SIGTERM", () => void controlPlane.close());
