import semver from "semver";

export interface VersionOffer {
  readonly version: string;
  readonly deprecated: boolean;
}

/**
 * Chooses among the registered versions of a capability: absent → the highest that is not deprecated; an exact version →
 * that one, deprecated or not; a range → the highest in it that is not deprecated. Nothing fits → undefined.
 *
 * Source: execution semantics, Invocations.
 */
export function resolveVersion(offers: readonly VersionOffer[], requested: string | undefined): string | undefined {
  const exact = requested === undefined ? null : semver.valid(requested);
  if (exact !== null) return offers.find(({ version }) => version === exact)?.version;
  const current = offers.filter(({ deprecated }) => !deprecated).map(({ version }) => version);
  if (requested === undefined) return current.sort(semver.rcompare)[0];
  return semver.maxSatisfying(current, requested) ?? undefined;
}

/** For messages: every version, highest first. */
export function listVersions(offers: readonly VersionOffer[]): string {
  return offers
    .toSorted((left, right) => semver.rcompare(left.version, right.version))
    .map(({ version, deprecated }) => (deprecated ? `${version} (deprecated)` : version))
    .join(", ");
}
