import { resolve } from "node:path";
import { publishPackages } from "../packages/release/src/publish-packages.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: node scripts/release-publish.ts --from <folder> [--dry-run]

Publishes the tarballs that \`pnpm release:dry --out <folder>\` proved, those of them that the registry does not have.
It needs Node 24 and npm, and nothing that is installed.

  --from <folder>  where they are
  --dry-run        let npm say what it would do
  --help           show this

Exit codes: 0 all are there, 1 one is not, 2 wrong usage.`;

await runScript(usage, { from: { type: "string" }, "dry-run": { type: "boolean", default: false } }, main);

interface PublishFlags {
  readonly from?: string | undefined;
  readonly "dry-run": boolean;
}

function main({ from, "dry-run": dryRun }: PublishFlags): number {
  if (from === undefined) {
    console.error(`--from is missing.\n\n${usage}`);
    return 2;
  }
  try {
    const folder = resolve(from);
    publishPackages({ folder, npm: ["npm"], dryRun, onPackage: (line) => console.log(line) });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
