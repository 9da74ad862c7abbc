import { mkdir } from "node:fs/promises";
import { plainEnvironment, runCommand } from "../run-command.ts";
import type { WorkspacePackage } from "../workspace.ts";
import { type PackedPackage, readTarball } from "./packed-package.ts";

export interface PackOptions {
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
  readonly folder: string;
  /** The command of the package manager with its first arguments. */
  readonly pnpm: readonly string[];
  /** Where the sources are kept, as the manifests shall say; they say nothing without it. */
  readonly repository?: string;
}

const packTimeoutMs = 60_000;

/** Packs with `pnpm pack`, which is what publishes, into one folder. In the order in which they need each other. */
export async function packPackages(options: PackOptions): Promise<readonly PackedPackage[]> {
  const { root, packages, folder, repository } = options;
  await mkdir(folder, { recursive: true });
  const [command = "pnpm", ...first] = options.pnpm;
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const args = [...first, ...filters, "pack", "--json", "--out", `${folder}/%s-%v.tgz`];
  const env = { ...plainEnvironment(process.env), OAP_REPOSITORY: repository };
  const { code, stdout, output } = await runCommand(command, args, { cwd: root, env, timeoutMs: packTimeoutMs });
  if (code !== 0) throw new Error(`pnpm pack ended with ${code}:\n${output}`);
  const listed: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  const packed = (Array.isArray(listed) ? listed : [listed]) as readonly { filename: string }[];
  if (packed.length !== packages.length) {
    throw new Error(`pnpm pack made ${packed.length} tarballs of ${packages.length} packages:\n${output}`);
  }
  return Promise.all(packed.map(({ filename }) => readTarball(filename)));
}
