import { bounds, capabilities, type HttpFetchInput, type HttpFetchOutput, type HttpModule } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import type { Response } from "undici";
import { type CapabilityContext, definePlugin, type Plugin } from "../define-plugin.ts";
import { AllowedOrigins } from "../network/allowed-origins.ts";
import { brokenOff, FetchFailure, type GuardedFetch, guardedFetch, type Lookup } from "../network/guarded-fetch.ts";
import { PluginError } from "../plugin-error.ts";

export interface HttpPluginOptions {
  /**
   * Origins that may be read, such as `https://api.example.org`; nothing else is, redirects included. A name must lead to public
   * addresses, unless it is `localhost`.
   */
  readonly allowedOrigins: readonly string[];
  /** Origins that may be read although their names lead to private addresses. */
  readonly privateOrigins?: readonly string[] | undefined;
  /** Resolves names. Defaults to the system's resolver. */
  readonly lookup?: Lookup | undefined;
}

/** How what may be read is reached. */
interface Reading {
  readonly origins: AllowedOrigins;
  readonly fetch: GuardedFetch;
}

const redirectsMax = 5;
/** The answer's headers that are passed on. */
const shownHeaders = ["content-type", "content-length", "etag", "last-modified", "cache-control"] as const;

/** The built-in `http` module: reads URLs of the allowed origins. Throws a TypeError on an origin that is none. */
export function httpPlugin({ allowedOrigins, privateOrigins, lookup }: HttpPluginOptions): Plugin {
  const origins = new AllowedOrigins({ allowed: allowedOrigins, private: privateOrigins });
  const reading: Reading = { origins, fetch: guardedFetch(origins, lookup) };
  const http: HttpModule<CapabilityContext> = { fetch: (input, context) => read(input, context, reading) };
  return definePlugin({
    module: "http",
    title: "HTTP",
    capabilities: {
      fetch: {
        contract: capabilities.http.fetch,
        run: http.fetch,
        checks: { input: validators.HttpFetchInput, output: validators.HttpFetchOutput },
      },
    },
  });
}

async function read(
  input: HttpFetchInput,
  { signal }: CapabilityContext,
  { origins, fetch }: Reading,
): Promise<HttpFetchOutput> {
  let url = allowedUrl(input.url, origins);
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const response = await request(url, input, signal, fetch);
    const location = response.headers.get("location");
    if (!isRedirect(response.status) || location === null) return answer(url, response, input, signal);
    await response.body?.cancel();
    url = allowedUrl(location, origins, url);
  }
  throw new PluginError(`${url.origin} redirects more than ${redirectsMax} times.`, { reason: "UPSTREAM_UNAVAILABLE" });
}

async function request(
  url: URL,
  { method = "GET", accept = "*/*" }: HttpFetchInput,
  signal: AbortSignal,
  fetch: GuardedFetch,
): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      // Compressed bodies could grow beyond what was read of them.
      headers: { accept, "accept-encoding": "identity" },
      credentials: "omit",
      cache: "no-store",
      signal,
    });
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof FetchFailure ? networkFailure(thrown) : thrown;
  }
}

async function answer(
  url: URL,
  response: Response,
  input: HttpFetchInput,
  signal: AbortSignal,
): Promise<HttpFetchOutput> {
  const shown = shownHeaders.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const about = { url: url.href, status: response.status, headers: Object.fromEntries(shown) };
  if (input.method === "HEAD") return { ...about, bytes: 0, truncated: false };
  const { bytes, truncated } = await readBody(response, input.max_bytes ?? bounds.fetchBytesMax, signal);
  const text = decodeText(bytes, response.headers.get("content-type"), truncated);
  const body = text === undefined ? { body_base64: bytes.toString("base64") } : { body: text };
  return { ...about, ...body, bytes: bytes.length, truncated };
}

async function readBody(response: Response, bytesMax: number, signal: AbortSignal) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop cancels the rest of the body.
      if (size > bytesMax) break;
    }
  } catch (thrown) {
    signal.throwIfAborted();
    throw networkFailure(brokenOff(thrown));
  }
  return { bytes: Buffer.concat(chunks).subarray(0, bytesMax), truncated: size > bytesMax };
}

/** The body as text; undefined if its media type is not one of text, or it is not valid in its character set. */
function decodeText(bytes: Buffer, contentType: string | null, truncated: boolean): string | undefined {
  const [mediaType = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (!/^(text\/|application\/(json|xml|javascript)$|[^/]+\/[^/]+\+(json|xml)$)/.test(mediaType)) return undefined;
  const charset = parameters
    .find((part) => part.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  try {
    // A body that was cut off may end within a character, which is then left out.
    return new TextDecoder(charset ?? "utf-8", { fatal: true }).decode(bytes, { stream: truncated });
  } catch {
    return undefined;
  }
}

function allowedUrl(text: string, origins: AllowedOrigins, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  const where = base === undefined ? "The URL" : `A redirect of ${base.origin}`;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refused(`${where} is not an absolute URL with http or https.`);
  }
  if (url.username !== "" || url.password !== "")
    throw refused(`${where} carries credentials, which must not be in a URL.`);
  if (origins.reach(url) === undefined) {
    throw refused(`${where} leads to ${url.origin}, which is not an allowed origin. Allowed: ${origins}.`);
  }
  return url;
}

function refused(message: string): PluginError {
  return new PluginError(message, { reason: "CONSTRAINT_VIOLATION", nothingHappened: true });
}

function networkFailure(failure: FetchFailure): PluginError {
  const { stage, message, code } = failure;
  if (stage === "not_allowed") return refused(message);
  return new PluginError(message, {
    reason: "UPSTREAM_UNAVAILABLE",
    retryable: true,
    nothingHappened: stage === "not_connected",
    ...(code !== undefined && { details: { code } }),
    cause: failure,
  });
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}
