import { compilePolicyFolder, formatPolicyIssues } from "@oap/server";
import type { Command } from "commander";
import { printResult } from "./print.ts";
import { pluginOption, readPlugins } from "./read-plugins.ts";
import { addRemoteOptions, connectTo, type RemoteOptions } from "./remote-options.ts";

interface JsonOption {
  readonly json: boolean;
}

/** `oap policy` */
export function addPolicyCommand(program: Command): void {
  const policy = program.command("policy").description("check policies, and put changed ones in force");
  policy
    .command("check")
    .description("check the policies of a folder, and show their binding and rules")
    .argument("<folder>", "with a manifest.json and *.cedar files")
    .addOption(
      pluginOption("file or package that exports a plugin which the policies may name, as for serve; may be repeated"),
    )
    .option("--json", "print the result as JSON", false)
    .addHelpText(
      "after",
      "\nExit code 1: there are issues. Modules that are registered at run time are not known here.",
    )
    .action(check);
  addRemoteOptions(policy.command("reload").description("make a running control plane read its policies again"))
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", "\nExit code 1: the policies are broken, and those before them hold on.")
    .action(reload);
}

interface CheckOptions extends JsonOption {
  readonly plugin: readonly string[];
}

async function check(folder: string, { json, plugin }: CheckOptions): Promise<void> {
  const registered = (await readPlugins(plugin)).flatMap(({ module, capabilities }) =>
    Object.values(capabilities).map(({ contract }) => ({ ...contract, module_id: module })),
  );
  const compilation = await compilePolicyFolder(folder, registered);
  if (!compilation.ok) {
    const { issues } = compilation;
    printResult({ ok: false, issues }, json, formatPolicyIssues(folder, issues));
    process.exitCode = 1;
    return;
  }
  const { name, description, policy_binding_id, rules, warnings } = compilation.policySet;
  const listed = [...rules.values()].map(({ id, decision, reason, file, line }) => ({
    id,
    decision,
    reason,
    file,
    line,
  }));
  printResult({ ok: true, name, description, policy_binding_id, rules: listed, warnings }, json, [
    ...formatPolicyIssues(folder, warnings).map((line) => `warning: ${line}`),
    `${name}: ${description}`,
    `Binding: ${policy_binding_id}`,
    ...listed.map(({ id, decision, reason }) => `  ${decision.padEnd(13)} ${id}: ${reason}`),
  ]);
}

async function reload({ json, ...remote }: RemoteOptions & JsonOption): Promise<void> {
  const result = await connectTo(remote).policy.reload({});
  const { reloaded, policy_binding_id, issues = [], warnings = [] } = result;
  const lines = formatPolicyIssues("", reloaded ? warnings : issues);
  printResult(result, json, [
    ...lines.map((line) => (reloaded ? `warning: ${line}` : line)),
    reloaded
      ? `Policies reloaded: ${policy_binding_id}.`
      : `The policies are not reloaded; ${policy_binding_id} holds on.`,
  ]);
  if (!reloaded) process.exitCode = 1;
}
