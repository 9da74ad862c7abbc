import type {
  Capability,
  Contract,
  ContractEvent,
  ContractType,
  ErrorCode,
  Header,
  JsonSchema,
  Operation,
  Payload,
  PublishedValue,
} from "../contract.ts";

/** As much of a contract as an example needs. Its one operation is `order.place`, unless `operations` says others. */
export interface ContractSketch {
  /** What `order.place` accepts and answers. */
  readonly request?: JsonSchema;
  readonly response?: JsonSchema;
  /** Named schemas, all of which clients see. */
  readonly types?: Readonly<Record<string, JsonSchema>>;
  /** What is said of named types beside their schemas. */
  readonly typeParts?: Readonly<Record<string, ContractType>>;
  readonly operations?: Readonly<Record<string, OperationSketch>>;
  readonly events?: Readonly<Record<string, Partial<ContractEvent>>>;
  readonly capabilities?: Readonly<Record<string, Partial<Capability>>>;
  readonly headers?: Readonly<Record<string, Partial<Header>>>;
  readonly errorCodes?: Readonly<Record<string, Partial<ErrorCode>>>;
  readonly bounds?: Readonly<Record<string, PublishedValue>>;
  readonly tables?: Readonly<Record<string, PublishedValue>>;
}

export interface OperationSketch extends Partial<Omit<Operation, "payloads">> {
  readonly request?: JsonSchema;
  /** Default: a request is required. */
  readonly requestRequired?: boolean;
  readonly response?: JsonSchema;
  readonly error?: JsonSchema;
  /** Payloads beside those. */
  readonly others?: readonly Payload[];
}

/** A contract that says what the sketch says, and else nothing. */
export function sketchContract(sketch: ContractSketch, label = "sketch"): Contract {
  const { request, response, types = {}, typeParts = {} } = sketch;
  const only =
    request === undefined && response === undefined ? {} : { "order.place": { request, response } as OperationSketch };
  const operations = Object.entries(sketch.operations ?? only).map(
    ([name, each]) => [name, operationOf(each)] as const,
  );
  return {
    form: "contract",
    label,
    name: "example",
    types: sortedMap(Object.keys(types).map((name) => [name, typeParts[name] ?? {}])),
    operations: sortedMap(operations),
    events: sortedMap(filled(sketch.events, { payload: true })),
    capabilities: sortedMap(filled(sketch.capabilities, plainCapability)),
    headers: sortedMap(filled(sketch.headers, { schema: { type: "string" } })),
    errorCodes: sortedMap(filled(sketch.errorCodes, plainCode)),
    bounds: sortedMap(Object.entries(sketch.bounds ?? {})),
    tables: sortedMap(Object.entries(sketch.tables ?? {})),
    definitions: types,
    locate: () => undefined,
  };
}

const plainCapability: Capability = { input: true, output: true, idempotent: true, risk: "LOW", defaults: {}, pii: [] };
const plainCode: ErrorCode = { meaning: "It failed.", httpStatus: 500, jsonRpc: -32000, retryable: false };

function operationOf({
  request,
  requestRequired = true,
  response,
  error,
  others = [],
  ...rest
}: OperationSketch): Operation {
  const payloads: Payload[] = [...others];
  if (request !== undefined)
    payloads.push({ role: "request", name: "request", schema: request, required: requestRequired });
  if (response !== undefined) payloads.push({ role: "response", name: "response", schema: response, required: true });
  if (error !== undefined) payloads.push({ role: "error", name: "error", schema: error, required: true });
  return { payloads, errors: [], requestHeaders: [], responseHeaders: [], pii: [], emits: [], ...rest };
}

function filled<Part>(parts: Readonly<Record<string, Partial<Part>>> = {}, plain: Part): (readonly [string, Part])[] {
  return Object.entries(parts).map(([name, part]) => [name, { ...plain, ...part }] as const);
}

function sortedMap<Part>(entries: readonly (readonly [string, Part])[]): ReadonlyMap<string, Part> {
  return new Map([...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}
