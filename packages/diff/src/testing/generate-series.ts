import { execFileSync } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { emitters, generate, readSources } from "@oap/codegen";

/** The surfaces that a comparison reads. */
const needed = ["emitContract", "emitSourceMap"];

/**
 * `node --conditions=source generate-series.ts <repository> <folder> <patch>…`: a copy of the contracts in `base`, and
 * for each patch one in a folder of its name, patched; with what is generated from each. It is a process of its own, so
 * that each registry is imported as it is written, with nothing between.
 */
const [repository = "", folder = "", ...patches] = process.argv.slice(2);
await generatePatched(join(folder, "base"));
for (const patch of patches) await generatePatched(join(folder, basename(patch, ".patch")), patch);

async function generatePatched(target: string, patch?: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await cp(join(repository, "contracts/src"), join(target, "contracts/src"), { recursive: true });
  await cp(join(repository, "contracts/package.json"), join(target, "contracts/package.json"));
  await symlink(join(repository, "contracts/node_modules"), join(target, "contracts/node_modules"));
  if (patch !== undefined) applyPatch(target, patch);
  const sources = await readSources(join(target, "contracts/src"), target);
  const { registry } = await import(pathToFileURL(join(target, "contracts/src/registry.ts")).href);
  const files = await generate({ registry, sources, emitters: emitters.filter(({ name }) => needed.includes(name)) });
  for (const { path, content } of files) {
    const file = join(target, "generated", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function applyPatch(target: string, patch: string): void {
  try {
    // Outside of any repository: the patch is held against the copy alone.
    const env = { ...process.env, GIT_DIR: "/dev/null", GIT_CEILING_DIRECTORIES: dirname(target) };
    execFileSync("git", ["apply", "--whitespace=nowarn", patch], { cwd: target, env, stdio: "pipe" });
  } catch (cause) {
    const message = `${patch} no longer applies, because the contracts have changed where it changes them. Make its edit by hand in contracts/src, write its first line and \`git diff -U2\` into the file, and undo the edit.`;
    throw new Error(message, { cause });
  }
}
