import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type ChangesetCheck, checkChangesets, compareWithCommit } from "../packages/release/src/index.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: pnpm check:changesets [--base <revision>]

Holds what changed since the base against the changesets in .changeset that came since then. A change of the contracts
needs the step that its comparison asks for; any other change of what a package publishes needs at least a patch, or the
word that users need not hear of it: "<package>": none.

  --base <revision>  what this work goes to (default: origin/main, else main)
  --help             show this

Exit codes: 0 nothing is missing, 1 a changeset is missing or too small, 2 it could not be checked.`;

await runScript(usage, { base: { type: "string" } }, main);

async function main({ base }: { readonly base?: string | undefined }): Promise<number> {
  const root = resolve(import.meta.dirname, "..");
  const today = new Date().toISOString().slice(0, 10);
  try {
    const { version } = JSON.parse(await readFile(resolve(root, "generated/contract.json"), "utf8"));
    const check = await checkChangesets({
      root,
      contracts: "@oap/contracts",
      contractVersion: version,
      compare: (commit) => compareWithCommit(root, commit, today),
      ...(base === undefined ? {} : { base }),
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
