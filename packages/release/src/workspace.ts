import { relative, sep } from "node:path";
import { getPackages } from "@manypkg/get-packages";

/** The members of a manifest that a release reads. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly files?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly repository?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  readonly name: string;
  /** From the repository's root, with `/`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace but its root, sorted by name. */
export async function readWorkspace(root: string): Promise<readonly WorkspacePackage[]> {
  const { packages } = await getPackages(root);
  return packages
    .map(({ dir, packageJson }) => ({
      name: packageJson.name,
      folder: relative(root, dir).split(sep).join("/"),
      manifest: packageJson as Manifest,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those that a release publishes: all that are not private. */
export function publishedOf(packages: readonly WorkspacePackage[]): readonly WorkspacePackage[] {
  return packages.filter(({ manifest }) => manifest.private !== true);
}
