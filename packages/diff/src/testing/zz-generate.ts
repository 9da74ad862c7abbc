import { execFileSync } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { emitters, generate, readSources } from "@oap/codegen";
const skip = ["emitTypescriptValidators", "emitTypescriptOpenApi", "emitFixtures", "emitJsonSchema", "emitOpenApi","emitOpenRpc","emitAsyncApi"];
const [repository = "", folder = "", ...patches] = process.argv.slice(2);
await gen(join(folder, "base"));
for (const patch of patches) { try { await gen(join(folder, basename(patch, ".patch")), patch);} catch (e) { console.log(patch, String(e).slice(0, 200)); } }
async function gen(target: string, patch?: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await cp(join(repository, "contracts/src"), join(target, "contracts/src"), { recursive: true });
  await cp(join(repository, "contracts/package.json"), join(target, "contracts/package.json"));
  await symlink(join(repository, "contracts/node_modules"), join(target, "contracts/node_modules"));
  if (patch !== undefined) execFileSync("git", ["apply", "--whitespace=nowarn", patch], { cwd: target, env: { ...process.env, GIT_DIR: "/dev/null", GIT_CEILING_DIRECTORIES: dirname(target) }, stdio: "pipe" });
  const sources = await readSources(join(target, "contracts/src"), target);
  const { registry } = await import(pathToFileURL(join(target, "contracts/src/registry.ts")).href);
  const files = await generate({ registry, sources, emitters: emitters.filter(({ name }) => !skip.includes(name)) });
  for (const { path, content } of files) { const file = join(target, "generated", path); await mkdir(dirname(file), { recursive: true }); await writeFile(file, content); }
}
