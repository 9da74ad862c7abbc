import { type Answer, OapError } from "@oap/protocol/errors";

/** How large an answer may be, in bytes: 16 times what a request may be. A larger one would fill the client's memory. */
export const answerBytesMax = 64 * 1024 * 1024;

/** As much of a `Response` as it takes to read an answer, whichever implementation of `fetch` it comes from. */
export interface ReadableResponse {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: false; readonly value: Uint8Array } | { readonly done: true }>;
      cancel(): Promise<void>;
    };
  } | null;
}

/** Reads an HTTP response as an answer. A body that is no JSON is `UPSTREAM_UNAVAILABLE`: it is not the control plane that answers. */
export async function readAnswer(response: ReadableResponse, bytesMax = answerBytesMax): Promise<Answer> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  const text = await readText(response, bytesMax);
  if (text === undefined) {
    throw new OapError("UPSTREAM_UNAVAILABLE", {
      message: `The answer is larger than ${bytesMax} bytes.`,
      retryable: false,
      httpStatus: status,
      headers,
    });
  }
  try {
    return { status, headers, envelope: JSON.parse(text) as unknown };
  } catch (cause) {
    throw new OapError("UPSTREAM_UNAVAILABLE", {
      message: `The answer with HTTP status ${status} is not JSON.`,
      httpStatus: status,
      headers,
      cause,
    });
  }
}

/** The body as text, or nothing if it is too large; then the rest of it is not read. */
async function readText(response: ReadableResponse, bytesMax: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
