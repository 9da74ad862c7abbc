import { build } from "./build.ts";

/** The programs of a checkout: the one that shows what there is, and the command itself. */
const example = { builds: "@oap/examples", file: "../packages/examples/dist/start.js" };
const oap = { builds: "@oap/cli", file: "../packages/cli/dist/main.js" };

/** `pnpm start`, `pnpm serve` and `pnpm oap …`: builds what is stale, then runs the program in this process, so that Ctrl-C reaches it. */
const [word, ...rest] = process.argv.slice(2);
const { builds, file } = word === "start" ? example : oap;
if (process.stderr.isTTY) process.stderr.write("Building what is stale…");
const status = build(builds);
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
if (status !== 0) process.exit(1);

const { main } = (await import(new URL(file, import.meta.url).href)) as {
  main: (args: readonly string[]) => Promise<void>;
};
await main(word === "start" ? rest : process.argv.slice(2));
