import { compare as compareByDefault } from "../compare.ts";
import { closeSchema } from "../containment/close-schema.ts";
import { validatorOf } from "../containment/validators.ts";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { checkReferences } from "../read/contract-references.ts";
import { sketchContract } from "../rules/contract-sketch.ts";
import { enumerateEdits } from "./enumerate-edits.ts";
import { ingredientsOf, sampleInstances } from "./sample-instances.ts";
import { secondJudgement } from "./second-opinion.ts";
import { type Random, seededRandom } from "./seeded-random.ts";
import { wrongWitness } from "./wrong-witness.ts";

export interface ComparisonMeasure {
  comparisons: number;
  breaking: number;
  compatible: number;
  unknown: number;
  /** Unknown where samples show no break either: what a reviewer would have to acknowledge for nothing. */
  alarms: number;
  /** Called compatible though a sample breaks it, or a witness that is none. There must be none. */
  readonly misses: string[];
}

export interface ComparisonMeasureOptions {
  readonly schemas: readonly SchemaInContext[];
  readonly seed: number;
  /** Pairs of versions that are made of each schema: every other one has two edits, every third one edits a named schema. */
  readonly versionsPerSchema: number;
  readonly samples: number;
  /** What is measured; default `compare`. Another one shows that the measure can fail. */
  readonly compare?: typeof compareByDefault;
}

const names = ["A", "B", "Node"];

/**
 * Edits schemas once or twice, at any position, compares whole contracts that carry them in a request and in a response, and holds the
 * verdict against what Ajv says of instances that are sampled independently of it.
 */
export function measureComparison({
  schemas,
  seed,
  versionsPerSchema,
  samples,
  compare = compareByDefault,
}: ComparisonMeasureOptions): ComparisonMeasure {
  const measure: ComparisonMeasure = { comparisons: 0, breaking: 0, compatible: 0, unknown: 0, alarms: 0, misses: [] };
  const random = seededRandom(seed);
  for (const before of schemas) {
    for (let version = 0; version < versionsPerSchema; version += 1) {
      const after = edited(before, version, random);
      for (const side of ["request", "response"] as const) {
        const contract = ({ schema, definitions }: SchemaInContext) =>
          sketchContract({ [side]: schema, types: definitions });
        const [base, head] = [contract(before), contract(after)];
        const findings = compare(base, head, { today: "2030-06-01" }).findings.filter(({ axis }) => axis === "WIRE");
        const verdicts = new Set(findings.map(({ verdict }) => verdict));
        measure.comparisons += 1;
        for (const finding of findings) {
          const fault = wrongWitness(finding, base, head);
          if (fault !== undefined) measure.misses.push(described(side, before, after, fault));
        }
        if (verdicts.has("BREAKING")) {
          measure.breaking += 1;
          continue;
        }
        const [sender, receiver] = side === "request" ? [before, after] : [after, before];
        const broken = sampledBreak(sender, receiver, samples);
        if (verdicts.has("UNKNOWN")) {
          measure.unknown += 1;
          if (broken === undefined) measure.alarms += 1;
        } else {
          measure.compatible += 1;
          if (broken !== undefined)
            measure.misses.push(described(side, before, after, JSON.stringify(broken.instance)));
        }
      }
    }
  }
  return measure;
}

function edited({ schema, definitions }: SchemaInContext, version: number, random: Random): SchemaInContext {
  let head = anEdit(schema, random);
  if (version % 2 === 1) head = anEdit(head, random);
  const named = Object.entries(definitions);
  if (version % 3 !== 2 || named.length === 0) return { schema: head, definitions };
  const [name, definition] = named[Math.floor(random() * named.length)]!;
  const after = { ...definitions, [name]: anEdit(definition, random) };
  return { schema: head, definitions: isReadable(after) ? after : definitions };
}

/** Contracts with a type that applies itself for ever are refused before they are compared; validators overflow on them. */
function isReadable(definitions: SchemaInContext["definitions"]): boolean {
  try {
    checkReferences(definitions, [], () => "");
    return true;
  } catch {
    return false;
  }
}

function anEdit(schema: JsonSchema, random: Random): JsonSchema {
  const edits = [...enumerateEdits(schema, names)];
  return edits[Math.floor(random() * edits.length)]?.schema ?? schema;
}

/** An instance that the closed sender accepts and the receiver rejects, by Ajv; not where another validator says otherwise: Ajv has defects. */
function sampledBreak(
  sender: SchemaInContext,
  receiver: SchemaInContext,
  samples: number,
): { readonly instance: unknown } | undefined {
  try {
    const closed = closeSchema(sender);
    const [accepting, rejecting] = [validatorOf(closed), validatorOf(receiver)];
    for (const instance of sampleInstances(sender, ingredientsOf(sender, receiver), samples, seededRandom(1))) {
      if (!accepting.accepts(instance) || rejecting.accepts(instance)) continue;
      // The other validator reads no half of a surrogate pair.
      if (/\\ud[89a-f]/.test(JSON.stringify(instance))) continue;
      if (secondJudgement(closed, instance) === false || secondJudgement(receiver, instance) === true) continue;
      return { instance };
    }
  } catch {
    return undefined;
  }
  return undefined;
}

function described(side: string, before: SchemaInContext, after: SchemaInContext, what: string): string {
  return `${side} ${what}\n  base ${JSON.stringify(before)}\n  head ${JSON.stringify(after)}`;
}
