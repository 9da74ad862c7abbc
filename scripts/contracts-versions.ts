import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { raiseChangedVersions } from "../packages/release/src/index.ts";

const usage = `Usage: pnpm contracts:versions [--write]

Lists every schema whose content is another than what is released under its $id, and the version that it needs.

  --write  write these versions into the contracts; then run pnpm generate
  --help   show this

Exit codes: 0 none is left, 1 some are to be raised, 2 wrong usage.`;

process.exitCode = await main(process.argv.slice(2));

async function main(parameters: readonly string[]): Promise<number> {
  const flags = readFlags(parameters);
  if (flags === undefined) return 2;
  if (flags.help) {
    console.log(usage);
    return 0;
  }
  const raised = await raiseChangedVersions(resolve(import.meta.dirname, ".."), flags.write);
  for (const { id, next, file } of raised)
    console.log(`${id} → ${next}: ${file ?? "raise it by hand, no place was found"}`);
  if (raised.length === 0) console.log("Every released $id has the content that was released.");
  const left = raised.filter(({ file }) => !flags.write || file === undefined);
  if (flags.write && raised.length > 0) console.log("Written. Now run pnpm generate.");
  return left.length > 0 ? 1 : 0;
}

function readFlags(parameters: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: { write: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
