import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFlags, unlessOneOf, unlessWholeNumber } from "./read-flags.ts";
import { soakContracts } from "./soak-contracts.ts";
import { soakKills } from "./soak-kills.ts";
import { soakMemory } from "./soak-memory.ts";
import { soakPressure } from "./soak-pressure.ts";
import type { SoakReport } from "./soak-report.ts";
import { soakRetention } from "./soak-retention.ts";
import { markdownOf } from "./table.ts";
import { type Section, writeSections } from "./write-sections.ts";

const usage = `Usage: pnpm soak [--kills <number>] [--invocations <number>] [--edits <number>] [--seed <number>] [--minutes <number>] [--only <name>] [--write]

Runs real servers for long, edits and compares contracts, and ends by itself. It fails where something is lost, done twice, or grows.

  --kills <number>        how many server processes are killed under load; default 300
  --invocations <number>  how many invocations one server process makes; default 200000, at most 1000000
  --edits <number>        how many edits of schemas are asked about; default 1000000
  --seed <number>         of those edits; default: drawn, and printed
  --minutes <number>      after this long nothing further is begun; default 30
  --only <name>           one of: kills, memory, retention, pressure, contracts
  --write                 also write what was run into packages/bench/SOAK.md; its other sections stay`;

/** A run of more would take days. */
const countMax = 9_999_999;
const invocationsMax = 1_000_000;
const names = ["kills", "memory", "retention", "pressure", "contracts"] as const;

const flags = readFlags({
  command: "pnpm soak",
  usage,
  options: {
    kills: { type: "string", default: "300" },
    invocations: { type: "string", default: "200000" },
    edits: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(1 + Math.floor(Math.random() * 9_999_998)) },
    minutes: { type: "string", default: "30" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
  complaint: ({ kills, invocations, edits, seed, minutes, only }) =>
    unlessOneOf("only", only, names) ??
    unlessWholeNumber("invocations", invocations, invocationsMax) ??
    Object.entries({ kills, edits, seed, minutes })
      .map(([name, text]) => unlessWholeNumber(name, text, countMax))
      .find((complaint) => complaint !== undefined),
});
const kills = Number(flags.kills);
const invocations = Number(flags.invocations);
const edits = Number(flags.edits);
const seed = Number(flags.seed);
const minutes = Number(flags.minutes);
const bounds = { until: Date.now() + minutes * 60_000 };

/** A part, and the flags that it heeds. */
interface Part {
  readonly flags: string;
  run(): Promise<SoakReport>;
}

const parts: Readonly<Record<(typeof names)[number], Part>> = {
  kills: { flags: ` --kills ${kills}`, run: () => soakKills(kills, bounds) },
  memory: { flags: ` --invocations ${invocations}`, run: () => soakMemory(invocations, bounds) },
  retention: {
    flags: ` --invocations ${invocations}`,
    run: () => soakRetention(Math.ceil(invocations / 4), bounds),
  },
  pressure: { flags: "", run: () => soakPressure() },
  contracts: {
    flags: ` --edits ${edits} --seed ${seed}`,
    run: () => soakContracts({ edits, seed }, bounds),
  },
};

// Whatever is written on the way, by other processes too, goes with this one. They end when it does.
const folder = mkdtempSync(join(tmpdir(), "oap-soak-"));
process.env.TMPDIR = folder;
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const sections: Section[] = [];
const failures: string[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  if (Date.now() >= bounds.until) {
    failures.push(`${name} was not begun: the ${minutes} minutes were over.`);
    continue;
  }
  const report = await part.run();
  failures.push(...report.failures);
  const command = `pnpm soak --only ${name}${part.flags}`;
  for (const table of report.tables) {
    console.log(markdownOf(table));
    sections.push({ table, command, verdict: verdictOf(report) });
  }
}
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(failures.length === 0 ? "All is as it must be." : `${failures.length} failures.`);
process.exitCode = failures.length === 0 ? 0 : 1;

if (flags.write) await writeSections(new URL("../SOAK.md", import.meta.url), "Soak", sections);

function verdictOf({ failures }: SoakReport): string {
  if (failures.length === 0) return "Nothing failed.";
  return ["It failed:", "", ...failures.map((failure) => `- ${failure}`)].join("\n");
}
