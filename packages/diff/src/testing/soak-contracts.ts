import { parseArgs } from "node:util";
import { arbitrarySchemas } from "./arbitrary-schema.ts";
import { measureComparison } from "./measure-comparison.ts";
import { soakContainment } from "./soak-containment.ts";

/** What a soak of contracts says, as JSON on its output. Nothing of it is told of single schemas but the misses. */
export interface ContractFigures {
  readonly seed: number;
  readonly containment: Readonly<
    Record<"edits" | "questions" | "contained" | "witnesses" | "unknown" | "alarms", number>
  >;
  readonly comparison: ComparisonFigures;
  readonly misses: readonly string[];
}

interface ComparisonFigures {
  comparisons: number;
  compatible: number;
  breaking: number;
  unknown: number;
  alarms: number;
}

/** Edits for each comparison of two contracts, which takes as long as some dozens of them. */
const editsOfComparison = 50;
/** Schemas of one round, of which each is compared in so many versions, in a request and in a response. */
const [schemasOfRound, versionsPerSchema] = [20, 6];
const samples = 60;
/** The part of the time that edits may take; the rest is for comparisons. */
const editsShare = 2 / 3;

/** Compares versions round by round, until there were so many or the time is over. */
function soakComparisons(comparisonsMin: number, seed: number, until: number) {
  const figures: ComparisonFigures = { comparisons: 0, compatible: 0, breaking: 0, unknown: 0, alarms: 0 };
  const misses: string[] = [];
  for (let round = 0; figures.comparisons < comparisonsMin && Date.now() < until; round += 1) {
    const ofRound = seed + round;
    const schemas = arbitrarySchemas(schemasOfRound, ofRound);
    const measure = measureComparison({ schemas, seed: ofRound, versionsPerSchema, samples });
    for (const name of Object.keys(figures) as (keyof ComparisonFigures)[]) figures[name] += measure[name];
    misses.push(...measure.misses.map((miss) => `round of seed ${ofRound}: ${miss}`));
  }
  return { figures, misses };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { edits: { type: "string" }, seed: { type: "string" }, until: { type: "string" } },
  });
  const [edits, seed, until] = [values.edits, values.seed, values.until].map(Number) as [number, number, number];
  const start = Date.now();
  const contained = soakContainment(edits, seed, start + (until - start) * editsShare);
  console.error(`${contained.figures.edits} edits, ${contained.misses.length} misses, seed ${seed}`);
  // Told at once, since a comparison that throws would take them with it.
  for (const miss of contained.misses) console.error(JSON.stringify(miss));
  const compared = soakComparisons(Math.ceil(edits / editsOfComparison), seed, until);
  console.error(`${compared.figures.comparisons} comparisons, ${compared.misses.length} misses, seed ${seed}`);
  const misses = [...contained.misses.map((miss) => JSON.stringify(miss)), ...compared.misses];
  const found: ContractFigures = { seed, containment: contained.figures, comparison: compared.figures, misses };
  process.stdout.write(JSON.stringify(found));
}
