import type { Command } from "commander";
import { openControlPlane } from "./open-control-plane.ts";
import { addServeOptions, type ServeOptions } from "./serve-options.ts";
import { startNotice } from "./start-notice.ts";
import { stopSignal, untilStopped } from "./stop-signal.ts";

/** `oap serve` */
export function addServeCommand(program: Command): void {
  addServeOptions(program.command("serve").description("run the control plane until Ctrl-C"))
    .addHelpText("after", help)
    .action(serve);
}

const help = `
--limits names a list that takes the place of the default limits; an empty one limits nothing.
A limit with a large burst that fills slowly is a quota:
  [{ "name": "daily quota", "scope": "caller", "burst": 100000, "perSecond": 1.16 }]
The scope "global" counts all callers together.

--module-credentials names an object with an API key or a token for each origin. Let nobody else read it:
  { "https://modules.example.org": { "apiKey": "…" }, "https://other.example.org": { "token": "…" } }

SIGHUP makes it read its policies again; broken ones replace nothing.`;

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
