import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { checkRelease, compareDocuments, plannedVersion, recordRelease } from "../packages/release/src/index.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: pnpm release:version

Turns the pending changesets into versions and changelogs, generates anew, and records what is about to be released:
every schema's $id with the hash of its content, the contract document, and packages/docs/CHANGES.md.

  --help  show this

Exit codes: 0 done, 1 it must not be released, 2 it could not be done.`;

const generate = ["--conditions=source", "scripts/generate.ts"];
const raiseVersions = ["node_modules/@changesets/cli/bin.js", "version"];

const root = resolve(import.meta.dirname, "..");

await runScript(usage, {}, main);

async function main(): Promise<number> {
  try {
    if (!run(generate)) return 2;
    // What must not be released is refused while the changesets are still there.
    const planned = (await plannedVersion(root, "@oap/contracts")) ?? "";
    await checkRelease({ root, plannedVersion: planned });
    if (!run(raiseVersions) || !run(generate)) return 2;
    const date = new Date().toISOString().slice(0, 10);
    const written = await recordRelease({ root, date, plannedVersion: planned, compare: compareDocuments });
    for (const path of written) console.log(`recorded ${path}`);
    if (written.length === 0) console.log(`The contracts stay at ${planned}.`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function run(args: readonly string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;
}
