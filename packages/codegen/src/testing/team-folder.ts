import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The contracts of another team, clean. */
export const parcelsFolder = fileURLToPath(new URL("./parcels", import.meta.url));
const contractsPackage = fileURLToPath(new URL("../../../../contracts", import.meta.url));

/** A copy outside of this repository that has `@oap/contracts` installed, with texts replaced in its files; gone with the test. */
export async function teamFolder(changes: Readonly<Record<string, (text: string) => string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "oap-contracts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(parcelsFolder, folder, { recursive: true });
  await mkdir(join(folder, "node_modules/@oap"), { recursive: true });
  await symlink(contractsPackage, join(folder, "node_modules/@oap/contracts"));
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    const before = await readFile(path, "utf8").catch(() => "");
    const after = change(before);
    if (after === before) throw new Error(`Nothing was replaced in ${file}.`);
    await writeFile(path, after);
  }
  return folder;
}
