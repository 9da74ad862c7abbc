import type { Containment, SchemaInContext } from "../containment.ts";
import { contains } from "../contains.ts";
import { enumerateEdits } from "./enumerate-edits.ts";
import { judgeOf, secondJudgement } from "./judge.ts";
import { ingredientsOf, sampleInstances } from "./sample-instances.ts";
import { type Random, seededRandom } from "./seeded-random.ts";

export interface ContainmentMeasure {
  edits: number;
  /** Questions asked: each edit both ways. */
  questions: number;
  contained: number;
  witnesses: number;
  unknown: number;
  /** Unknown where the samples show no break either: what a reviewer would have to acknowledge for nothing. */
  alarms: number;
  instances: number;
  /** Questions whose break the samples show: had containment been claimed there, it would have been seen. */
  breaksSampled: number;
  /** Called contained, though a sample breaks it; or a witness that the judge does not confirm. There must be none. */
  readonly misses: Disproof[];
  /** Called contained, where Ajv sees a break in a sample and another validator does not: defects of Ajv. */
  readonly disputed: Disproof[];
  /** How often each reason was given for an unknown. */
  readonly reasons: Map<string, number>;
  readonly unknowns: Disproof[];
}

export interface Disproof {
  readonly edit: string;
  readonly left: SchemaInContext;
  readonly right: SchemaInContext;
  readonly verdict: Containment;
  readonly instance?: unknown;
}

export interface MeasureOptions {
  readonly schemas: readonly SchemaInContext[];
  readonly seed: number;
  readonly editsPerSchemaMax: number;
  /** Instances drawn from either side of an edit. */
  readonly samplesPerSide: number;
  readonly stepsMax?: number;
}

/**
 * Edits schemas, asks for containment both ways, and compares the answers with what Ajv says of instances that are sampled
 * independently of proofs and witnesses. The same seed gives the same measure, time aside.
 */
export function measureContainment({
  schemas,
  seed,
  editsPerSchemaMax,
  samplesPerSide,
  ...options
}: MeasureOptions): ContainmentMeasure {
  const measure: ContainmentMeasure = {
    edits: 0,
    questions: 0,
    contained: 0,
    witnesses: 0,
    unknown: 0,
    alarms: 0,
    instances: 0,
    breaksSampled: 0,
    misses: [],
    disputed: [],
    reasons: new Map(),
    unknowns: [],
  };
  for (const [at, base] of schemas.entries()) {
    const random = seededRandom(seed + at);
    const judgeBase = judgeOf(base);
    const fromBase = sampleInstances(base, ingredientsOf(base), samplesPerSide, random);
    for (const edit of someOf([...enumerateEdits(base.schema, namesOf(base))], editsPerSchemaMax, random)) {
      const head = { schema: edit.schema, definitions: base.definitions };
      const judgeHead = judgeOf(head);
      const both = ingredientsOf(base, head);
      const instances = [...fromBase, ...sampleInstances(head, both, samplesPerSide, random)];
      const verdicts = instances.map((instance) => ({
        instance,
        base: judgeBase(instance),
        head: judgeHead(instance),
      }));
      measure.edits += 1;
      measure.instances += instances.length;
      const name = `${edit.name} at "${edit.pointer}"`;
      ask(
        measure,
        name,
        base,
        head,
        verdicts.find((verdict) => verdict.base && !verdict.head),
        judgeBase,
        judgeHead,
        options,
      );
      ask(
        measure,
        `${name}, undone`,
        head,
        base,
        verdicts.find((verdict) => verdict.head && !verdict.base),
        judgeHead,
        judgeBase,
        options,
      );
    }
  }
  return measure;
}

function ask(
  measure: ContainmentMeasure,
  edit: string,
  left: SchemaInContext,
  right: SchemaInContext,
  breaking: { readonly instance: unknown } | undefined,
  accepting: (instance: unknown) => boolean,
  rejecting: (instance: unknown) => boolean,
  options: { readonly stepsMax?: number },
): void {
  const verdict = contains(left, right, options);
  measure.questions += 1;
  if (breaking !== undefined) measure.breaksSampled += 1;
  if (verdict.verdict === "contained") {
    measure.contained += 1;
    if (breaking === undefined) return;
    const disproof = { edit, left, right, verdict, instance: breaking.instance };
    const isWrong =
      secondJudgement(left, breaking.instance) === false || secondJudgement(right, breaking.instance) === true;
    (isWrong ? measure.disputed : measure.misses).push(disproof);
  } else if (verdict.verdict === "witness") {
    measure.witnesses += 1;
    const { instance } = verdict;
    if (!accepting(instance) || rejecting(instance)) measure.misses.push({ edit, left, right, verdict, instance });
  } else {
    measure.unknown += 1;
    if (breaking === undefined) measure.alarms += 1;
    measure.reasons.set(verdict.reason, (measure.reasons.get(verdict.reason) ?? 0) + 1);
    measure.unknowns.push({ edit, left, right, verdict, ...breaking });
  }
}

function someOf<Item>(items: Item[], count: number, random: Random): Item[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
  return items.slice(0, count);
}

const namesMax = 3;

/** A few of the definitions, spread over all of them. */
function namesOf({ definitions }: SchemaInContext): string[] {
  const names = Object.keys(definitions);
  return names.filter((_, at) => at % Math.ceil(names.length / namesMax) === 0);
}
