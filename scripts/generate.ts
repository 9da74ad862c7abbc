import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  ContractViolations,
  compareGenerated,
  differenceLines,
  type FileDifferences,
  generate,
  readSources,
  writeGenerated,
} from "../packages/codegen/src/index.ts";
import { LintError, readLintConfiguration } from "../packages/codegen/src/lint/index.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: pnpm generate [--check]

Renders everything in generated/ from the contracts, if \`oap lint\` finds no error in them.

  --check  change nothing; name each missing, stale or orphaned file and end with 1 if there is one
  --help   show this`;

/** Written by the release tool beside the generated files. */
const keep = ["CHANGELOG.md", "typescript/CHANGELOG.md"];

await runScript(usage, { check: { type: "boolean", default: false } }, main);

async function main({ check }: { readonly check: boolean }): Promise<number> {
  const root = resolve(import.meta.dirname, "..");
  const folder = resolve(root, "generated");
  try {
    // Imported here, so that --help and a wrong flag do not wait for the contracts.
    const { registry } = await import("../contracts/src/registry.ts");
    const { version } = JSON.parse(await readFile(resolve(root, "contracts/package.json"), "utf8"));
    const lint = await readLintConfiguration(resolve(root, "contracts/oap-lint.json"), { required: true });
    const files = await generate({
      registry,
      lint,
      sources: await readSources(resolve(root, "contracts/src"), root),
      // The release tool counts the packages of the contracts together.
      options: { packageVersion: version },
    });
    return check
      ? reportCheck(await compareGenerated(files, { folder, keep }), files.length)
      : reportWrite(await writeGenerated(files, { folder, keep }), files.length);
  } catch (error) {
    if (!(error instanceof ContractViolations) && !(error instanceof LintError)) throw error;
    console.error(error.message);
    return error instanceof LintError ? 2 : 1;
  }
}

function reportCheck(differences: FileDifferences, count: number): number {
  const lines = differenceLines(differences);
  if (lines.length === 0) {
    console.log(`generated/ is up to date: ${count} files.`);
    return 0;
  }
  for (const line of lines) console.error(line);
  console.error(`generated/ differs from the contracts in ${lines.length} files. Run \`pnpm generate\`.`);
  return 1;
}

function reportWrite({ missing, stale, orphaned }: FileDifferences, count: number): number {
  for (const path of missing) console.log(`created  ${path}`);
  for (const path of stale) console.log(`changed  ${path}`);
  for (const path of orphaned) console.log(`removed  ${path}`);
  const changes = missing.length + stale.length + orphaned.length;
  console.log(changes === 0 ? `Nothing to do: ${count} files are up to date.` : `${count} files, ${changes} changed.`);
  return 0;
}
