import { availableParallelism } from "node:os";
import { reportOf } from "./report-of.ts";
import type { SoakBounds, SoakReport } from "./soak-report.ts";

export interface ContractSoak {
  /** How many edits of schemas containment is asked about, each both ways. */
  readonly edits: number;
  readonly seed: number;
}

/** As much of the figures of the program as is told here. */
interface ContractFigures {
  readonly seed: number;
  readonly containment: Readonly<
    Record<"edits" | "questions" | "contained" | "witnesses" | "unknown" | "alarms", number>
  >;
  readonly comparison: Readonly<Record<"comparisons" | "compatible" | "breaking" | "unknown" | "alarms", number>>;
  readonly misses: readonly string[];
}

/** Of a hundred verdicts, so many may be unknown where samples show no break either. */
const alarmsPerHundredMax = 1;
/** Misses that are written out; all are counted. */
const toldMax = 10;
/** Seeds of the processes are this far apart: each takes one more for each of its rounds. */
const seedsPerProcess = 1_000_000;

/** Edits of schemas and comparisons of contracts, held against what Ajv says of instances that are sampled apart; on every processor. */
export async function soakContracts({ edits, seed }: ContractSoak, { until }: SoakBounds): Promise<SoakReport> {
  console.error(`seed ${seed}`);
  const processes = availableParallelism();
  const shares = Array.from({ length: processes }, (_, index) => ({
    edits: Math.ceil(edits / processes),
    seed: seed + index * seedsPerProcess,
  }));
  const all = await Promise.all(
    shares.map((share) =>
      reportOf<ContractFigures>("../../diff/src/testing/soak-contracts.ts", [
        ...["--edits", String(share.edits), "--seed", String(share.seed)],
        ...["--until", String(until)],
      ]),
    ),
  );
  const containment = sumOf(all.map((figures) => figures.containment));
  const comparison = sumOf(all.map((figures) => figures.comparison));
  const misses = all.flatMap((figures) => figures.misses.map((miss) => `seed ${figures.seed}: ${miss}`));
  const failures = misses.slice(0, toldMax);
  if (misses.length > toldMax) failures.push(`${misses.length - toldMax} misses more.`);
  for (const [alarms, of] of [
    [containment.alarms, containment.questions],
    [comparison.alarms, comparison.comparisons],
  ] as const) {
    if (alarms * 100 > of * alarmsPerHundredMax)
      failures.push(`seed ${seed}: ${alarms} of ${of} were unknown for nothing.`);
  }
  return {
    failures,
    tables: [
      {
        title: "Contracts: schemas that are edited, and versions that are compared",
        note: `Generated schemas of all vocabularies; seed ${seed}. A miss is what is called compatible though a sample breaks it, or a payload that proves nothing: ${misses.length}. An alarm is what is not proven though no sample breaks it.`,
        head: ["", "asked", "compatible", "breaking", "unknown", "alarms"],
        rows: [
          row(`${containment.edits} edits, both ways`, [
            containment.questions,
            containment.contained,
            containment.witnesses,
            containment.unknown,
            containment.alarms,
          ]),
          row("comparisons of whole contracts", [
            comparison.comparisons,
            comparison.compatible,
            comparison.breaking,
            comparison.unknown,
            comparison.alarms,
          ]),
        ],
      },
    ],
  };
}

function sumOf<Name extends string>(figures: readonly Readonly<Record<Name, number>>[]): Record<Name, number> {
  const sum = { ...figures[0] } as Record<Name, number>;
  for (const each of figures.slice(1)) for (const name of Object.keys(sum) as Name[]) sum[name] += each[name];
  return sum;
}

function row(name: string, figures: readonly number[]): readonly string[] {
  return [name, ...figures.map(String)];
}
