/**
 * `pnpm start`, `pnpm serve` and `pnpm oap …`, from the sources: nothing is built first, and whoever changes the contracts can lint and
 * compare them while what implements them does not compile. The program runs in this process, so that Ctrl-C reaches it.
 */
const [word, ...rest] = process.argv.slice(2);
if (word === "start") {
  const { main } = await import("../packages/examples/src/start.ts");
  await main(rest);
} else {
  const { main } = await import("../packages/cli/src/main.ts");
  await main(process.argv.slice(2));
}
