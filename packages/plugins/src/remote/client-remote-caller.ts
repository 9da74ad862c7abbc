import { createHttpTransport, type Fetch } from "@oap/client";
import { bounds, type ExecInvokeResultSync, type ExecStatusGetResult, OapError } from "@oap/protocol";
import { type CallResponse, createClient, type OapClient } from "@oap/protocol/client";
import { validators } from "@oap/protocol/validators";
import { isObject } from "../attempt-failure.ts";
import type { AllowedOrigins } from "../network/allowed-origins.ts";
import { brokenOff, FetchFailure, guardedFetch, type Lookup } from "../network/guarded-fetch.ts";
import type { PluginClock } from "../plugin-clock.ts";
import { NoAnswer, type RemoteCall, type RemoteCaller } from "./remote-caller.ts";

/** How large the answer of a module may be, in bytes: an output as large as a body may be, and what is around it. */
export const moduleAnswerBytesMax = bounds.bodyBytesMax + 256 * 1024;
/** The waits between questions about work that goes on; each is twice the one before. In milliseconds. */
export const pollMsMin = 100;
export const pollMsMax = 5_000;
/** How many questions in a row may stay without an answer. */
export const pollFailuresMax = 3;
/** How long a module may take to be told that its work is not wanted any more, in milliseconds. Nothing waits for it. */
export const cancelTimeoutMs = 5_000;
/** The signal of the attempt ends a call. This only makes sure that nothing outlives it. */
const answerMarginMs = 60_000;

export interface ClientRemoteCallerOptions {
  readonly origins: AllowedOrigins;
  readonly clock: PluginClock;
  /** By origin: how this control plane proves who it is there. */
  readonly credentials?: Readonly<Record<string, ModuleCredential>> | undefined;
  /** Resolves names. Defaults to the system's resolver. */
  readonly lookup?: Lookup | undefined;
}

/** An API key that the other control plane issued, or a signed token. */
export type ModuleCredential = { readonly apiKey: string } | { readonly token: string };

type Invocation = Pick<ExecInvokeResultSync, "invocation_id" | "state">;

/**
 * Calls modules by the generated client: `exec.invoke` in SYNC mode, since that is all that a module must know. To accept and be asked
 * again would cost every call a second exchange. Where the answer nevertheless is that the work goes on (a human must approve it, or the
 * module knows nothing else), `exec.status.get` asks until it has ended. An abort closes the connection, and where the invocation
 * is known sends `exec.cancel`; where it is not, the module ends the work at the deadline that it was given.
 */
export function clientRemoteCaller(options: ClientRemoteCallerOptions): RemoteCaller {
  const fetch = moduleFetch(options);
  return {
    async call(call) {
      const client = clientFor(call, fetch, options.credentials);
      let known: Invocation | undefined;
      try {
        const result = await invoke(client, call);
        if (hasEnded(result)) return result;
        known = result;
        return await waitForEnd(client, call, known, options.clock);
      } catch (thrown) {
        if (!call.signal.aborted) throw noAnswer(thrown);
        if (known !== undefined) cancel(client, call, known);
        throw call.signal.reason;
      }
    },
  };
}

async function invoke(client: OapClient, call: RemoteCall): Promise<ExecInvokeResultSync> {
  const { target, input, timeoutMs, exchangeId, idempotencyKey } = call;
  const answer = await client.exec
    .invoke(
      { target, input, mode: "SYNC", timeout_ms: timeoutMs },
      { ...exchange(call), id: exchangeId, meta: { correlation_ids: [idempotencyKey] } },
    )
    .withResponse();
  return checked(answer, validators.ExecInvokeSuccess);
}

/** Asks until the work has ended, or the signal ends the asking. */
async function waitForEnd(
  client: OapClient,
  call: RemoteCall,
  { invocation_id }: Invocation,
  clock: PluginClock,
): Promise<ExecInvokeResultSync> {
  let waitMs = pollMsMin;
  let failures = 0;
  for (;;) {
    await sleep(waitMs, call.signal, clock);
    waitMs = Math.min(2 * waitMs, pollMsMax);
    try {
      const answer = await client.exec.status.get({ invocation_id }, exchange(call)).withResponse();
      const status: ExecStatusGetResult = checked(answer, validators.ExecStatusGetSuccess);
      if (hasEnded(status)) return status;
      failures = 0;
    } catch (thrown) {
      failures++;
      if (call.signal.aborted) throw thrown;
      // An error about the question is none about the work, of which nothing is known then.
      const isPassing = thrown instanceof OapError || thrown instanceof NoAnswer ? thrown.retryable : false;
      if (isPassing && failures < pollFailuresMax) continue;
      throw new NoAnswer("broken", "took up the work, and does not tell how it ended", { cause: thrown });
    }
  }
}

function cancel(client: OapClient, call: RemoteCall, { invocation_id }: Invocation): void {
  const { signal: _, ...about } = exchange(call);
  const reason = "The control plane that asked for it does not want it any more.";
  client.exec.cancel({ invocation_id, reason }, { ...about, timeoutMs: cancelTimeoutMs }).catch(() => {
    // The module ends the work at its deadline.
  });
}

function exchange({ signal, traceId, traceHeaders, timeoutMs }: RemoteCall) {
  return { signal, traceId, headers: traceHeaders, timeoutMs: timeoutMs + answerMarginMs };
}

function hasEnded({ state }: Pick<Invocation, "state">): boolean {
  return state !== "PENDING" && state !== "RUNNING";
}

/** The client takes results as they are, because a control plane has checked them. A module is not trusted so far. */
function checked<TResult>(
  { envelope, result }: CallResponse<TResult>,
  validate: (value: unknown) => readonly { readonly pointer: string; readonly message: string }[],
): TResult {
  const [issue] = validate(envelope);
  if (issue === undefined) return result;
  throw new NoAnswer("unreadable", `answers what is no answer: ${issue.pointer || "it"} ${issue.message}`);
}

function clientFor(
  { endpoint }: RemoteCall,
  fetch: Fetch,
  credentials: ClientRemoteCallerOptions["credentials"],
): OapClient {
  return createClient(
    createHttpTransport({
      baseUrl: endpoint,
      path: "",
      fetch,
      answerBytesMax: moduleAnswerBytesMax,
      ...credentials?.[endpoint.origin],
    }),
  );
}

function moduleFetch({ origins, lookup }: ClientRemoteCallerOptions): Fetch {
  const fetch = guardedFetch(origins, lookup);
  return async (url, { method, headers, body, signal }) => {
    const response = await fetch(url, { method, headers: [...headers], body, signal });
    if (response.status < 300 || response.status > 399) return response;
    await response.body?.cancel();
    throw new NoAnswer("unreadable", "redirects, which is not followed", { retryable: false });
  };
}

/** What the client rejected with: the error that was answered, or why there was no answer. */
function noAnswer(thrown: unknown): unknown {
  if (!(thrown instanceof OapError)) return thrown;
  const { cause, headers, retryable } = thrown;
  if (cause instanceof NoAnswer) return cause;
  if (cause instanceof FetchFailure) {
    return new NoAnswer(cause.stage, phrases[cause.stage], { code: cause.code, cause });
  }
  if (isAnswered(thrown)) return thrown;
  if (headers === undefined) {
    const { code } = brokenOff(cause);
    return new NoAnswer("broken", phrases.broken, { code, cause });
  }
  const message = `gives an answer that cannot be read. ${thrown.message.replace(/\.$/, "")}`;
  return new NoAnswer("unreadable", message, { retryable, cause: thrown });
}

const phrases = {
  not_allowed: "is at an address that may not be called",
  not_connected: "cannot be reached",
  broken: "broke the connection off before it had answered",
} as const;

function isAnswered({ envelope }: OapError): boolean {
  const error: unknown = isObject(envelope) ? envelope.error : undefined;
  return validators.OrchError(error).length === 0;
}

function sleep(milliseconds: number, signal: AbortSignal, clock: PluginClock): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clear();
      reject(signal.reason);
    };
    const clear = clock.setTimer(clock.now() + milliseconds, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
