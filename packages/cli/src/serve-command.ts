import type { Command } from "commander";
import { openControlPlane } from "./open-control-plane.ts";
import { addServeOptions, type ServeOptions } from "./serve-options.ts";
import { startNotice } from "./start-notice.ts";
import { stopSignal, untilStopped } from "./stop-signal.ts";

/** `oap serve` */
export function addServeCommand(program: Command): void {
  addServeOptions(program.command("serve").description("run the control plane until Ctrl-C")).action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const stop = stopSignal();
  const controlPlane = await openControlPlane(options);
  process.stdout.write(startNotice(controlPlane, options));
  const { recovered } = controlPlane;
  if (recovered.length > 0)
    process.stdout.write(
      `Resumed ${recovered.length} ${recovered.length === 1 ? "run" : "runs"} that an earlier process left open.\n`,
    );
  process.stdout.write("Ctrl-C stops it.\n");
  await untilStopped(stop);
  await controlPlane.close();
  process.stdout.write("Stopped. What was open goes on at the next start.\n");
}
