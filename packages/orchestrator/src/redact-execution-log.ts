import type { JsonObject, JsonValue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { type PointerTree, placesBelow, pointerTree } from "./pointer-tree.ts";
import { redacted, redactText } from "./redact-text.ts";
import { isSecretKey } from "./secret-key.ts";

export interface RedactionOptions {
  /**
   * What the contract says is personal or sensitive (`policy.pii` of an operation, `pii` of a capability), as JSON Pointers into the
   * value; `*` stands for every member or item. Whatever is there is redacted whole.
   */
  readonly sensitive?: readonly string[];
  /**
   * Where free-form JSON begins, as JSON Pointers: there, and only there, members are redacted by their names, because contracts have
   * members such as `idempotency_key`. The default is `[""]`: all of it.
   */
  readonly freeForm?: readonly string[];
}

/** At most this many values are copied; what comes after is left out. */
export const redactionValuesMax = 100_000;
/** What stands where a value contains itself, and where the bounds end. */
const circular = "[CIRCULAR]";
const truncated = "[TRUNCATED]";

/**
 * A copy of what is to be logged as JSON, without secrets (INV-EXE-5): by the names of members in free-form JSON, with all that is in
 * them; by the contract's pointers; and by the look of texts, wherever they are (see `redactText`). An exception is told by its class.
 * Never throws, and never changes what it is given: whatever cannot be read is redacted. Depth and size are bounded.
 *
 * Source: orchestration core, Redaction; wire decisions, Measured facts.
 */
export function redactExecutionLog(log: unknown, options: RedactionOptions = {}): JsonValue {
  try {
    const { sensitive = [], freeForm = [""] } = options;
    return new Redaction().redact(log, [pointerTree({ sensitive, freeForm })], false, 0) ?? null;
  } catch {
    return redacted;
  }
}

type Places = readonly PointerTree<"sensitive" | "freeForm">[];

class Redaction {
  #values = 0;
  readonly #above = new Set<object>();

  /** `undefined` where JSON would leave the value out. */
  redact(value: unknown, places: Places, inFreeForm: boolean, depth: number): JsonValue | undefined {
    if (places.some(({ marks }) => marks.has("sensitive"))) return redacted;
    this.#values++;
    switch (typeof value) {
      case "string":
        return redactText(value);
      case "boolean":
        return value;
      case "number":
        // JSON has no negative zero either.
        return Number.isFinite(value) ? value + 0 : null;
      case "bigint":
        return `${value}`;
      case "object":
        if (value === null) return null;
        if (depth >= bounds.jsonDepthMax) return truncated;
        return this.#redactObject(
          value,
          places,
          inFreeForm || places.some(({ marks }) => marks.has("freeForm")),
          depth,
        );
      default:
        return undefined;
    }
  }

  #redactObject(value: object, places: Places, inFreeForm: boolean, depth: number): JsonValue {
    if (this.#above.has(value)) return circular;
    this.#above.add(value);
    try {
      if (Array.isArray(value)) return this.#redactItems(value, places, inFreeForm, depth + 1);
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Error) return { error_type: redactText(`${value.name}`.slice(0, 64)) };
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return redacted;
      return this.#redactMembers(value as Record<string, unknown>, places, inFreeForm, depth + 1);
    } catch {
      // A getter or a proxy throws.
      return redacted;
    } finally {
      this.#above.delete(value);
    }
  }

  #redactItems(items: readonly unknown[], places: Places, inFreeForm: boolean, depth: number): JsonValue[] {
    const copied: JsonValue[] = [];
    // `["password", "hunter2"]`, as entries of an object or of headers.
    const isSecretEntry = inFreeForm && items.length === 2 && isSecretName(items[0]);
    for (let index = 0; index < items.length; index++) {
      if (this.#values >= redactionValuesMax) {
        copied.push(truncated);
        break;
      }
      const isSecret = isSecretEntry && index === 1;
      const below = placesBelow(places, `${index}`);
      copied.push(isSecret ? redacted : (this.redact(items[index], below, inFreeForm, depth) ?? null));
    }
    return copied;
  }

  #redactMembers(value: Record<string, unknown>, places: Places, inFreeForm: boolean, depth: number): JsonObject {
    const copied: JsonObject = {};
    // `{ "name": "password", "value": "hunter2" }`, as lists of variables, of headers and of tags have it.
    const isSecretVariable = inFreeForm && variableNames.some((name) => isSecretName(value[name]));
    for (const name of Object.keys(value)) {
      if (this.#values >= redactionValuesMax) {
        set(copied, truncated, truncated);
        break;
      }
      const isSecret = inFreeForm && (isSecretKey(name) || (isSecretVariable && /^values?$/i.test(name)));
      const member = isSecret
        ? redacted
        : this.#redactMember(value, name, placesBelow(places, name), inFreeForm, depth);
      if (member !== undefined) set(copied, redactText(name), member);
    }
    return copied;
  }

  #redactMember(value: Record<string, unknown>, name: string, places: Places, inFreeForm: boolean, depth: number) {
    try {
      return this.redact(value[name], places, inFreeForm, depth);
    } catch {
      // The member's getter throws; the others can still be read.
      return redacted;
    }
  }
}

/** Members that name what stands beside them. */
const variableNames = ["name", "Name", "key", "Key", "header"] as const;

/** Whether a text names a secret, in contrast to one that only speaks of it. */
function isSecretName(text: unknown): boolean {
  return typeof text === "string" && text.length <= 64 && !/\s/.test(text) && isSecretKey(text);
}

/** An assignment to `__proto__` would change the copy's prototype. */
function set(target: JsonObject, name: string, value: JsonValue): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}
