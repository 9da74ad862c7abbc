import { Command } from "commander";
import { openControlPlane } from "./open-control-plane.ts";
import { runCommand } from "./run-command.ts";
import { addServeOptions, type ServeOptions } from "./serve-options.ts";
import { stopSignal, untilStopped } from "./stop-signal.ts";

/** The `oap` command. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("oap").description("Runs and operates the OAP execution plane.");
  addServeOptions(program.command("serve").description("run the control plane until Ctrl-C")).action(serve);
  await runCommand(program, args);
}

async function serve(options: ServeOptions): Promise<void> {
  const stop = stopSignal();
  const controlPlane = await openControlPlane(options);
  const { url, recovered } = controlPlane;
  process.stdout.write(
    `Listening on ${url}; the store is ${options.dataDir}. Every loopback caller is allowed everything (binding development-allow).\n`,
  );
  if (recovered.length > 0)
    process.stdout.write(
      `Resumed ${recovered.length} ${recovered.length === 1 ? "run" : "runs"} that an earlier process left open.\n`,
    );
  process.stdout.write("Ctrl-C stops it.\n");
  await untilStopped(stop);
  await controlPlane.close();
  process.stdout.write("Stopped. What was open goes on at the next start.\n");
}
