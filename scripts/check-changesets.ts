import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type ChangesetCheck, checkChangesets, compareWithCommit } from "../packages/release/src/index.ts";

const usage = `Usage: pnpm check:changesets [--base <revision>]

Holds what changed since the base against the changesets in .changeset that came since then. A change of the contracts
needs the step that its comparison asks for; any other change of what a package publishes needs at least a patch, or the
word that users need not hear of it: "<package>": none.

  --base <revision>  what this work goes to (default: origin/main, else main)
  --help             show this

Exit codes: 0 nothing is missing, 1 a changeset is missing or too small, 2 it could not be checked.`;

process.exitCode = await main(process.argv.slice(2));

async function main(parameters: readonly string[]): Promise<number> {
  const flags = readFlags(parameters);
  if (flags === undefined) return 2;
  if (flags.help) {
    console.log(usage);
    return 0;
  }
  const root = resolve(import.meta.dirname, "..");
  const today = new Date().toISOString().slice(0, 10);
  try {
    const { version } = JSON.parse(await readFile(resolve(root, "generated/contract.json"), "utf8"));
    const check = await checkChangesets({
      root,
      contracts: "@oap/contracts",
      contractVersion: version,
      compare: (commit) => compareWithCommit(root, commit, today),
      ...(flags.base === undefined ? {} : { base: flags.base }),
    });
    return report(check);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function report({ commit, missing, changeset, version }: ChangesetCheck): number {
  for (const { name, required, declared, because } of missing) {
    const has = declared === "none" ? "no changeset releases it" : `the changesets release it as ${declared}`;
    console.error(`${name} needs a ${required} release, and ${has}: ${because}.`);
  }
  if (changeset !== undefined) console.error(`\nWrite ${changeset.path}, and mend its words:\n\n${changeset.text}`);
  if (version !== undefined) {
    const { said, planned } = version;
    console.error(
      `The contracts say that they are version ${said}, and the next release of @oap/contracts is ${planned}: set the version to "${planned}" in contracts/src/registry.ts, and run pnpm generate.`,
    );
  }
  if (missing.length > 0 || version !== undefined) return 1;
  console.log(`Nothing is missing since ${commit.slice(0, 12)}.`);
  return 0;
}

function readFlags(parameters: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: { base: { type: "string" }, help: { type: "boolean", default: false } },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
