import type { JsonSchema } from "../contract.ts";

/**
 * What one version says of what is sent: of all of it, with how it is addressed and what goes beside its body, and of each member of it.
 * As objects are everywhere here, it is open: what is not said of it is ignored.
 */
export type Message = ValueMessage | MemberMessage;

interface ValueMessage {
  readonly schema: JsonSchema;
  readonly optional?: boolean;
  /** Why a value is refused, for a reader who does not know the schema; default: the validator's words. */
  readonly words?: string;
}

export interface MemberMessage {
  readonly members: Readonly<Record<string, Message>>;
  readonly optional?: boolean;
}

/** The value that the contract fixes. */
export function fixed(value: unknown, words?: string): Message {
  return { schema: { const: value }, words: words ?? `must be \`${JSON.stringify(value)}\`` };
}

/** One of the values that the contract has. */
export function oneOf(values: readonly unknown[], words: string): Message {
  return { schema: { enum: [...values] }, words };
}

/** Members by their places, those of one object together. An object is optional if all in it is. */
export function membersOf(placed: Iterable<readonly [readonly string[], Message]>): MemberMessage {
  const members = new Map<string, Message>();
  const within = new Map<string, [readonly string[], Message][]>();
  for (const [[name = "", ...rest], message] of placed) {
    if (rest.length === 0) members.set(name, message);
    else {
      const inner = within.get(name) ?? [];
      within.set(name, inner);
      inner.push([rest, message]);
      // It holds the place in the order of members.
      if (!members.has(name)) members.set(name, { members: {} });
    }
  }
  for (const [name, inner] of within) {
    const message = membersOf(inner);
    const optional = Object.values(message.members).every((member) => member.optional === true);
    members.set(name, optional ? { ...message, optional } : message);
  }
  return { members: Object.fromEntries(members) };
}

/** The schema of a message, one object each, so that what is known of it is found again. */
export function schemaOfMessage(message: Message): JsonSchema {
  if ("schema" in message) return message.schema;
  const known = schemas.get(message);
  if (known !== undefined) return known;
  const members = Object.entries(message.members);
  const required = members.filter(([, { optional }]) => optional !== true).map(([name]) => name);
  const properties = Object.fromEntries(members.map(([name, member]) => [name, schemaOfMessage(member)]));
  const schema = { type: "object", properties, ...(required.length > 0 && { required }) };
  schemas.set(message, schema);
  return schema;
}

const schemas = new WeakMap<Message, JsonSchema>();

/** What a message says at a place in it. */
export function messageAt(message: Message | undefined, [name, ...rest]: readonly string[]): Message | undefined {
  if (name === undefined || message === undefined) return message;
  return "members" in message ? messageAt(message.members[name], rest) : undefined;
}

/** What a message has to have. What can be left out is left out of the smallest one, and need not be read to judge it. */
export function withoutOptional(message: Message): Message {
  if ("schema" in message) return message;
  const members = Object.entries(message.members).filter(([, { optional }]) => optional !== true);
  return { ...message, members: Object.fromEntries(members.map(([name, member]) => [name, withoutOptional(member)])) };
}
