import type { Transport, TransportRequest } from "@oap/protocol/client";
import { type Answer, OapError } from "@oap/protocol/errors";
import { transport as wire } from "@oap/protocol/tables";
import { exchangeId } from "./exchange-id.ts";
import { type ReadableResponse, readAnswer } from "./read-answer.ts";

/** How long the client waits for an answer where nobody says: longer than the control plane takes for a SYNC invocation where nobody says. */
const answerTimeoutMsDefault = 60_000;

export interface HttpTransportOptions {
  /** Where the control plane listens, such as `http://127.0.0.1:7400`; a path before the protocol's own is kept. */
  readonly baseUrl: string | URL;
  /** What follows `baseUrl`. Defaults to `/orchestrate`; if it is empty, envelopes go to `baseUrl` exactly as it is. */
  readonly path?: string;
  /** Defaults to the platform's `fetch`. */
  readonly fetch?: Fetch;
  /** Sent with every request; the headers of a call win over them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A key that the control plane issued, sent as `Orch-Api-Key`. */
  readonly apiKey?: string;
  /** A signed token, sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** The caller's name, sent as `Orch-Caller` with every request that has none. */
  readonly caller?: string;
  /** How long to wait for an answer, in milliseconds. Defaults to 60 s; a call's own `timeoutMs` wins. */
  readonly timeoutMs?: number;
  /** How large an answer may be, in bytes. Defaults to {@link answerBytesMax}. */
  readonly answerBytesMax?: number;
}

/** As much of `fetch` as the transport needs. An `OapError` that it throws reaches the caller as it is. */
export type Fetch = (
  url: URL,
  request: {
    readonly method: "POST";
    readonly headers: Headers;
    readonly body: string;
    readonly signal: AbortSignal;
    readonly redirect: "manual";
  },
) => Promise<ReadableResponse>;

/**
 * Carries envelopes over HTTP: `POST /orchestrate` with the platform's `fetch`, on Node 20 or later, Deno, Bun and browsers.
 *
 * Whatever goes wrong rejects with `OapError`: `DEADLINE_EXCEEDED` when the time is over, `ABORTED` when the call's
 * signal ends it, `UPSTREAM_UNAVAILABLE` when there is no connection or the answer is no envelope. The cause is what
 * `fetch` threw. After any of them the control plane may still have accepted the request: a command that is sent again
 * with the same `id` happens once.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const url = endpoint(options);
  const send = options.fetch ?? globalThis.fetch;
  const always = constantHeaders(options);
  return {
    newId: exchangeId,
    async send(request: TransportRequest): Promise<Answer> {
      const timeout = AbortSignal.timeout(request.timeoutMs ?? options.timeoutMs ?? answerTimeoutMsDefault);
      const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
      const headers = new Headers(always);
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, value);
      const body = JSON.stringify(request.envelope);
      try {
        // A redirect is an answer and not followed: an API key would go along, wherever it leads.
        const response = await send(url, { method: "POST", headers, body, signal, redirect: "manual" });
        return await readAnswer(response, options.answerBytesMax);
      } catch (cause) {
        throw failure(cause, url, signal);
      }
    },
  };
}

const mediaType = `${wire.mediaTypes.envelope};version=${wire.mediaTypeVersion}`;

function endpoint({ baseUrl, path = wire.paths.envelope }: HttpTransportOptions): URL {
  const base = new URL(baseUrl);
  if (path === "") return base;
  const url = new URL(base.origin);
  // Set, and not resolved against the base: a path that begins with two slashes would name another host.
  url.pathname = `${base.pathname.replace(/\/+$/, "")}${path}`;
  return url;
}

function constantHeaders({ headers, apiKey, token, caller }: HttpTransportOptions): Headers {
  const constant = new Headers({ "content-type": mediaType, accept: `${mediaType}, application/json` });
  if (apiKey !== undefined) constant.set(wire.apiKeyHeader, apiKey);
  if (token !== undefined) constant.set("authorization", `Bearer ${token}`);
  if (caller !== undefined) constant.set("orch-caller", caller);
  for (const [name, value] of Object.entries(headers ?? {})) constant.set(name, value);
  return constant;
}

/** What a failed `fetch` means to the caller. */
function failure(cause: unknown, url: URL, signal: AbortSignal): OapError {
  if (cause instanceof OapError) return cause;
  if (signal.aborted && signal.reason instanceof Error && signal.reason.name === "TimeoutError") {
    return new OapError("DEADLINE_EXCEEDED", { message: `${url.origin} did not answer in time.`, cause });
  }
  if (signal.aborted) {
    return new OapError("ABORTED", {
      message: "The caller ended the waiting for the answer.",
      retryable: false,
      cause,
    });
  }
  return new OapError("UPSTREAM_UNAVAILABLE", { message: `${url.origin} cannot be reached.`, cause });
}
