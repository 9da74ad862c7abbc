import { eventStreamErrors } from "../event-streams.ts";
import type { ErrorCodeEntry, Model, PublishedOperation } from "../model.ts";
import { governanceError, protocolTypes } from "../protocol-types.ts";
import type { Transport } from "../transport.ts";
import { contentOf, schemaReference } from "./openapi-context.ts";
import type { OpenApiHeaders } from "./openapi-headers.ts";

export interface OpenApiErrors {
  readonly responseComponents: Readonly<Record<string, object>>;
  readonly exampleComponents: Readonly<Record<string, object>>;
  /** The error responses of one operation by status. */
  readonly responses: (operation: PublishedOperation) => Readonly<Record<string, object>>;
  /** The error responses of a path that carries every operation. */
  readonly allResponses: () => Readonly<Record<string, object>>;
  /** The error responses by status of a path that answers these codes: code → when. */
  readonly responsesOf: (uses: Readonly<Record<string, string>>) => Readonly<Record<string, object>>;
}

/** What the path of metrics answers, whether an operation does or not: code → when. */
export const metricsErrors: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "It needs a credential, and there is no valid one.",
  FORBIDDEN: "The caller is no admin.",
  INTERNAL: "The control plane failed.",
};

type UsedError = ErrorCodeEntry & { readonly when: string };

/** Error answers by status: the envelope is the same everywhere, what differs is which codes can occur and when. */
export function openApiErrors(model: Model, transport: Transport, headers: OpenApiHeaders): OpenApiErrors {
  const { errors, headers: everyHeader } = model.registry;
  const shared = byStatus(
    model.errorCodes.flatMap((entry) => {
      const use = errors[entry.code];
      return use === undefined ? [] : [{ ...entry, when: use.when }];
    }),
  );
  const responseHeaders = headers.responseHeaders(everyHeader.response);
  const response = (used: readonly UsedError[]) => ({
    description: used.map(({ code, when }) => `\`${code}\`: ${when}`).join("\n\n"),
    headers: { ...responseHeaders, ...retryAfter(used) },
    content: contentOf(transport, {
      schema: schemaOf(used, model),
      examples: Object.fromEntries(used.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }])),
    }),
  });
  const answered = new Map(
    model.operations.flatMap((operation) => operation.errors.map((error) => [error.code, error] as const)),
  );
  const transported = new Set([...Object.keys(metricsErrors), ...(model.events.length > 0 ? eventStreamErrors : [])]);
  const responsesOf = (used: readonly UsedError[]) =>
    Object.fromEntries(
      [...byStatus(used)].map(([status, codes]) => [
        String(status),
        sameErrors(codes, shared.get(status)) ? { $ref: `#/components/responses/Error${status}` } : response(codes),
      ]),
    );
  return {
    responseComponents: Object.fromEntries([...shared].map(([status, used]) => [`Error${status}`, response(used)])),
    exampleComponents: Object.fromEntries(
      model.errorCodes
        .filter(({ code }) => answered.has(code) || Object.hasOwn(errors, code) || transported.has(code))
        .map((entry) => [entry.code, errorExample(entry, model, transport)]),
    ),
    responses: (operation) => responsesOf(operation.errors),
    allResponses: () =>
      responsesOf(
        model.errorCodes.flatMap((entry) => {
          if (!answered.has(entry.code)) return [];
          return [{ ...entry, when: errors[entry.code]?.when ?? entry.meaning }];
        }),
      ),
    responsesOf: (uses) =>
      responsesOf(
        model.errorCodes.flatMap((entry) => {
          const when = uses[entry.code];
          return when === undefined ? [] : [{ ...entry, when }];
        }),
      ),
  };
}

/** The error envelope; where governance can have refused, its error is told with what was decided. */
function schemaOf(used: readonly UsedError[], model: Model): object {
  const envelope = schemaReference(protocolTypes.errorEnvelope);
  const isGoverned =
    model.typesByName.has(governanceError.type) && used.some(({ code }) => governanceError.codes.has(code));
  if (!isGoverned) return envelope;
  return { allOf: [envelope, { type: "object", properties: { error: schemaReference(governanceError.type) } }] };
}

function byStatus(errors: readonly UsedError[]): ReadonlyMap<number, readonly UsedError[]> {
  const statuses = [...new Set(errors.map(({ httpStatus }) => httpStatus))].sort((a, b) => a - b);
  return new Map(statuses.map((status) => [status, errors.filter(({ httpStatus }) => httpStatus === status)]));
}

function sameErrors(a: readonly UsedError[], b: readonly UsedError[] | undefined): boolean {
  return (
    JSON.stringify(a.map(({ code, when }) => [code, when])) === JSON.stringify(b?.map(({ code, when }) => [code, when]))
  );
}

/** What tells a client to wait says for how long. Source: RFC 9110 §10.2.3, wire decisions. */
function retryAfter(errors: readonly UsedError[]): Readonly<Record<string, object>> {
  if (!errors.some(({ httpStatus }) => httpStatus === 429 || httpStatus === 503)) return {};
  return {
    "Retry-After": {
      description: "How long to wait before the next try, in seconds.",
      schema: { type: "integer", minimum: 0 },
      example: 1,
    },
  };
}

/** JSON-RPC's integers for a request that names no operation: not JSON, not a request, no such method. */
const withoutOperation = new Set([-32700, -32600, -32601]);

/** An envelope as the first operation that can answer the code would answer it. */
function errorExample({ code, meaning, retryable, jsonRpc }: ErrorCodeEntry, model: Model, transport: Transport) {
  const operation = model.operations.find(({ errors }) => errors.some((error) => error.code === code));
  const unreadable = operation === undefined || withoutOperation.has(jsonRpc);
  return {
    summary: meaning,
    value: {
      jsonrpc: "2.0",
      id: "req-1",
      envelope_type: unreadable ? transport.unreadableEnvelopeType : operation.key,
      error: { code, message: meaning, retryable },
    },
  };
}
