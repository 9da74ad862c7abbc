import type { Contract, JsonSchema, Operation, Payload, Subject } from "../contract.ts";
import type { Witness } from "../finding.ts";
import { invalidity } from "./invalidity.ts";
import { payloadSchema } from "./payload-schema.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Why a version has no such message; undefined if it has. The message is read member by member from the contract, by other code than
 * the library makes it with.
 */
export function wrongMessage({ payload, subject, sender }: Witness, contract: Contract): string | undefined {
  const message = payload as Members;
  if (subject.part === "event") return wrongEvent(message, contract);
  if (subject.part === "capability") return wrongCapability(message, contract);
  if (subject.part === "errorCode") return wrongError(message, contract);
  if (Object.keys((message.encoding ?? {}) as Members).some((place) => place.startsWith("/"))) {
    return wrongDecoding(message, subject, contract);
  }
  if ("event" in message) {
    const { emits = [] } = contract.operations.get(subject.name) ?? {};
    if (!emits.includes(message.event as string)) return `${subject.name} does not emit ${message.event}`;
    return "data" in message ? wrongEvent(message, contract) : undefined;
  }
  const operation = contract.operations.get(subject.name);
  if (operation === undefined) return `there is no operation ${subject.name}`;
  const role = sender === "client" ? "request" : "answer";
  if (role === "request" && !isAddress(message, subject.name, operation)) return "it is called in another way";
  if (role === "answer" && "status" in message && !answers(operation).includes(String(message.status))) {
    return `it does not answer ${message.status}`;
  }
  return wrongHeaders(message, operation, role, contract) ?? wrongPayloads(message, operation, role, contract);
}

function wrongEvent({ event, data }: Members, { events, definitions }: Contract): string | undefined {
  const known = events.get(event as string);
  return known === undefined ? `there is no event ${event}` : invalidity(data, known.payload, definitions);
}

function wrongCapability({ capability, input }: Members, { capabilities, definitions }: Contract): string | undefined {
  const known = capabilities.get(capability as string);
  return known === undefined ? `there is no capability ${capability}` : invalidity(input, known.input, definitions);
}

function wrongError({ code, ...message }: Members, { errorCodes }: Contract): string | undefined {
  const known: Members = { ...errorCodes.get(code as string) };
  const wrong = Object.keys(message).find((name) => message[name] !== known[name]);
  return wrong === undefined ? undefined : `its ${wrong} is ${known[wrong]}`;
}

function isAddress({ operation, method, path }: Members, name: string, { binding }: Operation): boolean {
  return (operation ?? name) === name && (method === undefined || binding === `${method} ${path}`);
}

function answers({ statuses = [], errors }: Operation): readonly string[] {
  return [...statuses, ...errors];
}

function wrongHeaders(
  { headers = {} }: Members,
  { requestHeaders, responseHeaders }: Operation,
  role: string,
  contract: Contract,
): string | undefined {
  const sent = headers as Members;
  for (const { name, required } of role === "request" ? requestHeaders : responseHeaders) {
    const value = sent[name.toLowerCase()];
    if (value === undefined && required) return `${name} is missing`;
    const schema = contract.headers.get(name)?.schema ?? { type: "string" };
    const wrong = value === undefined ? undefined : invalidity(value, schema, contract.definitions);
    if (wrong !== undefined) return `${name} ${wrong}`;
  }
  return undefined;
}

function wrongPayloads(
  message: Members,
  { payloads }: Operation,
  role: string,
  { definitions }: Contract,
): string | undefined {
  const ofRole = payloads.filter(
    (payload) => (role === "request") === (payload.role === "request") && isOfStatus(payload, message),
  );
  const type = (message.headers as Members | undefined)?.["content-type"];
  const bodies = ofRole.filter(({ alternative }) => alternative !== undefined);
  const meant = bodies.filter(({ name }) => typeof type === "string" && isOfType(name.split(" ").at(-1)!, type));
  if (bodies.length > 0 && meant.length === 0 && (type !== undefined || bodies.some(({ required }) => required))) {
    return `no body is of the media type ${type}`;
  }
  const judged: readonly Payload[] = [...ofRole.filter(({ alternative }) => alternative === undefined), ...meant];
  if (role !== "request" && "body" in message && !judged.some((payload) => groupOf(payload)[0] === "body"))
    return "it has no body";
  const encoding = message.encoding as Members | undefined;
  for (const payload of judged) {
    const [group, member] = groupOf(payload);
    const value = member === undefined ? message[group] : (message[group] as Members | undefined)?.[member];
    if (value === undefined && payload.required) return `${payload.name} is missing`;
    const wrong = value === undefined ? undefined : invalidity(value, payload.schema, definitions);
    if (wrong !== undefined) return `${payload.name} ${wrong}`;
    const written = encoding?.[[group, ...(member === undefined ? [] : [member])].join(" ")];
    if (written !== undefined && written !== (payload.encoding ?? "usual"))
      return `${payload.name} is written as ${payload.encoding}`;
  }
  return undefined;
}

/** Of a text in a payload, by where it is: how it is decoded. */
function wrongDecoding({ body, encoding }: Members, subject: Subject, contract: Contract): string | undefined {
  const schema = payloadSchema(subject, contract);
  if (schema === undefined) return "there is no such payload";
  for (const [pointer, how] of Object.entries(encoding as Members)) {
    let said = sayings(schema, contract);
    for (const token of pointer.split("/").slice(2))
      said = said.flatMap((keywords) => below(keywords, token, contract));
    const encodings = said.flatMap(({ contentEncoding, contentMediaType }) => [contentEncoding, contentMediaType]);
    const known: readonly unknown[] = encodings.filter((each) => each !== undefined);
    if (how === "none" ? known.length > 0 : !known.includes(how)) return `${pointer} is encoded as ${known}`;
  }
  return invalidity(body, schema, contract.definitions);
}

/** The keywords of a schema, and of those that hold at the same value. */
function sayings(schema: JsonSchema, contract: Contract): readonly Members[] {
  if (typeof schema === "boolean") return [];
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
  const meant = typeof $ref === "string" ? [contract.definitions[$ref.replace("#/$defs/", "")] ?? true] : [];
  const others = [...meant, ...(allOf as JsonSchema[]), ...(anyOf as JsonSchema[]), ...(oneOf as JsonSchema[])];
  return [schema, ...others.flatMap((other) => sayings(other, contract))];
}

function below({ properties = {}, items }: Members, token: string, contract: Contract): readonly Members[] {
  const schema = (properties as Readonly<Record<string, JsonSchema>>)[token] ?? (items as JsonSchema | undefined);
  return schema === undefined ? [] : sayings(schema, contract);
}

function isOfStatus({ name, role }: Payload, { status }: Members): boolean {
  return status === undefined ? role !== "error" : name.startsWith(`${role} ${status} `);
}

function isOfType(range: string, type: string): boolean {
  const [kind, form] = range.split("/");
  return range === type || range === "*/*" || (form === "*" && type.startsWith(`${kind}/`));
}

function groupOf({ name, header }: Payload): readonly [string, string?] {
  if (header !== undefined) return ["headers", header];
  const groups: readonly (readonly [string, string])[] = [
    ["query ", "query"],
    ["header ", "headers"],
    ["cookie ", "cookies"],
    ["path parameter ", "pathParameters"],
  ];
  const group = groups.find(([start]) => name.startsWith(start));
  return group === undefined ? ["body"] : [group[1], name.slice(group[0].length)];
}
