import { stat } from "node:fs/promises";
import { resolve } from "node:path";

/** The mode's bit that lets everybody read. A group is let in on purpose, as where a container is given its secrets. */
const othersRead = 0o004;

/** Says on standard error that a secret is one no more. It is no refusal: some platforms hand out all files alike. */
export async function warnIfOthersRead(title: string, file: string): Promise<void> {
  // Windows keeps its rights elsewhere; a file that is missing is whoever's business who reads it.
  const mode = process.platform === "win32" ? 0 : ((await stat(file).catch(() => undefined))?.mode ?? 0);
  if ((mode & othersRead) === 0) return;
  process.stderr.write(
    `oap: ${title}, ${resolve(file)}, can be read by everybody on this machine. Make it yours alone: chmod 600.\n`,
  );
}
