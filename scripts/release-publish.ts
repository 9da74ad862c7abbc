import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { publishPackages } from "../packages/release/src/publish-packages.ts";

const usage = `Usage: node scripts/release-publish.ts --from <folder> [--dry-run]

Publishes the tarballs that \`pnpm release:dry --out <folder>\` proved, those of them that the registry does not have.
It needs Node 24 and npm, and nothing that is installed.

  --from <folder>  where they are
  --dry-run        let npm say what it would do
  --help           show this

Exit codes: 0 all are there, 1 one is not, 2 wrong usage.`;

process.exitCode = main(process.argv.slice(2));

function main(parameters: readonly string[]): number {
  const flags = readFlags(parameters);
  if (flags === undefined) return 2;
  if (flags.help) {
    console.log(usage);
    return 0;
  }
  if (flags.from === undefined) {
    console.error(`--from is missing.\n\n${usage}`);
    return 2;
  }
  try {
    const folder = resolve(flags.from);
    publishPackages({ folder, npm: ["npm"], dryRun: flags["dry-run"], onPackage: (line) => console.log(line) });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function readFlags(parameters: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        from: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
