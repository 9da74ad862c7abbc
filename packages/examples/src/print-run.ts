import { styleText } from "node:util";
import type { OapClient } from "@oap/protocol/client";
import type { ExecPlanStatusGetResult, ExecutionPlan, JsonObject, PlanStepState } from "@oap/protocol/types";
import type { Picture } from "./picture.ts";

const print = (line = ""): void => void process.stdout.write(`${line}\n`);
const dim = (text: string) => styleText("dim", text);
const bold = (text: string) => styleText("bold", text);

/** What earlier starts left in the store. */
export async function printHistory(client: OapClient): Promise<void> {
  const {
    items: [last],
  } = await client.controlPlane.execution.list({ limit: 1 });
  if (last === undefined) return print(dim("The store is new: nothing has run here yet."));
  print(dim(`History: the last execution, ${last.executionId}, is ${last.status} since ${last.updatedAt}.`));
}

export function printRun(plan: ExecutionPlan, picture: Picture, invocationId: string, resumed: boolean): void {
  print();
  print(`${bold(plan.label ?? plan.plan_id)}: ${plan.steps.length} steps on ${picture.name}`);
  print(dim(resumed ? `Resumed ${invocationId}, which an earlier process left open.` : `Started ${invocationId}.`));
}

const marks: Readonly<Record<string, string>> = {
  RUNNING: styleText("cyan", "…"),
  COMPLETED: styleText("green", "✓"),
  FAILED: styleText("red", "✗"),
  TIMED_OUT: styleText("red", "✗"),
  CANCELLED: styleText("yellow", "–"),
};

/** Prints a line for each change of a step's state. */
export function stepPrinter(plan: ExecutionPlan): (step: PlanStepState) => void {
  const width = Math.max(...plan.steps.map(({ step_id }) => step_id.length));
  const steps = new Map(plan.steps.map((step) => [step.step_id, step]));
  return (state) => {
    const { target, optional } = steps.get(state.step_id) ?? {};
    const name = `${target?.module_id}.${target?.capability}`.padEnd(16);
    print(
      `  ${marks[state.state] ?? " "} ${state.step_id.padEnd(width)}  ${dim(name)} ${state.state.padEnd(9)} ${dim(remark(state, optional === true))}`,
    );
  };
}

function remark(state: PlanStepState, optional: boolean): string {
  if (state.error)
    return `${state.error.reason}: ${state.error.message}${optional ? " (optional: the plan goes on)" : ""}`;
  if (state.state === "CANCELLED") return state.started_at === undefined ? "skipped: its condition is false" : "";
  if (state.started_at === undefined || state.completed_at === undefined) return "";
  return `${Date.parse(state.completed_at) - Date.parse(state.started_at)} ms`;
}

/** The results that a person wants to see. */
export async function printReport(client: OapClient, status: ExecPlanStatusGetResult): Promise<void> {
  print();
  print(`The plan is ${bold(status.state)}.`);
  const run = await client.exec.status.get({ invocation_id: status.invocation_id });
  if (run.error) print(`  ${run.error.reason}: ${run.error.message}`);
  const report = (run.output as { report?: { text?: string } } | undefined)?.report?.text;
  if (report !== undefined) print(`\n${report.trimEnd().replace(/^/gm, "  ")}`);
}

/** Where to go from here, while the control plane serves. */
export function printAddresses(url: string): void {
  print();
  for (const [path, what] of urls) print(`  ${`${url}${path}`.padEnd(36)} ${dim(what)}`);
  print("\nTry:");
  print(`  ${curlLine(url)}`);
}

const urls = [
  ["/orchestrate", "envelopes (POST), and /orchestrate/<operation> for each"],
  ["/rpc", "strict JSON-RPC 2.0 (POST)"],
  ["/openapi.json", "OpenAPI 3.1"],
  ["/openrpc.json", "OpenRPC"],
  ["/events", "what happens, as server-sent events"],
  ["/metrics", "Prometheus metrics"],
  ["/healthz", "health; readiness is /readyz"],
] as const;

function curlLine(url: string): string {
  const envelope: JsonObject = {
    jsonrpc: "2.0",
    id: "try-1",
    envelope_type: "exec.invoke",
    params: { target: { module_id: "text", capability: "statistics" }, input: { text: "The quick brown fox" } },
  };
  return `curl -s ${url}/orchestrate -H 'content-type: application/json' -d '${JSON.stringify(envelope)}'`;
}
