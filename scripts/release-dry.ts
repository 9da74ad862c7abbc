import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ReleaseRefused, releaseDry } from "../packages/release/src/index.ts";
import { build } from "./build.ts";

const usage = `Usage: pnpm release:dry [--keep] [--recorded] [--out <folder>] [--repository <url>]

Does all of a release but publishing: builds and packs every published package, inspects the tarballs, installs them
into an empty project, compiles and runs an example of each, and archives the published schemas. It changes nothing.

  --keep              leave the folder with the tarballs, the archive and the empty project
  --recorded          refuse contracts whose version \`pnpm release:version\` has not recorded
  --out <folder>      leave the tarballs and the archive there
  --repository <url>  the address of the sources, which the packed manifests then name
  --help              show this

Exit codes: 0 it can be released, 1 it is refused, 2 it could not be tried.`;

process.exitCode = await main(process.argv.slice(2));

async function main(parameters: readonly string[]): Promise<number> {
  const flags = readFlags(parameters);
  if (flags === undefined) return 2;
  if (flags.help) {
    console.log(usage);
    return 0;
  }
  const root = resolve(import.meta.dirname, "..");
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0).padStart(3)} s`;
  const onStep = (title: string) => console.log(`${seconds()}  ${title}`);
  try {
    onStep("build");
    if (build() !== 0) return 2;
    const { packages, archive, folder } = await releaseDry({
      root,
      keep: flags.keep,
      recorded: flags.recorded,
      pnpm: ["npx", "-y", "pnpm@12"],
      onStep,
      ...(flags.out === undefined ? {} : { out: resolve(flags.out) }),
      ...(flags.repository === undefined ? {} : { repository: flags.repository }),
    });
    onStep(`${packages.length} packages can be released`);
    for (const { name, version } of packages) console.log(`       ${name} ${version}`);
    console.log(`       ${archive.fileName}: ${archive.index.schemas.length} schemas, tar sha256:${archive.tarSha256}`);
    if (flags.keep || flags.out !== undefined) console.log(`Left in ${folder}.`);
    return 0;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}`);
    return error instanceof ReleaseRefused ? 1 : 2;
  }
}

function readFlags(parameters: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        keep: { type: "boolean", default: false },
        recorded: { type: "boolean", default: false },
        out: { type: "string" },
        repository: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
