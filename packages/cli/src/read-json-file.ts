import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { StartError } from "@oap/server";

export type CheckedJson<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly string[] };

/** What a file that the operator names must hold, and what it is called. */
export interface JsonFile<T> {
  /** As sentences begin that are about it, such as `The limits`. */
  readonly title: string;
  readonly file: string;
  /** The value as it is used, or one line for each thing to mend. A line must not repeat a secret. */
  readonly read: (value: unknown) => CheckedJson<T>;
}

/**
 * Reads and checks a file of JSON. Nothing that stands in it is repeated here, since it may hold secrets.
 * @throws StartError where it cannot be read, is no JSON, or does not hold what it must
 */
export async function readJsonFile<T>({ title, file, read }: JsonFile<T>): Promise<T> {
  const refusal = (reason: string, cause?: unknown) =>
    new StartError(`${title} in ${resolve(file)} cannot be ${reason}`, { cause });
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw refusal(`read: ${reasons[code] ?? code}.`, error);
  }
  const outcome = read(parsed());
  if (outcome.ok) return outcome.value;
  throw refusal(`used:\n${outcome.issues.join("\n")}`);

  function parsed(): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      // The parser's own message shows a piece of the text.
      const [place] = /line \d+ column \d+/.exec(String(error)) ?? [];
      throw refusal(`used: it is not JSON${place === undefined ? "" : `, at ${place}`}.`);
    }
  }
}

/** Whether the value is an object of JSON, neither null nor a list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};
