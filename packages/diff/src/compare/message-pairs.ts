import { remembered } from "../containment/remembered.ts";
import type { Contract, JsonSchema, Operation, Payload } from "../contract.ts";
import { statusOf } from "./align-statuses.ts";
import type { Comparing } from "./comparing.ts";
import type { Keywords } from "./edit.ts";
import {
  answerMessage,
  callMessage,
  coveringBody,
  type ExchangeChoice,
  mediaTypePlace,
  placeOfPayload,
  sharedBody,
} from "./exchange-message.ts";
import { resolved } from "./match-branches.ts";
import { fixed, type MemberMessage, type Message, membersOf, oneOf } from "./message.ts";
import { propertiesOf, requiredOf } from "./object-edits.ts";
import { valuesOf } from "./scalar-edits.ts";
import { sameValue } from "./schema-identity.ts";
import type { MessagePair } from "./show-in-message.ts";

/**
 * What is sent of the parts of a contract that are no schema, as both versions say it. Where a version has no such part, its side is what
 * all of that kind have in common: how they are called, one of the names that there are. Whatever that refuses, each of them refuses, so
 * that a thousand operations need not be asked.
 */

/** A call of an operation that is gone. Where a member of all requests tells operations apart, its request alone shows it. */
export function removedCall(name: string, comparing: Comparing): readonly MessagePair[] {
  const request = tellingRequest(name, comparing);
  if (request !== undefined) {
    const { payload, tag, values } = request;
    const subject = { part: "operation", name, payload: payload.name } as const;
    const read = membersOf([[[tag], oneOf(values, "names no operation")]]);
    const common = { kind: "payload", sender: "client", subject, shows: "base" } as const;
    return [{ ...common, base: { schema: payload.schema }, head: read, at: [tag] }];
  }
  return [{ ...call(name), shows: "base", base: callMessage(name, comparing.base), ...addressed(name, comparing) }];
}

/** A call of an operation that both versions have and read in another way at one place. */
export function changedCall(
  name: string,
  at: readonly string[],
  { base, head }: Comparing,
  choice: ExchangeChoice = {},
): readonly MessagePair[] {
  const chosen = { ...sharedBody(base.operations.get(name)!, head.operations.get(name)!), ...choice };
  const pair = { base: withGroup(callMessage(name, base, chosen), at), head: callMessage(name, head, chosen) };
  return [{ ...call(name), ...pair, shows: "base", at }];
}

/** The call of an operation under another method or path. */
export function reboundCall(name: string, comparing: Comparing): readonly MessagePair[] {
  const path = (contract: Contract) => contract.operations.get(name)?.binding?.split(" ", 2)[1];
  return changedCall(name, [path(comparing.base) === path(comparing.head) ? "method" : "path"], comparing);
}

/** What is no longer answered: a status, a body of one, or a body. */
export function removedAnswer(name: string, choice: ExchangeChoice, comparing: Comparing): readonly MessagePair[] {
  const { base, head } = comparing;
  const carried = payloadOf(base.operations.get(name)!, choice.carried);
  const status = choice.status ?? (carried === undefined ? undefined : statusOf(carried));
  const { statuses = [], errors } = head.operations.get(name)!;
  const isAnswered = status === undefined || statuses.includes(status) || errors.includes(status);
  const after = answerMessage(name, head, { ...choice, ...(status !== undefined && { status }) });
  const pair = { ...answer(name), shows: "base", base: answerMessage(name, base, choice) } as const;
  if (!isAnswered) return [{ ...pair, head: after, at: ["status"] }];
  const none: Message = { schema: false, optional: true, words: "is no longer answered" };
  return [{ ...pair, head: { members: { ...after.members, body: none } }, at: ["body"] }];
}

/**
 * A body under a media type that is no longer read or answered by itself. Where a range of media types covers it, what is said of bodies
 * under the range decides, and of an answer also what else the range lets through.
 */
export function removedMediaType(name: string, payload: Payload, comparing: Comparing): readonly MessagePair[] {
  const { base, head } = comparing;
  const choice = { carried: payload.name };
  if (payload.role === "request") {
    const [pair] = changedCall(name, mediaTypePlace, comparing, choice) as readonly [MessagePair];
    return [pair, { ...pair, at: ["body"] }];
  }
  const status = statusOf(payload);
  const answered = { ...choice, ...(status !== undefined && { status }) };
  const pair = { ...answer(name), base: answerMessage(name, base, choice), head: answerMessage(name, head, answered) };
  const gone = { ...pair, shows: "base", at: mediaTypePlace } as const;
  const range = coveringBody(head.operations.get(name)!, payload);
  if (range === undefined) return [gone];
  const ranged = { ...answered, carried: range.name };
  const open = { base: answerMessage(name, base, ranged), head: answerMessage(name, head, ranged) };
  return [gone, { ...pair, ...open, shows: "head", at: mediaTypePlace }, { ...pair, shows: "head", at: ["body"] }];
}

/** How one value of a message is written, where its schema says nothing of it: a value that is written otherwise, if there is one. */
export function changedEncoding(name: string, payload: Payload, comparing: Comparing): readonly MessagePair[] {
  const { base, head } = comparing;
  const isCall = payload.role === "request";
  const choice = { carried: payload.name };
  const place = placeOfPayload(payload).join(" ");
  const encodingIn = (contract: Contract) => payloadOf(contract.operations.get(name)!, payload.name)?.encoding;
  const written = (contract: Contract): MemberMessage => {
    const message = isCall ? callMessage(name, contract, choice) : answerMessage(name, contract, choice);
    return {
      members: { ...message.members, encoding: membersOf([[[place], fixed(encodingIn(contract) ?? "usual")]]) },
    };
  };
  const shows = isCall ? "base" : "head";
  const pair = { ...(isCall ? call(name) : answer(name)), base: written(base), head: written(head), shows } as const;
  const at = ["encoding", place];
  const telling = writtenOtherwise(encodingIn(base), encodingIn(head));
  return [
    ...telling.map((schema) => ({ ...pair, [shows]: narrowedAt(pair[shows], placeOfPayload(payload), schema), at })),
    { ...pair, at },
  ];
}

/** The values whose text the encoding has a say in, the plainest first: an empty list, and one of one, are written alike. */
function writtenOtherwise(before = "", after = ""): readonly JsonSchema[] {
  const [base, head] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  const changed = names.filter((name) => !sameValue(base[name] ?? {}, head[name] ?? {}));
  if (changed.length > 0) return [{ type: "object", required: changed }];
  const list = { type: "array", minItems: 2 };
  const texts = { ...list, items: { type: "string", minLength: 1 } };
  return [texts, list, { type: "object", minProperties: 1 }];
}

/** The encoding of a body in parts is an object in JSON, by their names; any other is words. */
function partsOf(encoding: string): Readonly<Record<string, unknown>> {
  if (!encoding.startsWith("{")) return {};
  try {
    return JSON.parse(encoding);
  } catch {
    return {};
  }
}

function narrowedAt(message: Message, [name, ...rest]: readonly string[], schema: JsonSchema): Message {
  if ("schema" in message) return { ...message, schema: { allOf: [message.schema, schema] } };
  const member = name === undefined ? undefined : message.members[name];
  if (name === undefined || member === undefined) return message;
  return { ...message, members: { ...message.members, [name]: narrowedAt(member, rest, schema) } };
}

/** An event that is no longer sent: by nobody, or by an operation that sends others. */
export function removedEvent(event: string, { base, head }: Comparing, operation?: string): readonly MessagePair[] {
  const names = operation === undefined ? [...head.events.keys()] : head.operations.get(operation)!.emits;
  const message = (name: Message) =>
    membersOf([...(operation === undefined ? [] : [[["operation"], fixed(operation)] as const]), [["event"], name]]);
  const data = base.events.get(event)?.payload;
  const sent = message(fixed(event)).members;
  return [
    {
      kind: "message",
      sender: "service",
      subject: operation === undefined ? { part: "event", name: event } : { part: "operation", name: operation },
      shows: "base",
      base: { members: data === undefined ? sent : { ...sent, data: { schema: data } } },
      head: message(oneOf(names, operation === undefined ? "is the name of no event" : "is no event that it emits")),
      at: ["event"],
    },
  ];
}

/** A call of a capability that is gone. */
export function removedCapability(name: string, { base, head }: Comparing): readonly MessagePair[] {
  const { input } = base.capabilities.get(name)!;
  return [
    {
      kind: "message",
      sender: "client",
      subject: { part: "capability", name },
      shows: "base",
      base: membersOf([
        [["capability"], fixed(name)],
        [["input"], { schema: input }],
      ]),
      head: membersOf([[["capability"], oneOf([...head.capabilities.keys()], "names no capability")]]),
      at: ["capability"],
    },
  ];
}

/** What comes with an error code. */
export function reassignedError(code: string, at: string, { base, head }: Comparing): readonly MessagePair[] {
  const message = (contract: Contract): Message => {
    const { httpStatus, jsonRpc, retryable } = contract.errorCodes.get(code)!;
    return membersOf(
      Object.entries({ code, httpStatus, jsonRpc, retryable }).map(([name, value]) => [[name], fixed(value)] as const),
    );
  };
  const subject = { part: "errorCode", name: code } as const;
  const pair = { base: message(base), head: message(head), at: [at] };
  return [{ kind: "message", sender: "service", subject, shows: "head", ...pair }];
}

/** Two requests at once, where the head takes one. */
export function removedBatch({ base }: Comparing): readonly MessagePair[] {
  const request = [...base.operations.values()]
    .flatMap(({ payloads }) => payloads)
    .find(({ role, name }) => role === "request" && name === "request")?.schema;
  const words = "is a batch, and none is read";
  const batch = { type: "array", items: request ?? { type: "object" }, minItems: 2 };
  return [
    {
      kind: "message",
      sender: "client",
      subject: { part: "contract", name: "" },
      shows: "base",
      base: { schema: batch },
      head: { schema: { type: ["object", "array"], maxItems: 1 }, words },
      at: [],
    },
  ];
}

/** The message with the group of a member that is missing, so that a reader sees where it is missing. */
function withGroup(message: MemberMessage, [name, ...rest]: readonly string[]): MemberMessage {
  if (name === undefined || rest.length === 0) return message;
  const group = message.members[name];
  const members = group !== undefined && "members" in group ? group.members : {};
  return { members: { ...message.members, [name]: { members } } };
}

function call(name: string) {
  return { kind: "message", sender: "client", subject: { part: "operation", name } } as const;
}

function answer(name: string) {
  return { kind: "message", sender: "service", subject: { part: "operation", name } } as const;
}

function payloadOf({ payloads }: Operation, name: string | undefined): Payload | undefined {
  return payloads.find((payload) => payload.name === name);
}

/** The request of an operation by itself, where one member tells all requests of the other version apart, and is of this value in none. */
function tellingRequest(name: string, { base, head }: Comparing) {
  const operation = base.operations.get(name)!;
  const payload = operation.binding === undefined ? payloadOf(operation, "request") : undefined;
  const others = requestsOf(head);
  if (payload === undefined || others === undefined || others.length === 0) return undefined;
  const ours = resolved(payload.schema, base);
  for (const tag of requiredOf(ours)) {
    const own = valuesAt(ours, tag, base);
    const read = others.map((request) => valuesAt(request, tag, head));
    const values = read.flatMap((some) => some ?? []);
    const isTold = own?.length === 1 && read.every((some) => some !== undefined);
    if (isTold && !values.some((value) => sameValue(value, own[0]))) return { payload, tag, values };
  }
  return undefined;
}

/** The requests of all operations; undefined where one has none. */
function requestsOf(contract: Contract): readonly Keywords[] | undefined {
  return remembered(requests, contract, () => {
    const all = [...contract.operations.values()].map((operation) => payloadOf(operation, "request"));
    return { all: all.includes(undefined) ? undefined : all.map((payload) => resolved(payload!.schema, contract)) };
  }).all;
}

const requests = new WeakMap<Contract, { readonly all: readonly Keywords[] | undefined }>();

/** The values that a required member can have, where the schema lists them. */
function valuesAt(keywords: Keywords, member: string, contract: Contract): readonly unknown[] | undefined {
  const schema = requiredOf(keywords).has(member) ? propertiesOf(keywords)[member] : undefined;
  return schema === undefined ? undefined : valuesOf(resolved(schema, contract));
}

/** What the calls of all operations of a contract have in common, of those of a path where it has operations; and where it tells them apart. */
function addressed(name: string, { base, head }: Comparing): Pick<MessagePair, "head" | "at"> {
  const { binding } = base.operations.get(name)!;
  const { paths, byPath, byName } = remembered(addresses, head, () => addressesOf(head));
  const [, path] = binding?.split(" ", 2) ?? [];
  if (binding !== name || path === undefined) return { head: byName, at: ["operation"] };
  const known = byPath.get(path);
  return known === undefined ? { head: paths, at: ["path"] } : { head: known, at: ["method"] };
}

interface Addresses {
  readonly byName: Message;
  readonly paths: Message;
  readonly byPath: ReadonlyMap<string, Message>;
}

const addresses = new WeakMap<Contract, Addresses>();

function addressesOf({ operations }: Contract): Addresses {
  const methods = new Map<string, string[]>();
  for (const { binding } of operations.values()) {
    const [method, path] = binding?.split(" ", 2) ?? [];
    if (method !== undefined && path !== undefined) remembered(methods, path, () => []).push(method);
  }
  return {
    byName: membersOf([[["operation"], oneOf([...operations.keys()], "names no operation")]]),
    paths: membersOf([[["path"], oneOf([...methods.keys()], "is the path of no operation")]]),
    byPath: new Map(
      [...methods].map(([path, some]) => [
        path,
        membersOf([
          [["method"], oneOf(some, "is no method of this path")],
          [["path"], fixed(path)],
        ]),
      ]),
    ),
  };
}
