import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** The values of flags, by what is said of them. */
type Flags<TOptions extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: TOptions }>>["values"];

/**
 * Runs a script with the flags that it was given, and sets the exit code to what it returns: --help prints the usage, and
 * a wrong flag ends with 2. It imports Node alone, since one of the scripts runs where nothing is installed.
 */
export async function runScript<const TOptions extends ParseArgsOptionsConfig>(
  usage: string,
  options: TOptions,
  run: (flags: Flags<TOptions>) => number | Promise<number>,
): Promise<void> {
  const args = process.argv.slice(2);
  try {
    parseArgs({ args, options: { ...options, help: { type: "boolean" } } });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (args.includes("--help")) console.log(usage);
  else process.exitCode = await run(parseArgs({ args, options }).values);
}
