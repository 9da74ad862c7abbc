import { resolve } from "node:path";
import { ReleaseRefused, releaseDry } from "../packages/release/src/index.ts";
import { build } from "./build.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: pnpm release:dry [--keep] [--recorded] [--out <folder>] [--repository <url>]

Does all of a release but publishing: builds and packs every published package, inspects the tarballs, installs them
into an empty project, compiles and runs an example of each, and archives the published schemas. It changes nothing.

  --keep              leave the folder with the tarballs, the archive and the empty project
  --recorded          refuse contracts whose version \`pnpm release:version\` has not recorded
  --out <folder>      leave the tarballs and the archive there
  --repository <url>  the address of the sources, which the packed manifests then name
  --help              show this

Exit codes: 0 it can be released, 1 it is refused, 2 it could not be tried.`;

await runScript(
  usage,
  {
    keep: { type: "boolean", default: false },
    recorded: { type: "boolean", default: false },
    out: { type: "string" },
    repository: { type: "string" },
  },
  main,
);

interface DryFlags {
  readonly keep: boolean;
  readonly recorded: boolean;
  readonly out?: string | undefined;
  readonly repository?: string | undefined;
}

async function main(flags: DryFlags): Promise<number> {
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
