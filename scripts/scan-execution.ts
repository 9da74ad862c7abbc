import { resolve } from "node:path";
import { rules } from "./execution-rules/rules.ts";
import { openRuntimeProgram } from "./execution-rules/runtime-program.ts";
import { reportText, scan } from "./execution-rules/scan.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: node scripts/scan-execution.ts

Looks in the runtime's syntax trees for what execution governance forbids. Prints file:line:column, rule and message of
each violation, and ends with 1 if there is one.

  --help   show this

Rules:
${rules.map(({ id, forbids }) => `  ${id.padEnd(18)} ${forbids}`).join("\n")}`;

await runScript(usage, {}, main);

function main(): number {
  const runtime = openRuntimeProgram(resolve(import.meta.dirname, ".."));
  const violations = scan(runtime, rules);
  console.log(reportText(violations, runtime.files.length, rules.length));
  return violations.length === 0 ? 0 : 1;
}
