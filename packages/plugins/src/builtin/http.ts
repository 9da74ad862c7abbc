import { bounds, capabilities, type HttpFetchInput, type HttpFetchOutput, type HttpModule } from "@oap/protocol";
import { type CapabilityContext, definePlugin, type Plugin } from "../define-plugin.ts";
import { PluginError } from "../plugin-error.ts";

export interface HttpPluginOptions {
  /** Origins that may be read, such as `https://api.example.org`; nothing else is, redirects included. */
  readonly allowedOrigins: readonly string[];
}

const redirectsMax = 5;
/** The answer's headers that are passed on. */
const shownHeaders = ["content-type", "content-length", "etag", "last-modified", "cache-control"] as const;

/** The built-in `http` module: reads URLs of the allowed origins. Throws a TypeError on an origin that is none. */
export function httpPlugin({ allowedOrigins }: HttpPluginOptions): Plugin {
  const allowed = new Set(allowedOrigins.map(checkedOrigin));
  const http: HttpModule<CapabilityContext> = { fetch: (input, context) => read(input, context, allowed) };
  return definePlugin({
    module: "http",
    title: "HTTP",
    capabilities: { fetch: { contract: capabilities.http.fetch, run: http.fetch } },
  });
}

async function read(
  input: HttpFetchInput,
  { signal }: CapabilityContext,
  allowed: ReadonlySet<string>,
): Promise<HttpFetchOutput> {
  let url = allowedUrl(input.url, allowed);
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const response = await request(url, input, signal);
    const location = response.headers.get("location");
    if (!isRedirect(response.status) || location === null) return answer(url, response, input, signal);
    await response.body?.cancel();
    url = allowedUrl(location, allowed, url);
  }
  throw new PluginError(`${url.origin} redirects more than ${redirectsMax} times.`, { reason: "UPSTREAM_UNAVAILABLE" });
}

async function request(
  url: URL,
  { method = "GET", accept = "*/*" }: HttpFetchInput,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      // Compressed bodies could grow beyond what was read of them.
      headers: { accept, "accept-encoding": "identity" },
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      signal,
    });
  } catch (thrown) {
    signal.throwIfAborted();
    throw networkFailure(url, thrown);
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
  const { bytes, truncated } = await readBody(url, response, input.max_bytes ?? bounds.fetchBytesMax, signal);
  const text = decodeText(bytes, response.headers.get("content-type"), truncated);
  const body = text === undefined ? { body_base64: bytes.toString("base64") } : { body: text };
  return { ...about, ...body, bytes: bytes.length, truncated };
}

async function readBody(url: URL, response: Response, bytesMax: number, signal: AbortSignal) {
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
    throw networkFailure(url, thrown);
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

function allowedUrl(text: string, allowed: ReadonlySet<string>, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  const where = base === undefined ? "The URL" : `A redirect of ${base.origin}`;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refused(`${where} is not an absolute URL with http or https.`);
  }
  if (url.username !== "" || url.password !== "")
    throw refused(`${where} carries credentials, which must not be in a URL.`);
  if (!allowed.has(url.origin)) {
    const list = allowed.size > 0 ? [...allowed].join(", ") : "none";
    throw refused(`${where} leads to ${url.origin}, which is not an allowed origin. Allowed: ${list}.`);
  }
  return url;
}

function refused(message: string): PluginError {
  return new PluginError(message, { reason: "CONSTRAINT_VIOLATION", nothingHappened: true });
}

/** Errors that come before a connection is there: the other side has not heard of the request. */
const notConnected = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function networkFailure(url: URL, thrown: unknown): PluginError {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (cause instanceof Error && cause.message === "bad port") {
    return refused(`The port of ${url.origin} is one that HTTP clients must not use.`);
  }
  const code = errorCode(cause);
  const nobody = code !== undefined && notConnected.has(code);
  return new PluginError(nobody ? `Nobody answers at ${url.origin}.` : `The connection to ${url.origin} failed.`, {
    reason: "UPSTREAM_UNAVAILABLE",
    retryable: true,
    nothingHappened: nobody,
    ...(code !== undefined && { details: { code } }),
    cause: thrown,
  });
}

/** A system's or a library's code such as `ECONNREFUSED`; of several attempted addresses that of the first. */
function errorCode(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return errorCode(cause.errors[0]);
  const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function checkedOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.href !== `${url.origin}/`) {
    throw new TypeError(`"${text}" is not an origin such as https://api.example.org or http://127.0.0.1:8080.`);
  }
  return url.origin;
}
