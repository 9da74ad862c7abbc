import { readFile, writeFile } from "node:fs/promises";
import { transform } from "esbuild";

/** Writes a program without its types beside it, for a Node that cannot read them, and returns that file. */
export async function eraseTypes(file: string): Promise<string> {
  if (!file.endsWith(".ts")) return file;
  const { code } = await transform(await readFile(file, "utf8"), { loader: "ts", target: "esnext", format: "esm" });
  const erased = file.replace(/\.ts$/, ".mjs");
  await writeFile(erased, code);
  return erased;
}
