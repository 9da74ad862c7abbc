import { type Validator, validatorOf } from "../containment/validators.ts";
import type { JsonSchema, Subject } from "../contract.ts";
import type { Direction, Witness } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Position } from "./edit.ts";
import { plantValue } from "./plant-value.ts";
import type { Root, Way } from "./reach.ts";
import { referenceTo } from "./reach.ts";
import { stepsOf } from "./schema-step.ts";
import { shrink } from "./shrink.ts";

/** What the search for a payload that shows a break came to. */
export type Shown =
  | { readonly shown: "witness"; readonly witness: Witness }
  /** Every payload that carries the value is accepted: something else in it makes up for the edit, as far as was tried. */
  | { readonly shown: "accepted" }
  /** No payload could be built around the value. */
  | { readonly shown: "nothing" };

/**
 * Builds a small whole payload around a value that one version accepts at a position and the other does not, and has Ajv check the
 * payload by the schemas of both versions. A named schema that no payload carries is its own payload.
 */
export function showInPayload(position: Position, direction: Direction, value: unknown, comparing: Comparing): Shown {
  const { base, head, baseReach, headReach } = comparing;
  const sender = direction === "request" ? base : head;
  const reach = direction === "request" ? baseReach : headReach;
  const steps = stepsOf(direction === "request" ? position.basePath : position.headPath);
  let tried = false;
  for (const way of waysTo(position.subject, direction, reach, comparing)) {
    const judges = judgesOf(way.root.subject, way.root.schema, direction, comparing);
    if (judges === undefined) continue;
    const payload = plantValue({
      schema: way.root.schema,
      definitions: sender.definitions,
      steps: [...way.steps, ...steps],
      value,
      sampleOf: (schema) => comparing.sampleOf(schema, direction === "request" ? "base" : "head"),
    });
    if (payload === undefined || !judges.accepting.accepts(payload.value)) continue;
    tried = true;
    const failure = judges.rejecting.failure(payload.value);
    if (failure === undefined) continue;
    return { shown: "witness", witness: witnessOf(way.root.subject, direction, payload.value, judges) };
  }
  return { shown: tried ? "accepted" : "nothing" };
}

export interface Judges {
  readonly accepting: Validator;
  readonly rejecting: Validator;
}

export function witnessOf(
  subject: Subject,
  direction: Direction,
  payload: unknown,
  { accepting, rejecting }: Judges,
): Witness {
  const small = shrink(payload, (smaller) => accepting.accepts(smaller) && !rejecting.accepts(smaller));
  const { pointer, keyword, message } = rejecting.failure(small)!;
  const sender = direction === "request" ? "base" : "head";
  const rejectedBy = direction === "request" ? "head" : "base";
  return { subject, payload: small, acceptedBy: sender, rejectedBy, pointer, keyword, message };
}

/** The whole payloads to try for a subject; a type that none carries is its own. */
function waysTo(
  subject: Subject,
  direction: Direction,
  reach: { waysTo(name: string): readonly Way[]; readonly roots: readonly Root[] },
  comparing: Comparing,
): readonly Way[] {
  if (subject.part !== "type") {
    return reach.roots
      .filter((root) => root.direction === direction && isSame(root.subject, subject))
      .map((root) => ({ root, steps: [] }));
  }
  const ways = reach
    .waysTo(nameIn(direction, subject.name, comparing))
    .filter(({ root }) => root.direction === direction);
  if (ways.length > 0) return ways;
  const schema: JsonSchema = { $ref: referenceTo(nameIn(direction, subject.name, comparing)) };
  return [{ root: { subject, direction, schema, carrier: subject.name }, steps: [{ kind: "ref" }] }];
}

/** A subject is called by its name in the head. */
function nameIn(direction: Direction, name: string, { pairs }: Comparing): string {
  return direction === "request" ? (pairs.baseName.get(name) ?? name) : name;
}

/** Who accepts and who rejects: the same payload's schemas in both versions. */
export function judgesOf(
  subject: Subject,
  schema: JsonSchema,
  direction: Direction,
  comparing: Comparing,
): Judges | undefined {
  const { base, head, baseReach, headReach } = comparing;
  const there = direction === "request" ? headReach : baseReach;
  const otherName =
    direction === "request" ? subject.name : (comparing.pairs.baseName.get(subject.name) ?? subject.name);
  const otherSchema =
    subject.part === "type"
      ? ({ $ref: referenceTo(otherName) } as JsonSchema)
      : there.roots.find((root) => root.direction === direction && isSame(root.subject, subject))?.schema;
  if (otherSchema === undefined) return undefined;
  const [sender, receiver] = direction === "request" ? [base, head] : [head, base];
  return {
    accepting: validatorOf({ schema, definitions: sender.definitions }),
    rejecting: validatorOf({ schema: otherSchema, definitions: receiver.definitions }),
  };
}

function isSame(left: Subject, right: Subject): boolean {
  return left.part === right.part && left.name === right.name && left.payload === right.payload;
}
