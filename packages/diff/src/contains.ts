import type { Answer } from "./containment/answer.ts";
import { closeSchema } from "./containment/close-schema.ts";
import { UnreadableSchema } from "./containment/definitions.ts";
import { evaluate } from "./containment/evaluate.ts";
import { constantOf } from "./containment/literals.ts";
import type { Literal } from "./containment/node.ts";
import { describeObstacle } from "./containment/obstacle.ts";
import { shrink } from "./containment/shrink.ts";
import { Solver } from "./containment/solve.ts";
import { validatorOf } from "./containment/validators.ts";
import { currentWorkspace, type Workspace } from "./containment/workspace.ts";
import type { Containment, ContainmentOptions, SchemaInContext } from "./containment.ts";

/** Steps of a proof or a search: some milliseconds for schemas as they are written, and a second or two at the worst. */
export const defaultStepsMax = 20_000;
/** Witnesses that Ajv may refute before the answer is unknown. */
const refutedMax = 4;

interface Question {
  readonly left: SchemaInContext;
  readonly right: SchemaInContext;
  readonly assertFormats: boolean;
  /** What a witness satisfies. */
  readonly literals: readonly Literal[];
  readonly solver: Solver;
  readonly workspace: Workspace;
}

/**
 * Whether every value that the left schema accepts is accepted by the right one.
 *
 * It looks for a value of left and not right. That there is none is a proof; one that is found is a witness as soon as Ajv has accepted it
 * on the left and rejected it on the right; everything else is unknown. Annotations are ignored, and a `$ref` is what it means.
 */
export function contains(left: SchemaInContext, right: SchemaInContext, options: ContainmentOptions = {}): Containment {
  const { closeLeft = false, assertFormats = true, stepsMax = defaultStepsMax } = options;
  try {
    const producer = closeLeft ? closeSchema(left) : left;
    const workspace = currentWorkspace();
    const literals = [
      workspace.reader(producer.definitions, assertFormats).read(producer.schema),
      -workspace.reader(right.definitions, assertFormats).read(right.schema),
    ];
    const solver = new Solver(workspace.forms, workspace.answers, stepsMax);
    const answer = solver.solve(literals);
    if (answer.kind === "empty") return { verdict: "contained" };
    return confirm(answer, { left: producer, right, assertFormats, literals, solver, workspace });
  } catch (cause) {
    return { verdict: "unknown", reason: unreadable(cause) };
  }
}

/** A small instance that a schema accepts, checked by Ajv; undefined where there is none or none was found. */
export function sample(context: SchemaInContext, options: ContainmentOptions = {}): unknown {
  const { closeLeft = false, assertFormats = true } = options;
  const schema = closeLeft ? closeSchema(context) : context;
  const answer = answerFor(schema, options);
  const value = answer.kind === "found" ? answer.value : answer.kind === "unknown" ? answer.guess?.value : undefined;
  return value !== undefined && validatorOf(schema, assertFormats).accepts(value) ? value : undefined;
}

/** Whether a schema accepts nothing at all: proven, or undefined where it is not known. */
export function isEmpty(context: SchemaInContext, options: ContainmentOptions = {}): boolean | undefined {
  const answer = answerFor(options.closeLeft === true ? closeSchema(context) : context, options);
  return answer.kind === "unknown" ? undefined : answer.kind === "empty";
}

function answerFor(
  schema: SchemaInContext,
  { assertFormats = true, stepsMax = defaultStepsMax }: ContainmentOptions,
): Answer {
  try {
    const { reader, forms, answers } = currentWorkspace();
    return new Solver(forms, answers, stepsMax).solve([reader(schema.definitions, assertFormats).read(schema.schema)]);
  } catch (cause) {
    return { kind: "unknown", obstacle: { matter: unreadable(cause) } };
  }
}

/**
 * Ajv has the last word on a witness. Where it refutes one, by a defect of its own or of this, the next one is tried; when it refutes all
 * of them, that counts as a disagreement within, and the answer is unknown.
 */
function confirm(first: Exclude<Answer, { kind: "empty" }>, question: Question): Containment {
  try {
    const witness = findWitness(first, question);
    if (witness !== undefined) return witness;
  } catch (cause) {
    if (first.kind === "found") throw cause;
  }
  const { left, right } = question;
  if (first.kind === "unknown") return { verdict: "unknown", reason: describeObstacle(first.obstacle, left, right) };
  question.workspace.disagreements.push({ left, right, value: first.value });
  return { verdict: "unknown", reason: "Ajv does not confirm the witness" };
}

function findWitness(first: Answer, { left, right, assertFormats, literals, solver, workspace }: Question) {
  const accepting = validatorOf(left, assertFormats);
  const rejecting = validatorOf(right, assertFormats);
  // The forms are asked first: they are cheaper, and what only one of both takes for a witness gets through neither.
  const isWitness = (candidate: unknown) => {
    if (literals.some((literal) => evaluate(literal, candidate, workspace.forms) === false)) return false;
    try {
      return accepting.accepts(candidate) && !rejecting.accepts(candidate);
    } catch {
      // Ajv itself fails on some schemas with dependentSchemas under unevaluatedProperties: it confirms nothing then.
      return false;
    }
  };
  const refuted: unknown[] = [];
  let answer = first;
  while (answer.kind !== "empty" && refuted.length <= refutedMax) {
    const guess: { readonly value: unknown } | undefined = answer.kind === "found" ? answer : answer.guess;
    if (guess === undefined) return undefined;
    if (isWitness(guess.value)) {
      const instance = shrink(guess.value, isWitness);
      return { verdict: "witness", instance, ...rejecting.failure(instance)! } as const;
    }
    refuted.push(guess.value);
    answer = solver.solve([...literals, ...refuted.map((value) => -constantOf(value, workspace.forms))]);
  }
  return undefined;
}

function unreadable(cause: unknown): string {
  if (cause instanceof UnreadableSchema) return cause.message;
  return `the schema could not be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}
