import { printable } from "./printable.ts";

/** Prints a result: as one JSON value for programs, or as lines for people. */
export function printResult(result: unknown, json: boolean, lines: readonly string[]): void {
  const text = json ? JSON.stringify(result, undefined, 2) : printable(lines.join("\n"));
  if (text !== "") process.stdout.write(`${text}\n`);
}
