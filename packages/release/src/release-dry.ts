import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { releaseNotes } from "./changelog/release-notes.ts";
import { checkTarball } from "./pack/check-tarball.ts";
import { lintTarball } from "./pack/lint-tarball.ts";
import { packPackages } from "./pack/pack-packages.ts";
import type { PackedPackage } from "./pack/packed-package.ts";
import { staleFiles } from "./pack/stale-files.ts";
import { type Problem, refuseIfAny } from "./problem.ts";
import { browserPackages, checkBrowserBundle } from "./prove/browser-bundle.ts";
import { compileConsumers } from "./prove/compile-consumers.ts";
import { type ConsumerProgram, writeConsumerPrograms } from "./prove/consumer-programs.ts";
import { type ConsumerProject, consumerProject } from "./prove/consumer-project.ts";
import { startInstalledControlPlane } from "./prove/installed-control-plane.ts";
import { runConsumers } from "./prove/run-consumers.ts";
import { integrityOf, type PublishList, publishList } from "./publish-packages.ts";
import { changesPath } from "./record-release.ts";
import { readPublishedDocuments } from "./schemas/published-documents.ts";
import { checkReleased, ledgerPath, readReleasedSchemas } from "./schemas/released-schemas.ts";
import { type SchemaArchive, schemaArchive, verifySchemaArchive } from "./schemas/schema-archive.ts";
import { publishedOf, readWorkspace } from "./workspace.ts";

export interface ReleaseDryOptions {
  /** The repository's root; its packages are built. */
  readonly root: string;
  /** Where tarballs and archive are left. Default: nowhere, they are removed. */
  readonly out?: string;
  /** Whether the empty project is left too, to look into it. */
  readonly keep: boolean;
  readonly pnpm: readonly string[];
  /** Whether the contract's version must be recorded as a release, as it is where something is published after this. */
  readonly recorded: boolean;
  /** The address of the sources, for the manifests. */
  readonly repository?: string;
  /** Hears of each step, and of what it took. */
  readonly onStep: (title: string) => void;
}

export interface ReleaseDryReport {
  readonly packages: readonly PackedPackage[];
  readonly archive: SchemaArchive;
  /** Where the tarballs, the archive and the empty project are, if they are kept. */
  readonly folder: string;
}

/**
 * Everything that a release does but publishing: packs what is published, inspects it, installs it into an empty
 * project, compiles and runs what consumers would write, and archives the schemas. It refuses by `ReleaseRefused`, the
 * cheapest reasons first.
 */
export async function releaseDry(options: ReleaseDryOptions): Promise<ReleaseDryReport> {
  const folder = await mkdtemp(join(tmpdir(), "oap-release-"));
  try {
    return await prove(options, folder);
  } finally {
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  }
}

async function prove(options: ReleaseDryOptions, folder: string): Promise<ReleaseDryReport> {
  const { root, out = folder, onStep } = options;

  onStep("archive the schemas, and hold them against what is released");
  const archive = await archiveOf(options);

  onStep("pack");
  const published = publishedOf(await readWorkspace(root));
  const packages = await packPackages({ ...options, packages: published, folder: join(out, "tarballs") });

  onStep(`inspect ${packages.length} tarballs: house rules, publint, are-the-types-wrong`);
  const linted: Problem[] = [];
  for (const packed of packages) {
    const place = published.find(({ name }) => name === packed.name);
    if (place !== undefined) linted.push(...staleFiles(root, place, packed));
    linted.push(...checkTarball(packed), ...(await lintTarball(packed)));
  }
  refuseIfAny(linted);

  onStep("install them into an empty project by npm");
  const project = await consumerProject(join(folder, "consumer"), packages);

  onStep("bundle for browsers");
  for (const name of browserPackages) refuseIfAny(await checkBrowserBundle(project.folder, [name]));

  onStep("start the installed control plane");
  const controlPlane = await startInstalledControlPlane(project.folder, process.execPath);
  try {
    const programs = await writeConsumerPrograms(project.folder, packages, controlPlane.url);
    refuseIfAny(missingPrograms(packages, programs));
    onStep("compile a program for each package, strictly, as Node and as bundlers resolve");
    refuseIfAny(await compile(project, packages));
    onStep(`run ${programs.length} programs`);
    refuseIfAny(await run(project, packages, programs));
  } finally {
    await controlPlane.stop();
  }

  await leave(out, packages, archive);
  const changes = await readFile(join(root, changesPath), "utf8").catch(() => "");
  const notes = releaseNotes(changes, archive.index.version);
  if (notes !== undefined) await writeFile(join(out, "notes.md"), notes);
  return { packages, archive, folder: options.out ?? folder };
}

async function archiveOf({ root, recorded }: ReleaseDryOptions): Promise<SchemaArchive> {
  const archive = await schemaArchive(await readPublishedDocuments(join(root, "generated")));
  const released = await readReleasedSchemas(join(root, ledgerPath));
  refuseIfAny(checkReleased(released, archive.index, archive.tarSha256));
  const { version } = archive.index;
  if (recorded && released.releases[version] === undefined) {
    const message = `is not recorded in ${ledgerPath}`;
    refuseIfAny([
      { subject: `Contract ${version}`, message, mend: "run pnpm release:version, and commit what it writes" },
    ]);
  }
  return archive;
}

/** What is uploaded and published later. The archive is read back, so that it is known to be whole. */
async function leave(out: string, packages: readonly PackedPackage[], archive: SchemaArchive): Promise<void> {
  const list: PublishList = {
    packages: packages.map(({ name, version, tarball }) => {
      return { name, version, tarball: relative(out, tarball), integrity: integrityOf(tarball) };
    }),
  };
  await writeFile(join(out, publishList), `${JSON.stringify(list, undefined, 2)}\n`);
  const path = join(out, archive.fileName);
  await writeFile(path, archive.bytes);
  await verifySchemaArchive(await readFile(path));
}

/** Every package shows how it is used; a command shows it by being started. */
function missingPrograms(packages: readonly PackedPackage[], programs: readonly ConsumerProgram[]): readonly Problem[] {
  const shown = new Set(programs.map(({ packageName }) => packageName));
  return packages
    .filter(({ name, manifest }) => !shown.has(name) && manifest.bin === undefined)
    .map(({ name }) => ({
      subject: name,
      message: "shows no example",
      mend: "add a whole program to its README.md, in a fence ```ts program",
    }));
}

/** Packages that run on Node 20 are for browsers too: they compile with the platform's types alone. */
async function compile({ folder }: ConsumerProject, packages: readonly PackedPackage[]): Promise<readonly Problem[]> {
  const portable = ["client", "protocol"];
  const ofNode = packages.map(({ name }) => name.replace(/^@[^/]+\//, "")).filter((stem) => !portable.includes(stem));
  const files = (stems: readonly string[]) => stems.flatMap((stem) => [`entries/${stem}.ts`, `example/${stem}.ts`]);
  const node = process.execPath;
  const browser = { folder, node, include: files(portable), lib: ["es2023", "dom"], types: [] };
  const server = { folder, node, include: files(ofNode), lib: ["es2024"], types: ["node"] };
  return [...(await compileConsumers("browser", browser)), ...(await compileConsumers("node", server))];
}

/** What promises an older Node is run on it. */
async function run(
  { folder, oldestNode }: ConsumerProject,
  packages: readonly PackedPackage[],
  programs: readonly ConsumerProgram[],
): Promise<readonly Problem[]> {
  const engines = new Map(packages.map(({ name, manifest }) => [name, manifest.engines?.node ?? ""]));
  const onOldest = programs.filter(({ packageName }) => engines.get(packageName)?.startsWith(">=20"));
  const others = programs.filter((program) => !onOldest.includes(program));
  return [
    ...(await runConsumers(folder, oldestNode, onOldest)),
    ...(await runConsumers(folder, process.execPath, others)),
  ];
}
