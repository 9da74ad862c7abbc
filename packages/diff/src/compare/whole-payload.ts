import { validatorOf } from "../containment/validators.ts";
import type { JsonSchema, Subject } from "../contract.ts";
import type { Direction, Witness } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Edit, Position } from "./edit.ts";
import { type Place, valuesAt } from "./failure-on-way.ts";
import { type Judges, judgedWitness } from "./judged-witness.ts";
import { plantValue } from "./plant-value.ts";
import type { Root, Way } from "./reach.ts";
import { pointerOf, type SchemaStep, stepsOf } from "./schema-step.ts";

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
export function showInPayload(edit: Edit, side: Direction, value: unknown, comparing: Comparing): Shown {
  try {
    return search(edit, side, value, comparing);
  } catch (cause) {
    // Ajv refuses patterns that are none and schemas that nest deeper than the stack.
    return {
      shown: "unknown",
      reason: `no payload could be checked: ${cause instanceof Error ? cause.message : cause}`,
    };
  }
}

function search(edit: Edit, side: Direction, value: unknown, comparing: Comparing): Shown {
  const ways = waysTo(edit.position, side, comparing);
  const member = memberOf(edit);
  const planting = { ways, member, side, value, comparing };
  const witness =
    plantedWitness({ ...planting, isThorough: false }) ??
    plantedWitness({ ...planting, ways: ways.slice(0, thoroughWaysMax), isThorough: true });
  if (witness !== undefined) return { shown: "witness", witness };
  return askWhole(planting, edit.position);
}

interface Search {
  readonly ways: readonly Way[];
  /** The member that the edit is about, where its position is the object. */
  readonly member: string | undefined;
  readonly side: Direction;
  readonly value: unknown;
  readonly comparing: Comparing;
}

/** The member right below an edit's position that its pointer names; undefined of an edit that is about the position itself. */
function memberOf({ pointer, position }: Edit): string | undefined {
  const rest = [position.headPath, position.basePath]
    .map(pointerOf)
    .flatMap((path) => (pointer.startsWith(path) ? [pointer.slice(path.length)] : []));
  const member = rest.map((each) => /^\/properties\/([^/]*)$/.exec(each)?.[1]).find((name) => name !== undefined);
  return member?.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A whole payload with a value in it, which the version that sends it accepts. */
export interface CarriedValue {
  readonly subject: Subject;
  readonly payload: unknown;
  /** What the other version says of the payload. */
  readonly received: JsonSchema;
  /** Where in the payload the value is. */
  readonly pointer: string;
}

/** A small payload that has a valid value at the position of an edit; undefined where none was found. */
export function carriedValue({ position }: Edit, side: Direction, comparing: Comparing): CarriedValue | undefined {
  const sender = senderSide(side);
  const value = comparing.sampleOf(position[sender], sender);
  if (value === undefined) return undefined;
  for (const { root, steps } of waysTo(position, side, comparing)) {
    const judges = judgesOf(root, side, comparing);
    if (judges === undefined) continue;
    const payload = plantedPayload({ root, steps, judges, side, value, comparing, isThorough: true });
    if (payload === undefined || !judges.accepting.accepts(payload.value)) continue;
    const [at] = valuesAt(payload.value, { steps });
    if (at !== undefined)
      return { subject: root.subject, payload: payload.value, received: judges.schema, pointer: at.pointer };
  }
  return undefined;
}

/** The first payload with the value at the end of a way that breaks there. */
function plantedWitness({
  ways,
  member,
  side,
  value,
  comparing,
  isThorough,
}: Search & { readonly isThorough: boolean }) {
  for (const { root, steps } of ways) {
    const judges = judgesOf(root, side, comparing);
    if (judges === undefined) continue;
    const payload = plantedPayload({ root, steps, judges, side, value, comparing, isThorough });
    const witness = payload && witnessAt({ steps, member }, payload.value, { root, side, judges });
    if (witness !== undefined) return witness;
  }
  return undefined;
}

interface PlantedPayload extends Way, Judged {
  readonly value: unknown;
  readonly comparing: Comparing;
  readonly isThorough: boolean;
}

function plantedPayload({ root, steps, judges, side, value, comparing, isThorough }: PlantedPayload) {
  const [sender, receiver] = [senderSide(side), receiverSide(side)];
  return plantValue({
    schema: root.schema,
    definitions: comparing[sender].definitions,
    received: judges.schema,
    receivedDefinitions: comparing[receiver].definitions,
    steps,
    value,
    sampleOf: (schema, received = []) => comparing.sampleOfBoth(schema, received, sender),
    isThorough,
  });
}

function askWhole({ ways, member, side, comparing }: Search, position: Position): Shown {
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
    if (answer.verdict === "witness") {
      for (const { steps } of ways.filter((way) => isSame(way.root.subject, root.subject))) {
        const witness = witnessAt({ steps, member }, answer.instance, { root, side, judges });
        if (witness !== undefined) return { shown: "witness", witness };
      }
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

interface ReceiverJudges extends Judges {
  /** The schema of the version that rejects. */
  readonly schema: JsonSchema;
}

function judgesOf(root: Root, side: Direction, comparing: Comparing): ReceiverJudges | undefined {
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

/** The payload as a witness of the side on which it is sent. */
function witnessAt(place: Place, payload: unknown, { root, side, judges }: Judged): Witness | undefined {
  return judgedWitness(payload, {
    ...judges,
    place,
    subject: root.subject,
    kind: "payload",
    sender: side === "request" ? "client" : "service",
    acceptedBy: senderSide(side),
  });
}

interface Judged {
  readonly root: Root;
  readonly side: Direction;
  readonly judges: ReceiverJudges;
}

/** The ways to a position in whole payloads of the version that sends them. */
function waysTo(position: Position, side: Direction, comparing: Comparing): readonly Way[] {
  const steps = stepsOf(side === "request" ? position.basePath : position.headPath);
  const { subject } = position;
  const reach = side === "request" ? comparing.baseReach : comparing.headReach;
  const ways = subject.part === "type" ? reach.waysTo(sentName(subject.name, side, comparing), side) : [];
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

function isSame(left: Subject, right: Subject): boolean {
  return left.part === right.part && left.name === right.name && left.payload === right.payload;
}

function senderSide(side: Direction): "base" | "head" {
  return side === "request" ? "base" : "head";
}

function receiverSide(side: Direction): "base" | "head" {
  return side === "request" ? "head" : "base";
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
