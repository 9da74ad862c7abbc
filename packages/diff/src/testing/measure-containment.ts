import { closeSchema } from "../containment/close-schema.ts";
import { validatorOf } from "../containment/validators.ts";
import type { Containment, SchemaInContext } from "../containment.ts";
import { contains as containsByDefault } from "../contains.ts";
import { enumerateEdits } from "./enumerate-edits.ts";
import { judgeOf } from "./judge.ts";
import { ingredientsOf, sampleInstances } from "./sample-instances.ts";
import { secondJudgement } from "./second-opinion.ts";
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
  /** Instances drawn from the edited schema; twice as many are drawn from the one before. */
  readonly samplesPerSide: number;
  readonly closeLeft?: boolean;
  /** What is measured; default `contains`. Another one shows that the measure can fail. */
  readonly contains?: typeof containsByDefault;
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
  const { closeLeft = false, contains = containsByDefault } = options;
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
  for (const [at, context] of schemas.entries()) {
    const random = seededRandom(seed + at);
    const base = sideOf(context, closeLeft, true);
    const fromBase = sampleInstances(context, ingredientsOf(context), 2 * samplesPerSide, random);
    const edits = [...enumerateEdits(context.schema, namesOf(context))];
    for (const edit of someOf(edits, editsPerSchemaMax, random)) {
      const edited = { schema: edit.schema, definitions: context.definitions };
      const head = sideOf(edited, closeLeft, measure.edits % judgedEvery === 0);
      const fromHead = sampleInstances(edited, ingredientsOf(context, edited), samplesPerSide, random);
      const name = `${edit.name} at "${edit.pointer}"`;
      measure.edits += 1;
      measure.instances += fromBase.length + fromHead.length;
      const instances = [...fromBase, ...fromHead];
      ask(measure, name, base, head, instances, contains(base.context, head.context, options));
      ask(measure, `${name}, undone`, head, base, instances, contains(head.context, base.context, options));
    }
  }
  return measure;
}

/** Ajv itself fails on some schemas with `dependentSchemas` under `unevaluatedProperties`; there it says neither yes nor no. */
function careful(accepts: (instance: unknown) => boolean): (instance: unknown) => boolean | undefined {
  return (instance) => {
    try {
      return accepts(instance);
    } catch {
      return undefined;
    }
  };
}

/** A schema on either side of a question. What it emits is its closed form where the left side is to be closed. */
interface Side {
  readonly context: SchemaInContext;
  /** What it emits as a schema. */
  readonly producer: SchemaInContext;
  readonly accepts: (instance: unknown) => boolean | undefined;
  readonly emits: (instance: unknown) => boolean | undefined;
}

function sideOf(context: SchemaInContext, closeLeft: boolean, isJudged: boolean): Side {
  const accepts = careful(isJudged ? judgeOf(context) : validatorOf(context).accepts);
  if (!closeLeft) return { context, producer: context, accepts, emits: accepts };
  const producer = closeSchema(context);
  return { context, producer, accepts, emits: careful(validatorOf(producer).accepts) };
}

function ask(
  measure: ContainmentMeasure,
  edit: string,
  left: Side,
  right: Side,
  instances: readonly unknown[],
  verdict: Containment,
): void {
  const disproof = { edit, left: left.context, right: right.context, verdict };
  const breaking = instances.find((instance) => left.emits(instance) === true && right.accepts(instance) === false);
  measure.questions += 1;
  if (breaking !== undefined) measure.breaksSampled += 1;
  if (verdict.verdict === "contained") {
    measure.contained += 1;
    if (breaking === undefined) return;
    const isDefect =
      secondJudgement(left.producer, breaking) === false || secondJudgement(right.context, breaking) === true;
    (isDefect ? measure.disputed : measure.misses).push({ ...disproof, instance: breaking });
  } else if (verdict.verdict === "witness") {
    measure.witnesses += 1;
    const { instance } = verdict;
    const isOne = left.emits(instance) === true && left.accepts(instance) === true && right.accepts(instance) === false;
    if (!isOne) measure.misses.push({ ...disproof, instance });
  } else {
    measure.unknown += 1;
    if (breaking === undefined) measure.alarms += 1;
    measure.reasons.set(verdict.reason, (measure.reasons.get(verdict.reason) ?? 0) + 1);
    measure.unknowns.push({ ...disproof, instance: breaking });
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
/** Compiling costs most. Most edits are judged by the validators that witnesses were checked with; every so manieth by one of its own. */
const judgedEvery = 10;

/** A few of the definitions, spread over all of them. */
function namesOf({ definitions }: SchemaInContext): string[] {
  const names = Object.keys(definitions);
  return names.filter((_, at) => at % Math.ceil(names.length / namesMax) === 0);
}
