import { build } from "./build.ts";

/** The two commands of a checkout and the programs behind them. */
const programs: Readonly<Record<string, { readonly builds: string; readonly file: string }>> = {
  start: { builds: "@oap/examples", file: "../packages/examples/dist/start.js" },
  serve: { builds: "@oap/cli", file: "../packages/cli/dist/main.js" },
};

/** `pnpm start` and `pnpm serve`: builds what is stale, then runs the program in this process, so that Ctrl-C reaches it. */
const [command = "start", ...args] = process.argv.slice(2);
const program = programs[command] ?? programs.start!;
if (process.stderr.isTTY) process.stderr.write("Building what is stale…");
const status = build(program.builds);
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
if (status !== 0) process.exit(1);

const { main } = (await import(new URL(program.file, import.meta.url).href)) as {
  main: (args: readonly string[]) => Promise<void>;
};
await main(command === "start" ? args : [command, ...args]);
