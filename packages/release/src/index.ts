export { problemLine, ReleaseRefused } from "./problem.ts";
export { type ReleaseDryOptions, type ReleaseDryReport, releaseDry } from "./release-dry.ts";
