import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import type { JsonValue } from "@oap/protocol/types";
import { parse } from "secure-json-parse";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request body as JSON. The depth is checked before parsing, so that a deep body costs one pass over its bytes.
 * @throws OapError PAYLOAD_TOO_LARGE when it is larger or deeper than allowed, PARSE_ERROR when it is not well-formed JSON.
 */
export function readJson(body: Uint8Array): JsonValue {
  if (body.byteLength > bounds.bodyBytesMax) throw tooLarge();
  if (isDeeperThan(body, bounds.jsonDepthMax)) {
    throw new OapError("PAYLOAD_TOO_LARGE", {
      message: `The body nests deeper than ${bounds.jsonDepthMax} levels. Flatten it.`,
    });
  }
  return parseText(decode(body));
}

export function tooLarge(): OapError {
  return new OapError("PAYLOAD_TOO_LARGE", {
    message: `The body is larger than ${bounds.bodyBytesMax} bytes. Send less, or refer to large data by address.`,
  });
}

function decode(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new OapError("PARSE_ERROR", { message: "The body is not UTF-8. Send JSON text in UTF-8.", cause });
  }
}

function parseText(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = parse(text) as JsonValue;
  } catch (cause) {
    throw new OapError("PARSE_ERROR", { message: parseMessage(text, cause), cause });
  }
  // A lone surrogate has no UTF-8 form, so such a text could be neither hashed nor stored as it is.
  if (/\\u[dD][89a-fA-F]/.test(text) && hasLoneSurrogate(value)) {
    throw new OapError("PARSE_ERROR", { message: "A string holds half of a surrogate pair. Send whole characters." });
  }
  // `1e400` is well-formed and becomes Infinity, which could be neither hashed nor written as JSON again.
  if (/[eE]\+?\d{3}|\d{309}/.test(text) && hasInfinity(value)) {
    throw new OapError("PARSE_ERROR", {
      message: "A number is beyond 1.8e308, the largest there is. Send it as text.",
    });
  }
  return value;
}

function parseMessage(text: string, cause: unknown): string {
  if (text.trim() === "") return "The body is empty. Send one JSON envelope.";
  const reason = cause instanceof Error ? cause.message : "";
  if (reason.includes("prototype"))
    return "A member is named `__proto__` or `constructor.prototype`, which is refused.";
  const position = /position (\d+)/.exec(reason)?.[1];
  return position === undefined
    ? "The body is not JSON. Send one JSON envelope."
    : `The body is not JSON: it breaks off or goes wrong at character ${position}.`;
}

function hasLoneSurrogate(value: JsonValue): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (Array.isArray(value)) return value.some(hasLoneSurrogate);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, member]) => !name.isWellFormed() || hasLoneSurrogate(member));
}

function hasInfinity(value: JsonValue): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return value !== null && typeof value === "object" && Object.values(value).some(hasInfinity);
}

const quote = 0x22;
const backslash = 0x5c;

/** Counts brackets outside of strings. All bytes of interest are ASCII, which never occur inside a multi-byte character. */
function isDeeperThan(body: Uint8Array, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (inString) {
      if (byte === backslash) index++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      if (depth > levels) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}
