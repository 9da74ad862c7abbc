import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PackedPackage } from "../pack/packed-package.ts";
import { refuseIfAny } from "../problem.ts";
import { plainEnvironment, runCommand } from "../run-command.ts";

/** What a consumer needs beside the packages: a compiler, and the types of Node. */
const tools = { typescript: "5.9.3", "@types/node": "24.19.2" } as const;

/** The oldest Node on which clients are tried. */
const oldestNode = "20.19.0";

const installTimeoutMs = 180_000;

/** An empty project outside every workspace, in which nothing is but what npm put there. */
export interface ConsumerProject {
  readonly folder: string;
  /** The path of the oldest Node that clients are promised to run on. */
  readonly oldestNode: string;
}

/** Installs all tarballs into an empty project by npm, from the tarballs and the registry alone. */
export async function consumerProject(folder: string, packages: readonly PackedPackage[]): Promise<ConsumerProject> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`])),
    devDependencies: { ...tools, node: oldestNode },
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const args = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const env = plainEnvironment(process.env);
  const { code, output } = await runCommand("npm", args, { cwd: folder, env, timeoutMs: installTimeoutMs });
  if (code !== 0) {
    const mend = "publish every package that a published one needs, at the version that it names";
    refuseIfAny([{ subject: "The empty project", message: `cannot be installed by npm (${code}):\n${output}`, mend }]);
  }
  return { folder, oldestNode: join(folder, "node_modules", "node", "bin", "node") };
}
