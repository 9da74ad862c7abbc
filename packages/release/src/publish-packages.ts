import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// The one file that runs with the right to publish. It imports Node alone, so that nothing has to be installed there.

/** What a dry release leaves beside its tarballs: what to publish, dependencies first. */
export interface PublishList {
  readonly packages: readonly PublishedTarball[];
}

export interface PublishedTarball {
  readonly name: string;
  readonly version: string;
  /** From the folder of the list. */
  readonly tarball: string;
  /** SHA-512 of the tarball, as registries write it. */
  readonly integrity: string;
}

/** What a registry and a lockfile write of a tarball. */
export function integrityOf(tarball: string): string {
  return `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
}

export const publishList = "packages.json";

export interface PublishOptions {
  /** The folder that a dry release left. */
  readonly folder: string;
  /** The command of npm, with its first arguments. */
  readonly npm: readonly string[];
  /** Whether to go through everything and publish nothing. */
  readonly dryRun: boolean;
  readonly onPackage: (line: string) => void;
}

/** Attempts at one package: registries answer late now and then. */
const attemptsMax = 3;

/**
 * Publishes the tarballs that were proven, with provenance, and leaves alone what the registry has already: a release that
 * broke off goes on where it was. Throws before the first if a tarball was changed, and at the first that cannot be published.
 * @returns what was published, as `name@version`
 */
export function publishPackages({ folder, npm, dryRun, onPackage }: PublishOptions): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(folder, publishList), "utf8")) as PublishList;
  const [command = "npm", ...first] = npm;
  const run = (...args: readonly string[]) =>
    spawnSync(command, [...first, ...args], { encoding: "utf8", cwd: folder });
  const changed = packages.filter(({ tarball, integrity }) => integrityOf(join(folder, tarball)) !== integrity);
  if (changed.length > 0) {
    const names = changed.map(({ tarball }) => tarball).join(", ");
    throw new Error(`${names}: not what was proven. Nothing is published; make the dry release again.`);
  }
  const published: string[] = [];
  for (const { name, version, tarball } of packages) {
    const id = `${name}@${version}`;
    const isThere = () => {
      const { status, stdout } = run("view", id, "version", "--prefer-online");
      return status === 0 && stdout.trim() === version;
    };
    if (isThere()) {
      onPackage(`${id} is there already`);
      continue;
    }
    const flags = ["--access", "public", "--provenance", ...(dryRun ? ["--dry-run"] : [])];
    let last = "";
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const { status, stdout, stderr } = run("publish", join(folder, tarball), ...flags);
      last = `${stdout}${stderr}`;
      // A registry may take a package, and fail before it says so.
      if (status === 0 || isThere()) break;
      if (attempt === attemptsMax) throw new Error(`${id} could not be published:\n${last}`);
    }
    published.push(id);
    onPackage(`${id} ${dryRun ? "would be published" : "is published"}`);
  }
  return published;
}
