import type { Command } from "commander";
import { allPages } from "./all-pages.ts";
import { approvalsTable } from "./approvals-table.ts";
import { callerAt } from "./caller-at.ts";
import { printResult } from "./print.ts";
import { addRemoteOptions, connectTo, type RemoteOptions } from "./remote-options.ts";

/** `oap approvals` */
export function addApprovalsCommand(program: Command): void {
  const approvals = program.command("approvals").description("list what waits for a human, approve and reject it");
  addRemoteOptions(approvals.command("list").description("list what waits, the first asked first"))
    .option("--json", "print the result as JSON", false)
    .action(list);
  addDecision(approvals.command("approve").description("let what waits go on"), true);
  addDecision(approvals.command("reject").description("end what waits; it is then denied by policy"), false);
}

function addDecision(command: Command, approve: boolean): void {
  addRemoteOptions(command.argument("<request-id>", "as `oap approvals list` shows it"))
    .option("--comment <text>", "what you want to say about it, for the record")
    .option("--json", "print the result as JSON", false)
    .addHelpText(
      "after",
      "\nExit code 1: it was refused. It takes the role that the request needs, and nobody decides about their own.",
    )
    .action((requestId: string, options: DecisionOptions) => decide(requestId, approve, options));
}

interface DecisionOptions extends RemoteOptions {
  readonly comment?: string;
  readonly json: boolean;
}

async function list({ json, ...remote }: RemoteOptions & { readonly json: boolean }): Promise<void> {
  const { pending } = connectTo(remote).hitl;
  const items = await allPages((page) => pending.list(page));
  printResult({ items }, json, approvalsTable(items, Date.now()));
}

async function decide(
  requestId: string,
  approve: boolean,
  { comment, json, ...remote }: DecisionOptions,
): Promise<void> {
  const client = connectTo(remote);
  const reviewer = await callerAt(client, remote);
  const result = await client.hitl.decision.submit({
    request_id: requestId,
    approve,
    reviewer,
    ...(comment !== undefined && { comments: comment }),
  });
  printResult(result, json, [`${result.request_id} is ${result.state}, by ${reviewer} at ${result.decided_at}.`]);
}
