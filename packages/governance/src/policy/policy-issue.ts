/** What is wrong, or looks wrong, in a policy set. */
export interface PolicyIssue {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  readonly message: string;
}

/** `file:line:column: message`, as editors and terminals understand it. */
export function formatPolicyIssue({ file, line, column, message }: PolicyIssue): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Where a byte of a text in UTF-8 is; Cedar counts in bytes. */
export function positionOf(text: string, byteOffset: number): { readonly line: number; readonly column: number } {
  const before = Buffer.from(text).subarray(0, byteOffset).toString();
  const lines = before.split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
