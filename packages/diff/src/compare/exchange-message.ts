import type { Contract, HeaderUse, JsonSchema, Operation, Payload } from "../contract.ts";
import { statusOf } from "./align-statuses.ts";
import { fixed, type MemberMessage, type Message, membersOf, oneOf } from "./message.ts";

/** What of an exchange is meant, where there are several or it could be left out. */
export interface ExchangeChoice {
  /** A payload that the message has, though it could be left out. */
  readonly carried?: string;
  /** The body, of those that are alternatives, unless it is the one that is carried. Default: the first. */
  readonly body?: string;
  /** The status with which an operation answers. Default: that of the payload that is carried. */
  readonly status?: string;
}

type Placed = readonly [readonly string[], Message];

/** A call of an operation as one version reads it: how it is addressed, its parameters and headers, and its body. */
export function callMessage(name: string, contract: Contract, choice: ExchangeChoice = {}): MemberMessage {
  const operation = contract.operations.get(name)!;
  const payloads = operation.payloads.filter(({ role }) => role === "request");
  return membersOf([
    ...addressOf(name, operation),
    ...headerPlaces(operation.requestHeaders, contract),
    ...payloadPlaces(payloads, choice, "is no media type that is read"),
  ]);
}

/** An answer of an operation as one version sends it: its status where the contract says it, its headers, and its body. */
export function answerMessage(name: string, contract: Contract, choice: ExchangeChoice = {}): MemberMessage {
  const operation = contract.operations.get(name)!;
  const carried = operation.payloads.find((payload) => payload.name === choice.carried);
  const status = choice.status ?? (carried === undefined ? undefined : statusOf(carried));
  const payloads = operation.payloads.filter((payload) =>
    status === undefined ? payload.role === (carried?.role ?? "response") : statusOf(payload) === status,
  );
  const answered = [...(operation.statuses ?? []), ...operation.errors];
  const statusPlaces: readonly Placed[] =
    operation.statuses === undefined || status === undefined
      ? []
      : [[["status"], answered.includes(status) ? fixed(statusValue(status)) : statuses(answered)]];
  return membersOf([
    ...statusPlaces,
    ...headerPlaces(operation.responseHeaders, contract),
    ...payloadPlaces(payloads, choice, "is no media type that is answered"),
  ]);
}

/** How an operation is called: by method and path, or by its name where the contract does not say them or it has a name besides. */
function addressOf(name: string, { binding }: Operation): readonly Placed[] {
  const named: readonly Placed[] = binding === name ? [] : [[["operation"], fixed(name)]];
  const [method, path] = binding?.split(" ", 2) ?? [];
  if (method === undefined || path === undefined) return named;
  return [...named, [["method"], fixed(method)], [["path"], fixed(path)]];
}

/** Where in a message a payload is. */
export function placeOfPayload({ name, header }: Payload): readonly string[] {
  if (header !== undefined) return ["headers", header];
  const [, group, member] = /^(query|header|cookie|path parameter) (.+)$/s.exec(name) ?? [];
  return group === undefined || member === undefined ? ["body"] : [memberOfGroup[group]!, member];
}

const memberOfGroup: Readonly<Record<string, string>> = {
  query: "query",
  header: "headers",
  cookie: "cookies",
  "path parameter": "pathParameters",
};

/** Where in a message the media type of its body is. */
export const mediaTypePlace: readonly string[] = ["headers", "content-type"];

/** Which of the bodies that are alternatives both versions have, so that it says nothing of them that they differ in others. */
export function sharedBody(before: Operation, after: Operation): ExchangeChoice {
  const bodies = before.payloads.filter(({ role, alternative }) => role === "request" && alternative !== undefined);
  const shared = bodies.find(({ name }) => after.payloads.some((payload) => payload.name === name)) ?? bodies[0];
  return shared === undefined ? {} : { body: shared.name };
}

function statusValue(status: string): unknown {
  return /^\d+$/.test(status) ? Number(status) : status;
}

function statuses(answered: readonly string[]): Message {
  return oneOf(answered.map(statusValue), "is no status that is answered");
}

/** HTTP's names are the same in any case. */
function headerPlaces(uses: readonly HeaderUse[], { headers }: Contract): readonly Placed[] {
  return uses.map(({ name, required }) => [
    ["headers", name.toLowerCase()],
    { schema: headers.get(name)?.schema ?? { type: "string" }, optional: !required },
  ]);
}

function payloadPlaces(payloads: readonly Payload[], choice: ExchangeChoice, words: string): readonly Placed[] {
  const isCarried = ({ name }: Payload) => name === choice.carried;
  const alternatives = payloads.filter(({ alternative }) => alternative !== undefined);
  const others = payloads.filter(({ alternative }) => alternative === undefined);
  return [
    ...others.map((payload): Placed => {
      const { schema, required } = payload;
      return [placeOfPayload(payload), { schema, optional: !required && !isCarried(payload) }];
    }),
    ...(alternatives.length === 0 ? [] : bodyPlaces(alternatives, choice, words)),
  ];
}

/** The one body that is meant, under its media type; where there is none such, all media types that there are. */
function bodyPlaces(alternatives: readonly Payload[], choice: ExchangeChoice, words: string): readonly Placed[] {
  const isBody = (name: string | undefined) => name !== undefined && placeOfPayload({ name } as Payload)[0] === "body";
  const wanted = (isBody(choice.carried) ? choice.carried : undefined) ?? choice.body ?? alternatives[0]!.name;
  const meant = alternatives.find(({ name }) => name === wanted);
  const covering =
    meant ?? alternatives.find((payload) => isRangeOf(mediaTypeOf(payload), mediaTypeOf({ name: wanted })));
  const optional = choice.carried !== wanted && !alternatives.some(({ required }) => required);
  const types = (meant === undefined ? alternatives : [meant]).map(mediaTypeOf);
  return [
    [mediaTypePlace, { schema: mediaTypeSchema(types), optional, words }],
    [["body"], { schema: covering?.schema ?? true, optional }],
  ];
}

/** `body application/json` → `application/json`. */
function mediaTypeOf({ name }: Pick<Payload, "name">): string {
  return name.slice(name.lastIndexOf(" ") + 1);
}

/** The body whose range of media types covers another one's. */
export function coveringBody({ payloads }: Operation, body: Payload): Payload | undefined {
  const alternatives = payloads.filter(
    ({ alternative }) => alternative !== undefined && alternative === body.alternative,
  );
  return alternatives.find((payload) => isRangeOf(mediaTypeOf(payload), mediaTypeOf(body)));
}

function isRangeOf(range: string, type: string): boolean {
  return new RegExp(patternOf(range), "u").test(type);
}

function mediaTypeSchema(types: readonly string[]): JsonSchema {
  if (types.length === 1 && !types[0]!.includes("*")) return { const: types[0] };
  const exact = types.filter((type) => !type.includes("*"));
  const ranges = types.filter((type) => type.includes("*"));
  return {
    anyOf: [
      ...(exact.length === 0 ? [] : [{ enum: exact }]),
      ...ranges.map((range) => ({ type: "string", pattern: patternOf(range) })),
    ],
  };
}

/** `application/*` → `^application/[a-z]+$`, with some more characters. */
function patternOf(range: string): string {
  const parts = range.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return `^${parts.join("[a-z0-9.+-]+")}$`;
}
