/** A schema of JSON Schema 2020-12 as parsed JSON. References are `#/$defs/<name>` into the contract's definitions. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Where a part of a contract is written: a file as the reader named it, and a line from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

/** What a contract says of the end of a thing: RFC 9745 and RFC 8594 by day. */
export interface Deprecation {
  /** The day since which it is deprecated, `YYYY-MM-DD`, where the contract says it. */
  readonly deprecated?: string;
  /** The first day on which it may be gone, `YYYY-MM-DD`. */
  readonly sunset?: string;
  /** The name of what to use instead. */
  readonly replacedBy?: string;
}

/** What every named part of a contract has. */
export interface ContractPart {
  readonly title?: string;
  readonly stability?: "experimental" | "beta" | "stable";
  /** Absent when the part is not deprecated. */
  readonly deprecation?: Deprecation;
}

/** A named schema that clients see: a generated type. Its schema is in `definitions` under the same name. */
export interface ContractType extends ContractPart {
  /** The published `$id`, where it has one. */
  readonly id?: string;
  /** The property that tells the branches of a union apart. */
  readonly discriminator?: string;
}

/** Who sends a payload. `request`: a client sends it and the control plane accepts it; the others the other way round. */
export type PayloadRole = "request" | "response" | "error" | "event";

/** A body or parameter that crosses the wire in one operation. */
export interface Payload {
  readonly role: PayloadRole;
  /** Unique in its operation: `request`, `response`, `error`; of OpenAPI `body application/json`, `query per_page`, `response 200 application/json`. */
  readonly name: string;
  /** Often `{ "$ref": "#/$defs/…" }`. */
  readonly schema: JsonSchema;
  /** False when the sender may leave it out altogether; a response's body is always required. */
  readonly required: boolean;
  /** How the value is written where the schema has no words for it and it is not the rule, such as `no explode`. */
  readonly encoding?: string;
  /** Payloads of one operation with the same word are alternatives: the sender picks one, such as a media type of `body`. */
  readonly alternative?: string;
  /** The header of a response whose value it is, in lower case. */
  readonly header?: string;
}

/** What a caller can ask for: an envelope type, or a method and path of OpenAPI. */
export interface Operation extends ContractPart {
  readonly kind?: "command" | "query";
  /** How it is called over HTTP: `POST /orchestrate/exec.invoke`. */
  readonly binding?: string;
  readonly payloads: readonly Payload[];
  /** HTTP status codes of OpenAPI for what is no error. Absent: not said. */
  readonly statuses?: readonly string[];
  /** Codes of the error table, or HTTP status codes of OpenAPI, that it can answer. */
  readonly errors: readonly string[];
  readonly requestHeaders: readonly HeaderUse[];
  readonly responseHeaders: readonly HeaderUse[];
  /** The least role that may call it, of `anonymous` < `user` < `admin` < …; or OpenAPI's security alternatives, each a sorted list of `scheme:scope`. */
  readonly auth?: string;
  readonly security?: readonly (readonly string[])[];
  /** JSON Pointers of what is redacted. */
  readonly pii: readonly string[];
  /** Keys of the events it emits. */
  readonly emits: readonly string[];
  /** True when repeating it does no more than doing it once. Absent: not said. */
  readonly idempotent?: boolean;
}

export interface HeaderUse {
  readonly name: string;
  readonly required: boolean;
}

export interface ContractEvent extends ContractPart {
  readonly payload: JsonSchema;
}

export interface Capability extends ContractPart {
  readonly input: JsonSchema;
  readonly output: JsonSchema;
  readonly idempotent: boolean;
  readonly risk: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly pii: readonly string[];
}

export interface Header extends ContractPart {
  readonly schema: JsonSchema;
}

export interface ErrorCode {
  readonly meaning: string;
  readonly httpStatus: number;
  readonly jsonRpc: number;
  readonly retryable: boolean;
}

/** A number or a table that a contract publishes under a name. */
export interface PublishedValue extends ContractPart {
  readonly value: unknown;
}

/** One version of a contract, however it was written down. Maps are keyed by name and sorted. */
export interface Contract {
  /** `contract`: everything, from `contract.json`. `bundle`: named schemas alone. `openapi`: a document of anybody. */
  readonly form: "contract" | "bundle" | "openapi";
  /** What the report calls this version, such as `main` or `v2.1.0/openapi.yaml`. */
  readonly label: string;
  readonly name: string;
  readonly version?: string;
  readonly types: ReadonlyMap<string, ContractType>;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly events: ReadonlyMap<string, ContractEvent>;
  readonly capabilities: ReadonlyMap<string, Capability>;
  readonly headers: ReadonlyMap<string, Header>;
  readonly errorCodes: ReadonlyMap<string, ErrorCode>;
  readonly bounds: ReadonlyMap<string, PublishedValue>;
  readonly tables: ReadonlyMap<string, PublishedValue>;
  /** Every named schema. Keys are those of `types`, and of schemas that no client sees by name. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** The place of a part in the source, by a subject such as `type ExecutionPlan`, and a JSON Pointer within its schema. */
  locate(subject: Subject, pointer?: string): SourceLocation | undefined;
}

/** The part of a contract that a finding is about. */
export interface Subject {
  readonly part:
    | "contract"
    | "type"
    | "operation"
    | "event"
    | "capability"
    | "header"
    | "errorCode"
    | "bound"
    | "table";
  /** Its key; empty for the contract itself. */
  readonly name: string;
  /** The payload of an operation. */
  readonly payload?: string;
}
