export { type FixtureCase, type Fixtures, readFixtures, type TypeFixtures, type Verdict } from "./fixtures.ts";
export { judgeBySchemas, type PublishedSchemas, readSchemas } from "./judge-by-schemas.ts";
export { judgeByServer, type ServerOptions } from "./judge-by-server.ts";
export { judgeByValidators, type Validators } from "./judge-by-validators.ts";
export type { FoundIssue, Judgement } from "./judgement.ts";
export { type Comparison, compareWithKnown, type KnownFailure, readKnownFailures } from "./known-failures.ts";
