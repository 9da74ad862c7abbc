import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { contractDiff } from "./contract-diff.ts";
import { httpThroughput } from "./http-throughput.ts";
import { planOverhead } from "./plan-overhead.ts";
import { storeFloor } from "./store-floor.ts";
import { markdownOf, type Table } from "./table.ts";
import { validationCost } from "./validation-cost.ts";

const usage = `Usage: pnpm bench [--only <name>] [--rounds <number>] [--write]

Measures, side by side in one run, and prints Markdown tables.

  --only <name>      one of: validation, store, plans, http, diff
  --rounds <number>  how often each is measured; default 3
  --write            also write packages/bench/RESULTS.md`;

const benches: Readonly<Record<string, (rounds: number) => Table | Promise<Table>>> = {
  validation: validationCost,
  store: storeFloor,
  plans: planOverhead,
  http: httpThroughput,
  diff: contractDiff,
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help || (values.only !== undefined && !(values.only in benches)) || !/^[1-9]\d?$/.test(values.rounds)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const tables: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== name) continue;
  const table = markdownOf(await bench(Number(values.rounds)));
  tables.push(table);
  console.log(table);
}
if (values.write) {
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const text = `# Results\n\nWritten by \`pnpm bench --write\` on ${machine}. Ratios carry over to other machines, rates do not.\n\n${tables.join("\n")}`;
  await writeFile(new URL("../RESULTS.md", import.meta.url), text);
}
