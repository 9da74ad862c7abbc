export { ChangesetFailure } from "./changesets/changesets.ts";
export {
  type ChangesetCheck,
  type CheckChangesetsOptions,
  checkChangesets,
  type MissingBump,
  plannedVersion,
} from "./changesets/check-changesets.ts";
export { GitFailure } from "./changesets/git.ts";
export { compareDocuments, compareWithCommit } from "./compare-contracts.ts";
export { problemLine, ReleaseRefused } from "./problem.ts";
export { checkRelease, type RecordReleaseOptions, recordRelease } from "./record-release.ts";
export { type ReleaseDryOptions, type ReleaseDryReport, releaseDry } from "./release-dry.ts";
export { type RaisedVersion, raiseChangedVersions } from "./schemas/raise-changed-versions.ts";
