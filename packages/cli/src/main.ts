import { Command } from "commander";
import { addApprovalsCommand } from "./approvals-command.ts";
import { addDiffCommand } from "./diff-command.ts";
import { addEvidenceCommand } from "./evidence-command.ts";
import { addKeyCommand } from "./key-command.ts";
import { addKillSwitchCommand } from "./kill-switch-command.ts";
import { addLintCommand } from "./lint-command.ts";
import { addPolicyCommand } from "./policy-command.ts";
import { runCommand } from "./run-command.ts";
import { addServeCommand } from "./serve-command.ts";
import { version } from "./version.ts";

/** The `oap` command. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("oap")
    .description("Runs and operates the OAP execution plane.")
    .version(version, "-V, --version", "show the version")
    .addHelpText("after", "\nExit codes: 0 done; 1 refused or failed; 2 the command line, or what it names, is wrong.");
  addServeCommand(program);
  addKeyCommand(program);
  addPolicyCommand(program);
  addApprovalsCommand(program);
  addKillSwitchCommand(program);
  addEvidenceCommand(program);
  addLintCommand(program);
  addDiffCommand(program);
  await runCommand(program, args);
}
