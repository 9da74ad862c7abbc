/** Why an input could not be read, or two could not be compared. */
export type UnreadableCode =
  | "MISSING_FILE"
  | "NOT_A_FILE"
  | "NO_REPOSITORY"
  | "UNKNOWN_REVISION"
  | "NOT_IN_REVISION"
  | "TOO_LARGE"
  | "TOO_DEEP"
  | "NOT_TEXT"
  | "NOT_JSON"
  | "NOT_YAML"
  | "NOT_A_CONTRACT"
  | "UNSUPPORTED_VERSION"
  | "MALFORMED"
  | "EXTERNAL_REFERENCE"
  | "UNRESOLVABLE_REFERENCE"
  | "CYCLIC_REFERENCE"
  | "DIFFERENT_KINDS"
  | "DIFFERENT_CONTRACTS";

export interface UnreadableDetails {
  /** What was wrong, in one sentence. */
  readonly problem: string;
  /** The input as the user named it, with line, column or JSON Pointer where they are known: `openapi.yaml:12:3`. */
  readonly where: string;
  /** What would be right, in one sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The one error of reading: an input is not a contract that can be compared. The command exits with 2 on it. */
export class UnreadableContract extends Error {
  readonly code: UnreadableCode;
  readonly where: string;
  readonly remedy: string;

  constructor(code: UnreadableCode, { problem, where, remedy, cause }: UnreadableDetails) {
    super(`${where}: ${problem} ${remedy}`, cause === undefined ? undefined : { cause });
    this.name = "UnreadableContract";
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }
}
