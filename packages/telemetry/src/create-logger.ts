import { format } from "node:util";
import { redactExecutionLog } from "@oap/orchestrator";
import type { JsonObject } from "@oap/protocol";
import { isSpanContextValid, trace } from "@opentelemetry/api";
import { type DestinationStream, type Level, type Logger, pino } from "pino";
import { logCopy } from "./log-copy.ts";
import { maskMessage } from "./mask-message.ts";
import { shownText } from "./shown-text.ts";

export interface LoggerOptions {
  /** Default `info`. */
  readonly level?: Level | "silent";
  /** Where lines go. Default: standard output. */
  readonly destination?: DestinationStream;
  /** What every line has beside the time and the level. Default: nothing. */
  readonly base?: Readonly<Record<string, string>>;
}

/**
 * A pino logger that tells no secrets: lines of JSON, each bounded and redacted as a whole before it is written, whatever
 * wrote it and whatever its child loggers are bound to. Within a span, lines have its `trace_id` and `span_id`.
 *
 * 1. What is logged is copied within bounds first: payloads and bytes are left out, exceptions are described without the
 *    values in their messages, and texts are redacted.
 * 2. Each line is redacted again as it leaves, by the names of its members and by the look of its texts. A line that cannot
 *    be redacted is not written.
 */
export function createLogger({ level = "info", destination, base }: LoggerOptions = {}): Logger {
  return pino(
    {
      level,
      base: base ?? null,
      mixin: activeSpan,
      // Exceptions are described already.
      serializers: { err: (err) => err },
      hooks: {
        logMethod(inputs, method) {
          const { fields, message } = readInputs(inputs);
          if (message === undefined) method.call(this, fields as object);
          else method.call(this, fields as object, message);
        },
        streamWrite: redactLine,
      },
    },
    destination ?? pino.destination(1),
  );
}

/** Never throws: what cannot be read, as a proxy that throws, is told to be so. */
function readInputs(inputs: readonly unknown[]): Inputs {
  try {
    return copyInputs(inputs);
  } catch {
    return { fields: {}, message: "What was to be logged could not be read." };
  }
}

interface Inputs {
  readonly fields: JsonObject;
  readonly message: string | undefined;
}

function copyInputs([first, ...rest]: readonly unknown[]): Inputs {
  if (typeof first !== "object" || first === null) {
    return { fields: {}, message: first === undefined && rest.length === 0 ? undefined : messageOf([first, ...rest]) };
  }
  const copied = logCopy(first instanceof Error ? { err: first } : first);
  const fields = typeof copied === "object" && copied !== null && !Array.isArray(copied) ? copied : { value: copied };
  if (rest.length === 0) return { fields, message: undefined };
  return { fields, message: repeatsException(first, rest[0]) ? maskMessage(`${rest[0]}`) : messageOf(rest) };
}

/** Frameworks log an exception in a field, and its message again beside it. */
function repeatsException(logged: object, message: unknown): boolean {
  if (typeof message !== "string") return false;
  const { err, error } = (logged instanceof Error ? { err: logged } : logged) as { err?: unknown; error?: unknown };
  return [err, error].some((each) => each instanceof Error && each.message === message);
}

/** A message with its arguments put in. Objects are redacted before they become text, in which fewer names tell a secret. */
function messageOf(parts: readonly unknown[]): string {
  const plain = parts.map((part) =>
    typeof part === "object" ? JSON.stringify(redactExecutionLog(logCopy(part))) : part,
  );
  return shownText(typeof plain[0] === "string" && plain.length === 1 ? plain[0] : format(...plain));
}

function activeSpan(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

/** Members of the contracts that are named like secrets and are none, and how they look. */
const plainMembers: Readonly<Record<string, RegExp>> = {
  idempotency_key: /^sha256:[0-9a-f]{64}$/,
  key_id: /^key_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

function redactLine(line: string): string {
  try {
    const copied = logCopy(JSON.parse(line)) as JsonObject;
    const kept = Object.entries(plainMembers).filter(([name, look]) => look.test(String(copied[name])));
    const redacted = redactExecutionLog(copied) as JsonObject;
    for (const [name] of kept) redacted[name] = copied[name]!;
    return `${JSON.stringify(redacted)}\n`;
  } catch {
    return '{"level":50,"msg":"A line could not be redacted and was not written."}\n';
  }
}
