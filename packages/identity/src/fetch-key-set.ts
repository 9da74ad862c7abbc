import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FetchImplementation } from "jose";

/** A key set of a hundred large RSA keys has about half of it. */
export const keySetBytesMax = 256 * 1024;

/** After a fetch failed, how long the failure is the answer before another is tried. */
export const keySetRetryMs = 1000;

/**
 * Gets a key set from `https:`, `http:` or `file:`, of bounded size, and not again at once when that failed: the issuer's
 * trouble must not become a storm on it.
 */
export function boundedKeySetFetch(now: () => number): FetchImplementation {
  let failed: { readonly error: unknown; readonly at: number } | undefined;
  return async (url, options) => {
    if (failed !== undefined && now() - failed.at < keySetRetryMs) throw failed.error;
    try {
      const text = url.startsWith("file:") ? await readText(fileURLToPath(url)) : await fetchText(url, options);
      failed = undefined;
      return new Response(text);
    } catch (error) {
      failed = { error, at: now() };
      throw error;
    }
  };
}

async function fetchText(url: string, options: RequestInit): Promise<string> {
  const response = await fetch(url, options);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The key set was answered with the HTTP status ${response.status}.`);
  }
  return textOf(response.body ?? []);
}

async function readText(path: string): Promise<string> {
  await using file = await open(path);
  return await textOf(file.createReadStream());
}

async function textOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > keySetBytesMax) throw new Error(`The key set has more than ${keySetBytesMax} bytes.`);
    read.push(chunk);
  }
  return Buffer.concat(read).toString("utf8");
}
