import type {
  Capability,
  Contract,
  ContractEvent,
  ContractPart,
  ContractType,
  Deprecation,
  ErrorCode,
  Header,
  HeaderUse,
  JsonSchema,
  Operation,
  Payload,
  PublishedValue,
  SourceLocation,
  Subject,
} from "../contract.ts";
import { checkReferences } from "./contract-references.ts";
import { memberOf, pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject } from "./openapi-document.ts";
import type { Document } from "./parse-document.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/** The form of `contract.json` that is read: a higher major may mean other things by the same words. */
export const contractFormMajor = 1;
/** The type that operations answer when they fail, where the contract has it. */
const errorEnvelope = "OrchErrorEnvelope";

export interface PublishedSource {
  readonly label: string;
  readonly file: string;
  /** `source-map.json` of the same version: where each name is written. */
  readonly sourceMap: unknown;
}

/** `contract.json`: everything that a contract has. */
export function readContractDocument(document: Document, source: PublishedSource): Contract {
  const root = document.value as JsonObject;
  const reader = new Reader(document, source.label);
  const major = Number(/^(\d+)\./.exec(String(root.form))?.[1]);
  if (major !== contractFormMajor) {
    throw new UnreadableContract("UNSUPPORTED_VERSION", {
      where: `${source.label}:${document.lineOf("/form")}`,
      problem: `The document has the form ${JSON.stringify(root.form)}.`,
      remedy: `Form ${contractFormMajor} is read: ${major > contractFormMajor ? "use a newer version of this tool" : "generate the contract again"}.`,
    });
  }
  const definitions = reader.definitions();
  const reference = (value: unknown, at: string): JsonSchema => reader.reference(value, at, definitions);
  return finish(document, source, definitions, {
    form: "contract",
    label: source.label,
    name: reader.text(root.name, "/name"),
    version: reader.text(root.version, "/version"),
    types: reader.parts("types", (part) => typeOf(part)),
    operations: reader.parts("operations", (part, at) => operationOf(part, at, reader, reference, definitions)),
    events: reader.parts(
      "events",
      (part, at): ContractEvent => ({
        ...partOf(part),
        payload: reference(part.payload, pointerTo(at, "payload")),
      }),
    ),
    capabilities: reader.parts(
      "capabilities",
      (part, at): Capability => ({
        ...partOf(part),
        input: reference(part.input, pointerTo(at, "input")),
        output: reference(part.output, pointerTo(at, "output")),
        idempotent: part.idempotent === true,
        risk: reader.text(part.risk, pointerTo(at, "risk")),
        defaults: isObject(part.defaults) ? part.defaults : {},
        pii: reader.texts(part.pii, pointerTo(at, "pii")),
      }),
    ),
    headers: reader.parts(
      "headers",
      (part, at): Header => ({
        ...partOf(part),
        schema: reader.schema(part.schema, pointerTo(at, "schema")),
      }),
    ),
    errorCodes: reader.parts(
      "errorCodes",
      (part, at): ErrorCode => ({
        meaning: reader.text(part.meaning, pointerTo(at, "meaning")),
        httpStatus: Number(part.httpStatus),
        jsonRpc: Number(part.jsonRpc),
        retryable: part.retryable === true,
      }),
    ),
    bounds: reader.parts("bounds", (part): PublishedValue => ({ ...partOf(part), value: part.value })),
    tables: reader.parts("tables", (part): PublishedValue => ({ ...partOf(part), value: part.value })),
    definitions,
  });
}

/** `oap.bundle.json`: named schemas, and nothing of operations. */
export function readBundle(document: Document, source: PublishedSource): Contract {
  const root = document.value as JsonObject;
  const definitions = new Reader(document, source.label).definitions();
  const id = typeof root.$id === "string" ? root.$id : undefined;
  const versioned = id === undefined ? null : /[:/@-]v?(\d+\.\d+\.\d+[\w.+-]*?)(?:\.json)?#?$/.exec(id);
  const version = versioned?.[1];
  const none = new Map<string, never>();
  return finish(document, source, definitions, {
    form: "bundle",
    label: source.label,
    name: id?.slice(0, versioned?.index) ?? source.label,
    ...(version === undefined ? {} : { version }),
    types: new Map(Object.entries(definitions).map(([name, schema]) => [name, typeOfSchema(schema)])),
    operations: none,
    events: none,
    capabilities: none,
    headers: none,
    errorCodes: none,
    bounds: none,
    tables: none,
    definitions,
  });
}

/** Reads members of the document, and says where one is not what it should be. */
class Reader {
  readonly #document: Document;
  readonly #label: string;

  constructor(document: Document, label: string) {
    this.#document = document;
    this.#label = label;
  }

  definitions(): Readonly<Record<string, JsonSchema>> {
    const members = this.parts("$defs", (_, at, value) => this.schema(value, at));
    return Object.fromEntries(members);
  }

  parts<TPart>(
    member: string,
    read: (part: JsonObject, pointer: string, value: unknown) => TPart,
  ): ReadonlyMap<string, TPart> {
    const at = pointerTo("", member);
    const value = memberOf(this.#document.value, member);
    if (!isObject(value)) throw this.#wrong(at, `\`${member}\` is no object.`, "an object by name");
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(
      entries.map(([name, part]) => {
        const pointer = pointerTo(at, name);
        if (!isObject(part) && typeof part !== "boolean")
          throw this.#wrong(pointer, `\`${name}\` is no object.`, "an object");
        return [name, read(isObject(part) ? part : {}, pointer, part)];
      }),
    );
  }

  text(value: unknown, pointer: string): string {
    if (typeof value !== "string") throw this.#wrong(pointer, "A text is missing.", "a string");
    return value;
  }

  texts(value: unknown, pointer: string): readonly string[] {
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
      throw this.#wrong(pointer, "A list is missing.", "an array of strings");
    }
    return value;
  }

  schema(value: unknown, pointer: string): JsonSchema {
    if (!isObject(value) && typeof value !== "boolean") throw this.#wrong(pointer, "A schema is missing.", "a schema");
    return value;
  }

  /** The schema of a named type. */
  reference(name: unknown, pointer: string, definitions: Readonly<Record<string, JsonSchema>>): JsonSchema {
    if (typeof name !== "string" || !Object.hasOwn(definitions, name)) {
      throw new UnreadableContract("UNRESOLVABLE_REFERENCE", {
        where: this.#where(pointer),
        problem: `There is no type ${JSON.stringify(name)} under \`$defs\`.`,
        remedy: "Generate the contract again.",
      });
    }
    return { $ref: `#/$defs/${name}` };
  }

  #where(pointer: string): string {
    return `${this.#label}:${this.#document.lineOf(pointer)} (#${pointer})`;
  }

  #wrong(pointer: string, problem: string, expected: string): UnreadableContract {
    return new UnreadableContract("MALFORMED", {
      where: this.#where(pointer),
      problem,
      remedy: `Here must be ${expected}: generate the contract again.`,
    });
  }
}

function operationOf(
  part: JsonObject,
  at: string,
  reader: Reader,
  reference: (value: unknown, pointer: string) => JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): Operation {
  const payload = (role: Payload["role"], member: string): Payload => ({
    role,
    name: role,
    schema: reference(part[member], pointerTo(at, member)),
    required: true,
  });
  const error: readonly Payload[] = Object.hasOwn(definitions, errorEnvelope)
    ? [{ role: "error", name: "error", schema: { $ref: `#/$defs/${errorEnvelope}` }, required: true }]
    : [];
  const { kind, auth, idempotent } = part;
  return {
    ...partOf(part),
    ...(kind === "command" || kind === "query" ? { kind } : {}),
    payloads: [payload("request", "request"), payload("response", "success"), ...error],
    errors: reader.texts(part.errors, pointerTo(at, "errors")),
    requestHeaders: headerUses(part.requestHeaders),
    responseHeaders: headerUses(part.responseHeaders),
    ...(typeof auth === "string" ? { auth } : {}),
    pii: reader.texts(part.pii, pointerTo(at, "pii")),
    emits: reader.texts(part.emits, pointerTo(at, "emits")),
    ...(typeof idempotent === "boolean" ? { idempotent } : {}),
  };
}

function headerUses(value: unknown): readonly HeaderUse[] {
  return (Array.isArray(value) ? value : []).flatMap((use: unknown) =>
    isObject(use) && typeof use.name === "string" ? [{ name: use.name, required: use.required === true }] : [],
  );
}

function typeOf(part: JsonObject): ContractType {
  const { id, discriminator } = part;
  return {
    ...partOf(part),
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof discriminator === "string" ? { discriminator } : {}),
  };
}

function typeOfSchema(schema: JsonSchema): ContractType {
  if (typeof schema === "boolean") return {};
  return typeOf({ title: schema.title, id: schema.$id, deprecation: schema.deprecated === true ? {} : undefined });
}

function partOf({ title, stability, deprecation }: JsonObject): ContractPart {
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(stability === "experimental" || stability === "beta" || stability === "stable" ? { stability } : {}),
    ...(isObject(deprecation) ? { deprecation: deprecation as Deprecation } : {}),
  };
}

/** Checks references, and finds places: in the source by the source map, else in the document. */
function finish(
  document: Document,
  { label, file, sourceMap }: PublishedSource,
  definitions: Readonly<Record<string, JsonSchema>>,
  contract: Omit<Contract, "locate">,
): Contract {
  const headers = [...contract.headers.values()].map(({ schema }) => schema);
  checkReferences(
    definitions,
    headers,
    (pointer) => `${label}:${document.lineOf(`/$defs${pointer}`)} (#/$defs${pointer})`,
  );
  return {
    ...contract,
    locate: (subject, pointer = "") => {
      if (!isThere(contract, subject)) return undefined;
      const { part, name } = subject;
      const inSource = memberOf(sourceMap, name);
      if (isLocation(inSource)) return inSource;
      return { file, line: document.lineOf(`${placeOf(part, name)}${part === "type" ? pointer : ""}`) };
    },
  };
}

/** A part that is gone is looked for in the version before. */
function isThere(contract: Omit<Contract, "locate">, { part, name }: Subject): boolean {
  if (part === "contract") return true;
  if (part === "type") return Object.hasOwn(contract.definitions, name);
  const { operations, events, capabilities, headers, errorCodes, bounds, tables } = contract;
  const maps = {
    operation: operations,
    event: events,
    capability: capabilities,
    header: headers,
    errorCode: errorCodes,
    bound: bounds,
    table: tables,
  };
  return maps[part].has(name);
}

function placeOf(part: Subject["part"], name: string): string {
  if (part === "contract") return "";
  const member: Readonly<Record<Exclude<Subject["part"], "contract">, string>> = {
    type: "$defs",
    operation: "operations",
    event: "events",
    capability: "capabilities",
    header: "headers",
    errorCode: "errorCodes",
    bound: "bounds",
    table: "tables",
  };
  return pointerTo("", member[part], name);
}

function isLocation(value: unknown): value is SourceLocation {
  return isObject(value) && typeof value.file === "string" && typeof value.line === "number";
}
