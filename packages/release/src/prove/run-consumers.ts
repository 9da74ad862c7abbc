import { join } from "node:path";
import type { Problem } from "../problem.ts";
import { plainEnvironment, runCommand } from "../run-command.ts";
import type { ConsumerProgram } from "./consumer-programs.ts";
import { eraseTypes } from "./erase-types.ts";

const programTimeoutMs = 60_000;

/** Runs programs of the empty project in plain Node, one after another, and holds what they print against what is promised. */
export async function runConsumers(
  folder: string,
  node: string,
  programs: readonly ConsumerProgram[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const program of programs) {
    const file = await eraseTypes(join(folder, program.file));
    const env = plainEnvironment(process.env);
    const { code, stdout, output } = await runCommand(node, [file], { cwd: folder, env, timeoutMs: programTimeoutMs });
    const { prints = stdout, packageName: subject } = program;
    const mend = "mend the example, or what is published";
    if (code !== 0) problems.push({ subject, message: `has an example that ends with ${code}:\n${output}\n`, mend });
    else if (stdout !== prints) {
      problems.push({ subject, message: `has an example that prints\n${stdout}and not\n${prints}`, mend });
    }
  }
  return problems;
}
