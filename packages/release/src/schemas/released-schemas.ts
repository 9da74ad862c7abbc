import { readFile } from "node:fs/promises";
import type { Problem } from "../problem.ts";
import type { SchemaIndex } from "./schema-index.ts";

/** Every `$id` that was ever released, with the hash of what is under it for good. Committed; a release adds to it. */
export interface ReleasedSchemas {
  /** By the contract's version, in the order of release. */
  readonly releases: Readonly<Record<string, Release>>;
  /** By `$id`, sorted. */
  readonly schemas: Readonly<Record<string, ReleasedSchema>>;
}

export interface ReleasedSchema {
  /** The contract's version that brought it. */
  readonly release: string;
  readonly contentSha256: string;
  readonly ownSha256: string;
}

export interface Release {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Of the tar in the archive of its schemas. */
  readonly tarSha256: string;
}

/** The ledger's place in the repository. */
export const ledgerPath = "contracts/released/schemas.json";

/** Reads the ledger; before the first release there is none. */
export async function readReleasedSchemas(path: string): Promise<ReleasedSchemas> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? { releases: {}, schemas: {} } : JSON.parse(text);
}

/** The ledger's text: sorted, so that a release adds lines and changes none. */
export function ledgerText({ releases, schemas }: ReleasedSchemas): string {
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ releases, schemas: sorted }, undefined, 2)}\n`;
}

/** The schemas of an index whose `$id` is released with another content. */
export interface ChangedSchemas {
  /** Those that say something else themselves. */
  readonly themselves: readonly string[];
  /** Those that only bring along one that does: each file is whole, so that it changes with them. */
  readonly containing: readonly string[];
}

/** Finds what changed under a released `$id`. Mended descriptions are no change; a schema that is gone is none either. */
export function changedSchemas(released: ReleasedSchemas, { schemas }: SchemaIndex): ChangedSchemas {
  const themselves: string[] = [];
  const containing: string[] = [];
  for (const { $id, file, contentSha256, ownSha256 } of schemas) {
    // The bundle has the version of the whole, which is looked at apart.
    if (file.endsWith(".bundle.json")) continue;
    const known = released.schemas[$id];
    if (known === undefined || known.contentSha256 === contentSha256) continue;
    (known.ownSha256 === ownSha256 ? containing : themselves).push($id);
  }
  return { themselves, containing };
}

/** How many `$id`s one problem names. */
const namedMax = 5;

/** What must not be released: another content under a released `$id`, other documents under a released version. */
export function checkReleased(released: ReleasedSchemas, index: SchemaIndex, archive: string): readonly Problem[] {
  const { themselves, containing } = changedSchemas(released, index);
  const problems: Problem[] = themselves.map((id) => ({
    subject: id,
    message: `is released, in ${released.schemas[id]?.release}, with another content`,
    mend: 'raise its "version" in the contracts to one that is not released, as pnpm contracts:versions --write does',
  }));
  if (containing.length > 0) {
    const more = containing.length - namedMax;
    const [named, are] = [containing.slice(0, namedMax).join(", "), containing.length === 1 ? "is" : "are"];
    problems.push({
      subject: more > 0 ? `${named} and ${more} more` : named,
      message: `${are} released too, and ${containing.length === 1 ? "contains" : "contain"} what changed`,
      mend: "raise their versions as well, as pnpm contracts:versions --write does",
    });
  }
  const same = released.releases[index.version];
  if (same === undefined || same.tarSha256 === archive) return problems;
  const mend = "raise the registry's version in contracts/src/registry.ts";
  return [{ subject: `Contract ${index.version}`, message: "is released with other documents", mend }, ...problems];
}

/** The ledger with one release more. What it has already stays as it is. */
export function withRelease(released: ReleasedSchemas, index: SchemaIndex, release: Release): ReleasedSchemas {
  const added = index.schemas
    .filter(({ $id }) => released.schemas[$id] === undefined)
    .map(({ $id, contentSha256, ownSha256 }) => [$id, { release: index.version, contentSha256, ownSha256 }] as const);
  return {
    releases: { ...released.releases, [index.version]: release },
    schemas: { ...released.schemas, ...Object.fromEntries(added) },
  };
}
