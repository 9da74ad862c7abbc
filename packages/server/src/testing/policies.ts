import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes policies into a folder, in one file, and returns the folder. */
export async function writePolicies(folder: string, ...policies: readonly string[]): Promise<string> {
  const manifest = { name: "test", description: "Policies of a test.", order: ["rules.cedar"] };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "rules.cedar"), policies.join("\n"));
  return folder;
}

/** Lets everybody use every operation, as policies without rules about operations do not. */
export const allOperations = '@id("operations") permit (principal, action in Action::"operate", resource);';

export const allCapabilities = '@id("capabilities") permit (principal, action in Action::"invoke", resource);';
