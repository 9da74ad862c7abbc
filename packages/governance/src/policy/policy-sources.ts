/** A policy set as it is written down: the files of one folder. */
export interface PolicySources {
  /** The text of `manifest.json`. */
  readonly manifest: string;
  /** The texts of the `*.cedar` files, by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads one folder. The order of names does not matter. */
export interface PolicyFolderReader {
  names(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
}

export const manifestFile = "manifest.json";

/**
 * The manifest and the `*.cedar` files of a folder; other files are left alone. What the reader throws is thrown on. A folder
 * without a manifest yields an empty text for it, which does not compile.
 */
export async function readPolicyFolder(reader: PolicyFolderReader): Promise<PolicySources> {
  const names = await reader.names();
  const cedar = names.filter((name) => name.endsWith(".cedar"));
  const [manifest, ...texts] = await Promise.all([
    names.includes(manifestFile) ? reader.read(manifestFile) : "",
    ...cedar.map((name) => reader.read(name)),
  ]);
  return { manifest, files: Object.fromEntries(cedar.map((name, index) => [name, texts[index] ?? ""])) };
}

/** The folder of the policies that the start command uses where no others are given. */
export const defaultPolicyFolder: URL = new URL("../../policies/default/", import.meta.url);
