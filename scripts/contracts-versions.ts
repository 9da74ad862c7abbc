import { resolve } from "node:path";
import { compareDocuments, raiseChangedVersions } from "../packages/release/src/index.ts";
import { runScript } from "./run-script.ts";

const usage = `Usage: pnpm contracts:versions [--write]

Lists every schema whose content is another than what is released under its $id, and the version that it needs.

  --write  write these versions into the contracts; then run pnpm generate
  --help   show this

Exit codes: 0 none is left, 1 some are to be raised, 2 wrong usage.`;

await runScript(usage, { write: { type: "boolean", default: false } }, main);

async function main({ write }: { readonly write: boolean }): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const raised = await raiseChangedVersions({
    root: resolve(import.meta.dirname, ".."),
    write,
    compare: (base, head) => compareDocuments(base, head, today),
  });
  for (const { id, next, file } of raised)
    console.log(`${id} → ${next}: ${file ?? "raise it by hand, no place was found"}`);
  if (raised.length === 0) console.log("Every released $id has the content that was released.");
  const left = raised.filter(({ file }) => !write || file === undefined);
  if (write && raised.length > 0) console.log("Written. Now run pnpm generate.");
  return left.length > 0 ? 1 : 0;
}
