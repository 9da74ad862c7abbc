import { parseArgs } from "node:util";
import { contractDiff } from "./contract-diff.ts";
import { httpThroughput } from "./http-throughput.ts";
import { planOverhead } from "./plan-overhead.ts";
import { storeFloor } from "./store-floor.ts";
import { markdownOf, type Table } from "./table.ts";
import { validationCost } from "./validation-cost.ts";
import { type Section, writeSections } from "./write-sections.ts";

const usage = `Usage: pnpm bench [--only <name>] [--rounds <number>] [--write]

Measures, side by side in one run, and prints Markdown tables.

  --only <name>      one of: validation, store, plans, http, diff
  --rounds <number>  how often each is measured; default 3
  --write            also write what was run into packages/bench/RESULTS.md; its other sections stay`;

const ratios = "Ratios carry over to other machines, rates do not.";

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

const sections: Section[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== name) continue;
  const table = await bench(Number(values.rounds));
  console.log(markdownOf(table));
  sections.push({ table, command: `pnpm bench --only ${name} --rounds ${values.rounds}`, verdict: ratios });
}
if (values.write) await writeSections(new URL("../RESULTS.md", import.meta.url), "Results", sections);
