import type { ErrorCode } from "../common/error-codes.ts";
import type { EventSpec } from "./define-event.ts";
import type { HeaderUses } from "./define-header.ts";
import type { TypeSpec } from "./define-type.ts";
import type { SpecMeta } from "./spec-meta.ts";

export interface OperationMeta extends SpecMeta {
  /** The dotted key; it is also the `envelope_type` and the JSON-RPC method. */
  readonly key: string;
  readonly version: string;
  /** What a caller achieves with it. */
  readonly goal: string;
  /** When it is called. */
  readonly context: string;
  readonly domain: string;
  readonly owners: readonly string[];
  readonly tags: readonly string[];
}

/** Who may call: anybody, an authenticated caller, or one with the admin role. */
export type OperationAuth = "anonymous" | "user" | "admin";

/** One thing that the control plane does on request. */
export interface OperationSpec<TInput extends TypeSpec = TypeSpec, TOutput extends TypeSpec = TypeSpec> {
  /** A command changes something and is idempotent by its OrchId; a query changes nothing and is answered afresh. */
  readonly kind: "command" | "query";
  readonly meta: OperationMeta;
  /** The part of the control plane that provides it. */
  readonly capability: { readonly key: string; readonly version: string };
  readonly io: {
    readonly input: TInput;
    readonly output: TOutput;
    /** The errors of its own, beside those that every operation can answer: code → when. */
    readonly errors: Readonly<Record<string, { readonly when: string }>>;
  };
  readonly policy: {
    readonly auth: OperationAuth;
    /** JSON Pointers into the envelope that hold personal data, such as `/params/input`. */
    readonly pii: readonly string[];
  };
  readonly sideEffects: {
    readonly emits: readonly { readonly event: EventSpec; readonly when: string }[];
  };
  /** Headers of its own, beside those that every operation has. */
  readonly headers: HeaderUses;
}

export type OperationDefinition<TInput extends TypeSpec, TOutput extends TypeSpec> = Omit<
  OperationSpec<TInput, TOutput>,
  "kind" | "io" | "sideEffects" | "headers"
> & {
  readonly io: {
    readonly input: TInput;
    readonly output: TOutput;
    readonly errors?: Partial<Record<ErrorCode | (string & {}), { readonly when: string }>>;
  };
  readonly sideEffects?: OperationSpec["sideEffects"];
  readonly headers?: Partial<HeaderUses>;
};

/** Defines an operation that changes something. */
export function defineCommand<TInput extends TypeSpec, TOutput extends TypeSpec>(
  definition: OperationDefinition<TInput, TOutput>,
): OperationSpec<TInput, TOutput> {
  return operation("command", definition);
}

/** Defines an operation that only reads. */
export function defineQuery<TInput extends TypeSpec, TOutput extends TypeSpec>(
  definition: OperationDefinition<TInput, TOutput>,
): OperationSpec<TInput, TOutput> {
  return operation("query", definition);
}

function operation<TInput extends TypeSpec, TOutput extends TypeSpec>(
  kind: OperationSpec["kind"],
  definition: OperationDefinition<TInput, TOutput>,
): OperationSpec<TInput, TOutput> {
  const { io, sideEffects, headers } = definition;
  return Object.freeze({
    ...definition,
    kind,
    io: { ...io, errors: (io.errors ?? {}) as Record<string, { when: string }> },
    sideEffects: sideEffects ?? { emits: [] },
    headers: { request: headers?.request ?? [], response: headers?.response ?? [] },
  });
}
