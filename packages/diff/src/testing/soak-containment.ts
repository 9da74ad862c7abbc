import { parseArgs } from "node:util";
import { arbitrarySchemas } from "./arbitrary-schema.ts";
import { type ContainmentMeasure, type Disproof, measureContainment } from "./measure-containment.ts";

const usage = `Usage: node --conditions=source packages/diff/src/testing/soak-containment.ts [--edits <number>] [--seed <number>] [--minutes <number>]

Edits generated schemas, asks for containment both ways, and holds the answers against Ajv. It fails on a miss, and on 1 % of needless unknowns.

  --edits <number>    default 1000000
  --seed <number>     default: drawn, and printed
  --minutes <number>  after this long nothing further is begun; default 30`;

export interface ContainmentSoak {
  readonly seed: number;
  readonly figures: Readonly<Record<(typeof counted)[number], number>>;
  readonly misses: readonly Disproof[];
}

const counted = [
  "edits",
  "questions",
  "contained",
  "witnesses",
  "unknown",
  "alarms",
  "instances",
  "breaksSampled",
] as const;
const schemasPerRound = 100;
const editsPerSchemaMax = 25;

/** Measures containment round by round, every other one for producers, until so many edits were made or the time is over. */
export function soakContainment(editsMin: number, seed: number, until: number): ContainmentSoak {
  const figures = Object.fromEntries(counted.map((name) => [name, 0])) as Record<(typeof counted)[number], number>;
  const misses: Disproof[] = [];
  for (let round = 0; figures.edits < editsMin && Date.now() < until; round += 1) {
    const schemas = arbitrarySchemas(schemasPerRound, seed + round);
    const closeLeft = round % 2 === 1;
    const measure: ContainmentMeasure = measureContainment({
      schemas,
      seed: seed + round,
      editsPerSchemaMax,
      samplesPerSide: 30,
      closeLeft,
    });
    for (const name of counted) figures[name] += measure[name];
    misses.push(...measure.misses);
  }
  return { seed, figures, misses };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      edits: { type: "string", default: "1000000" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      minutes: { type: "string", default: "30" },
      help: { type: "boolean", default: false },
    },
  });
  const [edits, seed, minutes] = [values.edits, values.seed, values.minutes].map(Number) as [number, number, number];
  if (values.help || ![edits, seed, minutes].every((value) => Number.isInteger(value) && value >= 0)) {
    console.log(usage);
    process.exit(values.help ? 0 : 2);
  }
  const { figures, misses } = soakContainment(edits, seed, Date.now() + minutes * 60_000);
  for (const miss of misses.slice(0, 10)) console.log(JSON.stringify(miss));
  console.log(`seed ${seed}: ${JSON.stringify({ ...figures, misses: misses.length })}`);
  process.exitCode = misses.length === 0 && figures.alarms < figures.questions / 100 ? 0 : 1;
}
