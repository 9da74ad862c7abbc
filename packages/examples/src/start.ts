import {
  addServeOptions,
  followRun,
  openControlPlane,
  runCommand,
  type ServeOptions,
  startNotice,
  stopSignal,
  untilStopped,
} from "@oap/cli";
import { connect } from "@oap/client";
import type { OapClient } from "@oap/protocol/client";
import type { ExecPlanStatusGetResult, ExecutionState } from "@oap/protocol/types";
import { Command } from "commander";
import { examplePlan, unreachableOrigin } from "./example-plan.ts";
import { readPicture } from "./picture.ts";
import { printAddresses, printHistory, printReport, printRun, stepPrinter } from "./print-run.ts";

interface StartOptions extends ServeOptions {
  readonly once: boolean;
}

/** `pnpm start`: a control plane, and on it the example plan, through the generated client, on a real picture. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("start").description(
    "Starts the control plane, runs the example plan on a picture and shows what happens, then serves until Ctrl-C.",
  );
  addServeOptions(program)
    .option("--once", "end after the plan; exit code 0 only if it COMPLETED", false)
    .action(start);
  await runCommand(program, args);
}

async function start(options: StartOptions): Promise<void> {
  const stop = stopSignal();
  // Until the plan is COMPLETED, whatever ends this before: a failure or Ctrl-C.
  if (options.once) process.exitCode = 1;
  const controlPlane = await openControlPlane(options, { allowedOrigins: [unreachableOrigin] });
  try {
    process.stdout.write(startNotice(controlPlane, options));
    const client = connect({ baseUrl: controlPlane.url, caller: "user:example" });
    await printHistory(client);
    if (stop.aborted) return;
    const status = await runExample(client, controlPlane.recovered, stop);
    if (options.once && status.state === "COMPLETED") process.exitCode = 0;
    if (stop.aborted) return;
    await printReport(client, status);
    if (options.once) return;
    printAddresses(controlPlane.url);
    process.stdout.write("\nServing until Ctrl-C.\n");
    await untilStopped(stop);
  } finally {
    await controlPlane.close();
    if (stop.aborted) process.stdout.write("Stopped. What was open goes on at the next start.\n");
  }
}

/** Takes up the example run that an earlier process left open, or submits and applies the plan anew. */
async function runExample(
  client: OapClient,
  recovered: readonly { readonly invocation_id: string; readonly plan_id?: string; readonly state: ExecutionState }[],
  stop: AbortSignal,
): Promise<ExecPlanStatusGetResult> {
  const picture = await readPicture();
  const plan = examplePlan(picture);
  // One whose deadline passed meanwhile has ended, and is no run to wait for.
  const left = recovered.findLast((run) => run.plan_id === plan.plan_id && run.state === "RUNNING");
  const invocationId = left?.invocation_id ?? (await submitAndApply(client, plan));
  printRun(plan, picture, invocationId, left !== undefined);
  return followRun(client, invocationId, stepPrinter(plan), stop);
}

async function submitAndApply(client: OapClient, plan: ReturnType<typeof examplePlan>): Promise<string> {
  const { status } = await client.exec.plan.submit({ plan });
  if (status !== "READY_FOR_EXECUTION") throw new Error(`The example plan is ${status}.`);
  const { invocation_id } = await client.exec.plan.apply({ plan_id: plan.plan_id, mode: "ASYNC" });
  return invocation_id;
}
