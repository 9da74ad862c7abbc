import { type LookupAddress, type LookupOptions, lookup as systemLookup } from "node:dns";
import { Agent, buildConnector, fetch, type RequestInit, type Response } from "undici";
import { type AddressReach, type AllowedOrigins, isWithinReach } from "./allowed-origins.ts";

/** How long a connection may take to be there, its name and its certificate included, in milliseconds. */
export const connectTimeoutMs = 10_000;

/** How far a request came that got no answer. */
export type FetchStage =
  /** Its origin or its address is not one that may be called; nothing was sent. */
  | "not_allowed"
  /** There was no connection; nothing was sent. */
  | "not_connected"
  /** The connection broke; the other side may have got the request. */
  | "broken";

/** Why a request got no answer. The message is public; the cause is not. */
export class FetchFailure extends Error {
  override readonly name = "FetchFailure";
  readonly stage: FetchStage;
  /** A system's or a library's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined;

  constructor(stage: FetchStage, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.stage = stage;
    this.code = errorCode(cause);
  }
}

export type GuardedFetch = (url: URL, request: RequestInit & { readonly signal: AbortSignal }) => Promise<Response>;

/** Resolves names: all addresses of one. As `dns.lookup` with `all`. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `fetch` that reaches the allowed origins alone, and of them only the addresses that they may have. A name is
 * resolved once for a connection, and the addresses that were checked are those that are connected to, so that a name
 * that changes its mind in between (DNS rebinding) gains nothing. It follows no redirect: a redirect is an answer.
 *
 * Rejects with FetchFailure, or with the reason of the signal. Its body rejects with whatever broke the
 * connection, for {@link brokenOff}. It takes no proxy from the environment, since behind one the address could not be checked. There is no limit
 * of time but the signal's.
 */
export function guardedFetch(origins: AllowedOrigins, lookup: Lookup = systemLookup): GuardedFetch {
  const agents = new Map<AddressReach, Agent>();
  const agentFor = (reach: AddressReach): Agent => {
    const agent = agents.get(reach) ?? guardedAgent(reach, lookup);
    agents.set(reach, agent);
    return agent;
  };
  return async (url, request) => {
    const reach = origins.reach(url);
    if (reach === undefined) {
      throw new FetchFailure("not_allowed", `${url.origin} is not an allowed origin. Allowed: ${origins}.`);
    }
    try {
      return await fetch(url, { ...request, redirect: "manual", dispatcher: agentFor(reach) });
    } catch (thrown) {
      request.signal.throwIfAborted();
      throw failureOf(url, thrown);
    }
  };
}

/** What a body's failure to arrive is. */
export function brokenOff(thrown: unknown): FetchFailure {
  return new FetchFailure("broken", "The connection broke.", causeOf(thrown));
}

function guardedAgent(reach: AddressReach, lookup: Lookup): Agent {
  // The types of undici want a port here, which it gives itself.
  const connect = buildConnector({
    lookup: guardedLookup(reach, lookup),
    timeout: connectTimeoutMs,
    allowH2: false,
  } as buildConnector.BuildOptions);
  return new Agent({
    connect: (options, callback) =>
      connect(options, (...[error, socket]) =>
        error === null ? callback(null, socket) : callback(new NotConnected(error), null),
      ),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Tells an error of the connecting from one of the connection. */
class NotConnected extends Error {
  constructor(cause: Error) {
    super("There is no connection.", { cause });
  }
}

class AddressNotAllowed extends Error {}

/** As `net.connect` calls it. */
function guardedLookup(reach: AddressReach, lookup: Lookup) {
  return (
    hostname: string,
    options: LookupOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isWithinReach(address, reach));
      const [first] = allowed;
      if (first === undefined) return callback(new AddressNotAllowed(), []);
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

function failureOf(url: URL, thrown: unknown): FetchFailure {
  const cause = causeOf(thrown);
  if (cause instanceof NotConnected) {
    if (cause.cause instanceof AddressNotAllowed) {
      return new FetchFailure("not_allowed", `${url.origin} leads to an address that may not be called.`, cause.cause);
    }
    return new FetchFailure("not_connected", `Nobody answers at ${url.origin}.`, cause.cause);
  }
  if (cause instanceof Error && cause.message === "bad port") {
    return new FetchFailure("not_allowed", `The port of ${url.origin} is one that HTTP clients must not use.`, cause);
  }
  return brokenOff(thrown);
}

/** `fetch` wraps what happened in a TypeError. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof TypeError && thrown.cause !== undefined ? thrown.cause : thrown;
}

/** Of several addresses that were tried that of the first. */
function errorCode(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return errorCode(cause.errors[0]);
  const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
}
