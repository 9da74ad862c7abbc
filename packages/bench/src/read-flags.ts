import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

export interface FlagsOptions<TOptions extends ParseArgsOptionsConfig> {
  /** As whoever reads a complaint has called it, such as `pnpm bench`. */
  readonly command: string;
  readonly usage: string;
  readonly options: TOptions;
  /** What is wrong with the values, in one sentence that says what would be right; undefined where nothing is. */
  readonly complaint: (flags: Flags<TOptions>) => string | undefined;
}

/** The values of flags, by what is said of them. */
export type Flags<TOptions extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: TOptions }>
>["values"];

/** The flags that the process was given. It ends the process with 0 after the usage, and with 2 after one line of complaint. */
export function readFlags<const TOptions extends ParseArgsOptionsConfig>({
  command,
  usage,
  options,
  complaint,
}: FlagsOptions<TOptions>): Flags<TOptions> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(usage);
    process.exit(0);
  }
  let flags: Flags<TOptions> | undefined;
  let wrong: string | undefined;
  try {
    flags = parseArgs({ args, options }).values;
    wrong = complaint(flags);
  } catch (error) {
    // Node goes on with advice that is of no use here.
    [wrong] = /^[^.\n]+/.exec((error as Error).message) ?? [];
    wrong = `${wrong ?? String(error)}.`;
  }
  if (flags !== undefined && wrong === undefined) return flags;
  console.error(`${command}: ${wrong} \`--help\` lists what there is.`);
  process.exit(2);
}

/** A complaint where the text is no whole number from 1 to `max`. */
export function unlessWholeNumber(flag: string, text: string, max: number): string | undefined {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= max) return undefined;
  return `--${flag} takes a whole number from 1 to ${max}, and not ${JSON.stringify(text)}.`;
}

/** A complaint where the text is none of the names. */
export function unlessOneOf(flag: string, text: string | undefined, names: readonly string[]): string | undefined {
  if (text === undefined || names.includes(text)) return undefined;
  return `--${flag} takes one of ${names.join(", ")}, and not ${JSON.stringify(text)}.`;
}
