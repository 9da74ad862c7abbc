import { contractDiff } from "./contract-diff.ts";
import { httpThroughput } from "./http-throughput.ts";
import { planOverhead } from "./plan-overhead.ts";
import { readFlags, unlessOneOf, unlessWholeNumber } from "./read-flags.ts";
import { storeFloor } from "./store-floor.ts";
import { markdownOf, type Table } from "./table.ts";
import { validationCost } from "./validation-cost.ts";
import { type Section, writeSections } from "./write-sections.ts";

const usage = `Usage: pnpm bench [--only <name>] [--rounds <number>] [--write]

Measures, side by side in one run, and prints Markdown tables.

  --only <name>      one of: validation, store, plans, http, diff
  --rounds <number>  how often each is measured; default 3
  --write            also write what was run into packages/bench/RESULTS.md; its other sections stay`;

const roundsMax = 99;
const ratios = "Ratios carry over to other machines, rates do not.";

const benches: Readonly<Record<string, (rounds: number) => Table | Promise<Table>>> = {
  validation: validationCost,
  store: storeFloor,
  plans: planOverhead,
  http: httpThroughput,
  diff: contractDiff,
};

const flags = readFlags({
  command: "pnpm bench",
  usage,
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
  },
  complaint: ({ only, rounds }) =>
    unlessOneOf("only", only, Object.keys(benches)) ?? unlessWholeNumber("rounds", rounds, roundsMax),
});

const sections: Section[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  const table = await bench(Number(flags.rounds));
  console.log(markdownOf(table));
  sections.push({ table, command: `pnpm bench --only ${name} --rounds ${flags.rounds}`, verdict: ratios });
}
if (flags.write) await writeSections(new URL("../RESULTS.md", import.meta.url), "Results", sections);
