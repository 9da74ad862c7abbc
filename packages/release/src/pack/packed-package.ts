import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import type { Manifest } from "../workspace.ts";

/** A package as a registry gets it. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** The path of the tarball. */
  readonly tarball: string;
  readonly manifest: Manifest;
  /** Its files by their paths in the package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Reads a tarball as npm does: everything is below one folder, whatever its name. */
export async function readTarball(tarball: string): Promise<PackedPackage> {
  const files = new Map<string, Uint8Array>();
  for (const { header, data } of await unpackTar(gunzipSync(await readFile(tarball)))) {
    if (header.type === "directory") continue;
    files.set(header.name.split("/").slice(1).join("/"), data ?? new Uint8Array());
  }
  const text = files.get("package.json");
  if (text === undefined) throw new Error(`${tarball} has no package.json: it is no packed package.`);
  const manifest = JSON.parse(Buffer.from(text).toString("utf8")) as Manifest;
  return { name: manifest.name, version: manifest.version, tarball, manifest, files };
}
