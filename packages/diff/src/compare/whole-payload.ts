import { shrink } from "../containment/shrink.ts";
import { type Validator, validatorOf } from "../containment/validators.ts";
import type { JsonSchema, Subject } from "../contract.ts";
import type { Direction, Witness } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Position } from "./edit.ts";
import { plantValue } from "./plant-value.ts";
import type { Root, Way } from "./reach.ts";
import { type SchemaStep, stepsOf } from "./schema-step.ts";

/** What a value that one version alone accepts at a position comes to in whole payloads. */
export type Shown =
  | { readonly shown: "witness"; readonly witness: Witness }
  /** It is proven that all payloads are accepted: something else in them makes up for the edit. */
  | { readonly shown: "nothing breaks" }
  | { readonly shown: "unknown"; readonly reason: string };

/** Ways on which payloads are searched for as a whole. */
const thoroughWaysMax = 2;
/** Whole payloads that are asked about when no value could be put into one. */
const askedRootsMax = 20;

/**
 * Builds a small whole payload around the value, and has Ajv check the payload by the schemas of both versions. Where that does not show
 * the break, the payloads are asked about as a whole. A named schema that no payload carries is its own payload.
 */
export function showInPayload(position: Position, side: Direction, value: unknown, comparing: Comparing): Shown {
  try {
    return search(position, side, value, comparing);
  } catch (cause) {
    // Ajv refuses patterns that are none and schemas that nest deeper than the stack.
    return {
      shown: "unknown",
      reason: `no payload could be checked: ${cause instanceof Error ? cause.message : cause}`,
    };
  }
}

function search(position: Position, side: Direction, value: unknown, comparing: Comparing): Shown {
  const ways = waysTo(position, side, comparing);
  const witness =
    plantedWitness(ways, side, value, false, comparing) ??
    plantedWitness(ways.slice(0, thoroughWaysMax), side, value, true, comparing);
  if (witness !== undefined) return { shown: "witness", witness };
  return askWhole(position, ways, side, comparing);
}

/** The first payload with the value at the end of a way that breaks. */
function plantedWitness(
  ways: readonly Way[],
  side: Direction,
  value: unknown,
  isThorough: boolean,
  comparing: Comparing,
): Witness | undefined {
  for (const { root, steps } of ways) {
    const judges = judgesOf(root, side, comparing);
    if (judges === undefined) continue;
    const payload = plantValue({
      schema: root.schema,
      definitions: senderOf(side, comparing).definitions,
      steps,
      value,
      sampleOf: (schema) => comparing.sampleOf(schema, senderSide(side)),
      isThorough,
    });
    if (payload !== undefined && breaks(payload.value, judges))
      return witnessOf(root.subject, side, payload.value, judges);
  }
  return undefined;
}

function askWhole(position: Position, ways: readonly Way[], side: Direction, comparing: Comparing): Shown {
  const roots = rootsOf(position.subject, side, comparing);
  const reasons: string[] = [];
  for (const root of roots.slice(0, askedRootsMax)) {
    const judges = judgesOf(root, side, comparing);
    if (judges === undefined) continue;
    const answer =
      side === "request"
        ? comparing.contained(root.schema, comparing.fromHead(judges.schema))
        : comparing.contained(comparing.fromHead(root.schema), judges.schema);
    if (answer.verdict === "contained") continue;
    const found = answer.verdict === "witness" && breaks(answer.instance, judges);
    if (found && ways.some(({ steps }) => isOnWay(judges.rejecting.failure(answer.instance)!.pointer, steps))) {
      return { shown: "witness", witness: witnessOf(root.subject, side, answer.instance, judges) };
    }
    reasons.push(
      answer.verdict === "unknown"
        ? `${root.subject.name}: ${answer.reason}`
        : `${root.subject.name} breaks elsewhere, and no payload was found that breaks here`,
    );
  }
  if (reasons.length > 0) return { shown: "unknown", reason: reasons[0]! };
  if (roots.length <= askedRootsMax) return { shown: "nothing breaks" };
  return {
    shown: "unknown",
    reason: `it is carried by ${roots.length} payloads, of which ${askedRootsMax} were proven`,
  };
}

/** Who accepts and who rejects a payload, by the schemas of the two versions. */
interface Judges {
  readonly accepting: Validator;
  readonly rejecting: Validator;
  /** The schema of the version that rejects. */
  readonly schema: JsonSchema;
}

function judgesOf(root: Root, side: Direction, comparing: Comparing): Judges | undefined {
  const { baseReach, headReach, base, head } = comparing;
  const schema =
    root.subject.part === "type"
      ? comparing.typeReference(receivedName(root.subject.name, side, comparing))
      : (side === "request" ? headReach : baseReach).rootOf(root.subject, root.direction)?.schema;
  if (schema === undefined) return undefined;
  const receiver = side === "request" ? head : base;
  return {
    accepting: validatorOf({ schema: root.schema, definitions: senderOf(side, comparing).definitions }),
    rejecting: validatorOf({ schema, definitions: receiver.definitions }),
    schema,
  };
}

function breaks(payload: unknown, { accepting, rejecting }: Judges): boolean {
  return accepting.accepts(payload) && !rejecting.accepts(payload);
}

function witnessOf(subject: Subject, side: Direction, payload: unknown, judges: Judges): Witness {
  const small = shrink(payload, (smaller) => breaks(smaller, judges));
  const { pointer, keyword, message } = judges.rejecting.failure(small)!;
  const rejectedBy = side === "request" ? "head" : "base";
  return { subject, payload: small, acceptedBy: senderSide(side), rejectedBy, pointer, keyword, message };
}

/** The ways to a position in whole payloads of the version that sends them. */
function waysTo(position: Position, side: Direction, comparing: Comparing): readonly Way[] {
  const steps = stepsOf(side === "request" ? position.basePath : position.headPath);
  const { subject } = position;
  const reach = side === "request" ? comparing.baseReach : comparing.headReach;
  const ways =
    subject.part === "type"
      ? reach.waysTo(sentName(subject.name, side, comparing)).filter(({ root }) => root.direction === side)
      : [];
  if (ways.length > 0) return ways.map((way) => ({ root: way.root, steps: [...way.steps, ...steps] }));
  const ownStep: readonly SchemaStep[] = subject.part === "type" ? [{ kind: "ref" }] : [];
  return rootsOf(subject, side, comparing).map((root) => ({ root, steps: [...ownStep, ...steps] }));
}

/** The whole payloads that carry a subject in a direction. */
function rootsOf(subject: Subject, side: Direction, comparing: Comparing): readonly Root[] {
  const reach = side === "request" ? comparing.baseReach : comparing.headReach;
  if (subject.part !== "type") {
    const root = reach.rootOf(subject, side);
    return root === undefined ? [] : [root];
  }
  const name = sentName(subject.name, side, comparing);
  const roots = [...reach.rootsOf(name)].filter(({ direction }) => direction === side);
  if (roots.length > 0) return roots;
  return [{ subject, direction: side, schema: comparing.typeReference(name), carrier: subject.name }];
}

function senderSide(side: Direction): "base" | "head" {
  return side === "request" ? "base" : "head";
}

function senderOf(side: Direction, comparing: Comparing) {
  return comparing[senderSide(side)];
}

/** A subject is called by its name in the head. */
function sentName(name: string, side: Direction, { pairs }: Comparing): string {
  return side === "request" ? (pairs.baseName.get(name) ?? name) : name;
}

function receivedName(name: string, side: Direction, { pairs }: Comparing): string {
  return side === "request" ? name : (pairs.baseName.get(name) ?? name);
}

/** Whether a place in a payload is on the way to a position, or beyond it. */
function isOnWay(pointer: string, steps: readonly SchemaStep[]): boolean {
  const tokens = pointer.split("/").slice(1);
  const way = steps.flatMap(tokenOf);
  return way.slice(0, tokens.length).every((token, at) => token === undefined || token === tokens[at]);
}

/** The token that a step adds to a payload's pointer: none of a step in place, any one of a step to any member or item. */
function tokenOf(step: SchemaStep): readonly (string | undefined)[] {
  if (step.kind === "ref" || step.kind === "branch" || step.kind === "aside") return [];
  return [step.kind === "property" ? step.name.replaceAll("~", "~0").replaceAll("/", "~1") : undefined];
}
