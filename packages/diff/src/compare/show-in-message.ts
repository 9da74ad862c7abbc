import { assertingKeywords, keywordsOf } from "../containment/asserting-keywords.ts";
import { shrink } from "../containment/shrink.ts";
import { validatorOf } from "../containment/validators.ts";
import type { JsonSchema } from "../contract.ts";
import type { Witness } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import { judgedWitness } from "./judged-witness.ts";
import { type Message, messageAt, schemaOfMessage, withoutOptional } from "./message.ts";
import type { Shown } from "./whole-payload.ts";

/** What both versions say of a message, and where they differ. */
export interface MessagePair extends Pick<Witness, "subject" | "sender"> {
  readonly kind: Witness["kind"];
  readonly base: Message;
  readonly head: Message;
  /** The version whose message it is. The other one rejects it, or has none such among all that it sends. */
  readonly shows: "base" | "head";
  /** The member in which the two differ: what one of them demands, or says another thing of. */
  readonly at: readonly string[];
}

/** The first message that the one version has and the other has not, checked by Ajv by the schemas of both. */
export function showInMessage(pairs: readonly MessagePair[], comparing: Comparing): Shown {
  const reasons: string[] = [];
  for (const pair of pairs) {
    const shown = showOne(pair, comparing);
    if (shown.shown === "witness") return shown;
    if (shown.shown === "unknown") reasons.push(shown.reason);
  }
  return reasons.length === 0
    ? { shown: "nothing breaks" }
    : { shown: "unknown", reason: [...new Set(reasons)].join("; ") };
}

function showOne(pair: MessagePair, comparing: Comparing): Shown {
  try {
    return showSmallest(pair, comparing);
  } catch (cause) {
    // Ajv refuses patterns that are none and schemas that nest deeper than the stack.
    const words = cause instanceof Error ? cause.message : String(cause);
    return { shown: "unknown", reason: `no message could be checked: ${words}` };
  }
}

function showSmallest({ base, head, shows, at, subject, kind, sender }: MessagePair, comparing: Comparing): Shown {
  const [own, other] = shows === "base" ? [withoutOptional(base), head] : [withoutOptional(head), base];
  const smallest = smallestMessage({ way: [], own, other, at }, shows, comparing);
  if (typeof smallest === "string") return { shown: "unknown", reason: smallest };
  if (smallest === undefined) return { shown: "nothing breaks" };
  const rejectedBy = shows === "base" ? "head" : "base";
  const witness = judgedWitness(smallest.value, {
    accepting: validatorOf({ schema: schemaOfMessage(own), definitions: comparing[shows].definitions }),
    rejecting: validatorOf({ schema: schemaOfMessage(other), definitions: comparing[rejectedBy].definitions }),
    place: { steps: at.map((name) => ({ kind: "property", name }) as const) },
    subject,
    kind,
    sender,
    acceptedBy: shows,
    isSmallest: true,
  });
  if (witness === undefined) return { shown: "unknown", reason: "no message was found that both validators judge" };
  const told = messageAt(other, tokensOf(witness.pointer));
  const words = told !== undefined && "schema" in told ? told.words : undefined;
  return { shown: "witness", witness: words === undefined ? witness : { ...witness, message: words } };
}

interface Compared {
  /** The way to what is compared, from the whole message. */
  readonly way: readonly string[];
  readonly own: Message;
  readonly other: Message | undefined;
  /** The way to where they differ; undefined beside it. */
  readonly at: readonly string[] | undefined;
}

/**
 * A message of the one version with no more than it has to have: where both differ what the other one rejects, elsewhere what both accept.
 * Undefined where it is proven that the other one rejects nothing there; a text says why nothing was found.
 */
function smallestMessage(
  { way, own, other, at }: Compared,
  side: "base" | "head",
  comparing: Comparing,
): { readonly value: unknown } | string | undefined {
  if ("schema" in own) {
    const theirs = other === undefined ? undefined : schemaOfMessage(other);
    return at?.length === 0 && theirs !== undefined
      ? rejectedValue(own.schema, theirs, side, comparing)
      : (acceptedValue(own.schema, theirs, side, comparing) ?? noValue(way));
  }
  const members: (readonly [string, unknown])[] = [];
  for (const [name, member] of Object.entries(own.members)) {
    const theirs = messageAt(other, [name]);
    const below = at?.[0] === name ? at.slice(1) : undefined;
    const found = smallestMessage({ way: [...way, name], own: member, other: theirs, at: below }, side, comparing);
    if (found === undefined || typeof found === "string") return found;
    members.push([name, found.value]);
  }
  return { value: Object.fromEntries(members) };
}

function noValue(way: readonly string[]): string {
  const whose = way.length === 0 ? "the message" : `\`${way.join(" ")}\` of the message`;
  return `no value was found that ${whose} can have`;
}

function acceptedValue(own: JsonSchema, other: JsonSchema | undefined, side: "base" | "head", comparing: Comparing) {
  const { const: only } = keywordsOf(own);
  if (only !== undefined) return { value: only };
  if (isAnyText(own) && (other === undefined || isAnyText(other))) return { value: plainText };
  const value = comparing.sampleOfBoth(own, other === undefined ? [] : [other], side);
  if (value === undefined) return undefined;
  return { value: shrink(value, accepting(value, own, other, side, comparing)) };
}

/** Whether a value is accepted as one was that both versions accept; or the one alone, where no other was found. */
function accepting(
  value: unknown,
  own: JsonSchema,
  other: JsonSchema | undefined,
  side: "base" | "head",
  comparing: Comparing,
): (smaller: unknown) => boolean {
  const sending = validatorOf({ schema: own, definitions: comparing[side].definitions });
  if (other === undefined) return (smaller) => sending.accepts(smaller);
  const { definitions } = comparing[side === "base" ? "head" : "base"];
  const receiving = validatorOf({ schema: other, definitions });
  const isBoth = receiving.accepts(value);
  return (smaller) => sending.accepts(smaller) && (!isBoth || receiving.accepts(smaller));
}

/** What stands where any text may stand: an empty one would be no path, and a number, as which a text may be written, misleads. */
const plainText = "a";

function isAnyText(schema: JsonSchema): boolean {
  if (typeof schema === "boolean" || ![schema.type].flat().includes("string")) return false;
  return Object.keys(schema).every((keyword) => keyword === "type" || assertingKeywords[keyword] === undefined);
}

function rejectedValue(own: JsonSchema, other: JsonSchema, side: "base" | "head", comparing: Comparing) {
  const { const: only } = keywordsOf(own);
  if (only !== undefined) {
    const { definitions } = comparing[side === "base" ? "head" : "base"];
    return validatorOf({ schema: other, definitions }).accepts(only) ? undefined : { value: only };
  }
  const answer =
    side === "base"
      ? comparing.contained(own, comparing.fromHead(other))
      : comparing.contained(comparing.fromHead(own), other);
  if (answer.verdict === "contained") return undefined;
  return answer.verdict === "unknown" ? answer.reason : { value: answer.instance };
}

function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
