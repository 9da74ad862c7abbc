import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { governanceError } from "../protocol-types.ts";
import { deprecatedTag, docsComment } from "./typescript-docs.ts";
import { classStem, literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `errors.ts`: the closed table of error codes, and the one class in which every failed exchange arrives. */
export async function emitTypescriptErrors(model: Model): Promise<readonly GeneratedFile[]> {
  const codes = model.errorCodes.map(({ code, location: _, ...spec }) => {
    const { deprecated, sunset, replacedBy, ...entry } = spec;
    const comment = docsComment([spec.meaning, ...deprecatedTag(spec)].join("\n\n"));
    return `${comment}${memberName(code)}: ${literal(entry)},`;
  });
  const name = `${classStem(model)}Error`;
  const governed = model.typesByName.has(governanceError.type);
  const body = `import type { ${governed ? "GovernanceError, " : ""}JsonObject, JsonValue, OrchError } from "./types.ts";

/** What each error code fixes, wherever it appears: its meaning, HTTP status, JSON-RPC integer and whether a retry can help. */
export const errorCodes = {
${codes.join("\n")}
} as const;

/** The codes that a sender of this version uses. A receiver keeps an arm for others, which a later version may add. */
export type ErrorCode = keyof typeof errorCodes;

/** What an error says beside the members of \`OrchError\`. */
export type ${name}Governance = ${governed ? "Partial<Omit<GovernanceError, keyof OrchError>>" : "JsonObject"};

export interface ${name}Options {
  /** For people. Defaults to the code's meaning. */
  readonly message?: string | undefined;
  readonly details?: JsonObject | undefined;
  /** Defaults to what the table says for the code; false for a code that is not in it. */
  readonly retryable?: boolean | undefined;
  /** Defaults to what the table says for the code. */
  readonly httpStatus?: number | undefined;
  readonly governance?: ${name}Governance | undefined;
  /** Headers of the answer, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The answered body, as it was read. */
  readonly envelope?: unknown;
  readonly cause?: unknown;
}

/** An answer to a request, as a transport hands it over. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly envelope: unknown;
}

/**
 * Why an exchange failed: an error envelope that was answered, or a transport that did not get an answer.
 * Work that was accepted and then failed is no such error: it is the result's \`state\` and \`error\`.
 */
export class ${name} extends Error {
  override readonly name = "${name}";
  /** One of the closed set, or a code of a later version. */
  readonly code: ErrorCode | (string & {});
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly details: JsonObject | undefined;
  readonly httpStatus: number | undefined;
  /** What policy said about it, and members that a later version adds to errors. */
  readonly governance: ${name}Governance | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly envelope: unknown;

  constructor(code: ErrorCode | (string & {}), options: ${name}Options = {}) {
    const known = isErrorCode(code) ? errorCodes[code] : undefined;
    super(options.message ?? known?.meaning ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? known?.retryable ?? false;
    this.details = options.details;
    this.httpStatus = options.httpStatus ?? known?.httpStatus;
    this.governance = options.governance;
    this.headers = options.headers;
    this.envelope = options.envelope;
  }

  /** Reads an error envelope. An answer that is none is \`UPSTREAM_UNAVAILABLE\`: something on the way has answered instead. */
  static fromAnswer(answer: Answer): ${name} {
    const { status, headers, envelope } = answer;
    const error = isObject(envelope) ? envelope.error : undefined;
    if (!isObject(error) || typeof error.code !== "string") {
      return new ${name}("UPSTREAM_UNAVAILABLE", {
        message: \`The answer with HTTP status \${status} is not an envelope.\`,
        httpStatus: status,
        headers,
        envelope,
      });
    }
    const { code, message, details, retryable, cause, ...governance } = error;
    return new ${name}(code, {
      message: typeof message === "string" ? message : undefined,
      details: isObject(details) ? details : undefined,
      retryable: typeof retryable === "boolean" ? retryable : undefined,
      httpStatus: status,
      governance: Object.keys(governance).length > 0 ? (governance as ${name}Governance) : undefined,
      headers,
      envelope,
      cause,
    });
  }

  /** An error with a code and a retryability, of whatever class, as this class. Anything else is a mistake and stays as it is. */
  static fromTransport(thrown: unknown): unknown {
    if (thrown instanceof ${name} || !(thrown instanceof Error)) return thrown;
    const { code, message, retryable, httpStatus, headers } = thrown as Error & Partial<${name}>;
    if (typeof code !== "string" || typeof retryable !== "boolean") return thrown;
    return new ${name}(code, { message, retryable, httpStatus, headers, cause: thrown });
  }

  /** The error as it goes into an envelope. The cause stays inside: it may name what callers must not see. */
  toOrchError(): OrchError {
    return {
      ...this.governance,
      code: this.code,
      message: this.message,
      ...(this.details === undefined ? {} : { details: this.details }),
      retryable: this.retryable,
    };
  }
}

/** Whether it is one of the codes of this version. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}

function isObject(value: unknown): value is { [member: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
`;
  return [await typescriptSource(model, "errors.ts", body)];
}
