import type { JsonObject, JsonValue } from "@oap/protocol";
import { describeError } from "./describe-error.ts";
import { maskStack } from "./mask-message.ts";
import { shownText } from "./shown-text.ts";

/** Bounds of what one line tells. What is beyond them is left out, and a marker says so. */
export const logBounds = {
  depthMax: 8,
  /** Of one list or object. */
  membersMax: 64,
  /** Of the whole line. */
  valuesMax: 512,
  charactersMax: 32_768,
  nameCharactersMax: 128,
} as const;

const truncated = "[TRUNCATED]";
const omitted = "[OMITTED]";

/** Members that hold what callers sent or get. The journal alone keeps payloads. */
const payloadNames = new Set([
  "body",
  "rawbody",
  "payload",
  "input",
  "inputs",
  "output",
  "outputs",
  "params",
  "result",
  "envelope",
  "headers",
  "rawheaders",
]);

/**
 * A copy of what is to be logged as bounded JSON: without payloads and bytes, texts redacted, exceptions described, and other
 * objects than plain ones told by their class. Members are redacted by their names later, in the whole line.
 */
export function logCopy(value: unknown): JsonValue {
  return new LogCopy().copy(value, 0) ?? null;
}

class LogCopy {
  #values = 0;
  #characters = 0;

  /** `undefined` where JSON would leave the value out. */
  copy(value: unknown, depth: number): JsonValue | undefined {
    this.#values += 1;
    switch (typeof value) {
      case "string":
        return this.#text(shownText(value));
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) ? value : null;
      case "bigint":
        return this.#text(shownText(`${value}`));
      case "object":
        return value === null ? null : this.#object(value, depth);
      default:
        return undefined;
    }
  }

  #text(text: string): string {
    this.#characters += text.length;
    return this.#characters > logBounds.charactersMax ? truncated : text;
  }

  #object(value: object, depth: number): JsonValue {
    try {
      if (value instanceof Error) return this.#plain(describeError(value), depth);
      if (Array.isArray(value)) return this.#items(value, depth);
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} BYTES]`;
      return isPlain(value) ? this.#plain(value, depth) : this.#ofClass(value);
    } catch {
      // A getter or a proxy throws.
      return "[UNREADABLE]";
    }
  }

  #items(items: readonly unknown[], depth: number): JsonValue {
    if (depth >= logBounds.depthMax) return truncated;
    const copied: JsonValue[] = [];
    for (const item of items.slice(0, logBounds.membersMax)) {
      if (this.#isFull()) break;
      copied.push(this.copy(item, depth + 1) ?? null);
    }
    if (copied.length < items.length) copied.push(truncated);
    return copied;
  }

  #plain(value: object, depth: number): JsonValue {
    if (depth >= logBounds.depthMax) return truncated;
    const copied: [string, JsonValue][] = [];
    let read = 0;
    for (const name in value) {
      if (!Object.hasOwn(value, name)) continue;
      if (read >= logBounds.membersMax || this.#isFull()) {
        copied.push([truncated, truncated]);
        break;
      }
      read += 1;
      const member = this.#member(value as Readonly<Record<string, unknown>>, name, depth);
      if (member !== undefined) copied.push([this.#text(shownText(name, logBounds.nameCharactersMax)), member]);
    }
    // Unlike an assignment, this makes a member of `__proto__` too.
    return Object.fromEntries(copied) as JsonObject;
  }

  #member(value: Readonly<Record<string, unknown>>, name: string, depth: number): JsonValue | undefined {
    try {
      const member = value[name];
      if (member !== undefined && payloadNames.has(name.replace(/[-_]/g, "").toLowerCase())) return omitted;
      if (typeof member === "string" && (name === "stack" || name === "traceback"))
        return this.#text(maskStack(member));
      return this.copy(member, depth + 1);
    } catch {
      return "[UNREADABLE]";
    }
  }

  /** Requests and responses are told by what they are about, a URL without its query; of anything else, the class says enough. */
  #ofClass(value: object): JsonValue {
    const { method, url, statusCode } = value as { method?: unknown; url?: unknown; statusCode?: unknown };
    if (typeof method === "string" && typeof url === "string") {
      return { method: this.#text(shownText(method, 16)), url: this.#text(shownText(url.split(/[?#]/)[0]!, 256)) };
    }
    if (typeof statusCode === "number") return { statusCode };
    if (value instanceof URL) return this.#text(shownText(`${value.origin}${value.pathname}`));
    return this.#text(`[${shownText(value.constructor?.name ?? "object", 64)}]`);
  }

  #isFull(): boolean {
    return this.#values >= logBounds.valuesMax || this.#characters > logBounds.charactersMax;
  }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
