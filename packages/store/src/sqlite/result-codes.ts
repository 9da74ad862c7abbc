/** SQLite's primary result codes: https://sqlite.org/rescode.html */
export const resultCodes = {
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
};
const diskFailures: ReadonlySet<number> = new Set(Object.values(resultCodes));

/** The extended codes of a violated primary key and of a violated unique index. */
const uniqueViolations: ReadonlySet<unknown> = new Set([1555, 2067]);

/** The primary code of an error of SQLite. */
export function resultCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: number };
  // The low byte is the primary code; the rest tells variants apart.
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Whether the error comes from the disk, or from the lack of one, and not from what was asked. */
export function isDiskFailure(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && diskFailures.has(code);
}

export function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.has((error as { errcode?: number }).errcode);
}
