import { errorCodes } from "@oap/protocol";
import type { FixtureCase, Fixtures } from "./fixtures.ts";
import { type FoundIssue, type Judgement, judgement } from "./judgement.ts";
import { schemaKeywords } from "./schema-keywords.ts";

export interface ServerOptions {
  /** Where the control plane listens, such as `http://127.0.0.1:7400`. */
  readonly baseUrl: string;
  /**
   * Begins the identifier of every exchange. Choose another one for each run: a server answers an identifier that it
   * knows with what it answered before. 1 to 100 visible ASCII characters.
   */
  readonly idPrefix: string;
  /** Sent with every request, such as a credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one answer may take, in milliseconds; 60 seconds unless told otherwise. */
  readonly timeoutMs?: number;
}

/**
 * Judges a running server: sends every request fixture to `POST /orchestrate`. An invalid one must be answered with an
 * error envelope with the right code, status, identifier and, for `INVALID_PARAMS`, issue. A valid one may be refused
 * for what it says, such as an unknown identifier, but never as invalid. Valid requests are executed: give it a server
 * with a store of its own.
 */
export async function* judgeByServer(fixtures: Fixtures, options: ServerOptions): AsyncGenerator<Judgement> {
  let count = 0;
  for (const { type, envelope, cases } of fixtures.types) {
    if (envelope !== "request") continue;
    for (const one of cases) {
      count += 1;
      const body = withFreshId(one, `${options.idPrefix}-${count}`);
      yield judgement("server", type, one, await complaintAboutExchange(one, body, options));
    }
  }
}

interface Answer {
  readonly status: number;
  readonly envelope: Readonly<Record<string, unknown>>;
}

/** Another identifier changes no verdict, unless it is the identifier that is wrong. */
function withFreshId({ instance, pointer }: FixtureCase, id: string): unknown {
  return isObject(instance) && typeof instance.id === "string" && pointer !== "/id" ? { ...instance, id } : instance;
}

async function complaintAboutExchange(
  one: FixtureCase,
  body: unknown,
  options: ServerOptions,
): Promise<string | undefined> {
  const answer = await send(body, options);
  if (typeof answer === "string") return answer;
  return (
    complaintAboutEnvelope(body, answer) ??
    (one.verdict === "valid" ? complaintAboutAccepted(answer) : complaintAboutRefused(one, answer))
  );
}

/** The answer, or in words why there is none. */
async function send(body: unknown, { baseUrl, headers, timeoutMs = 60_000 }: ServerOptions): Promise<Answer | string> {
  try {
    const response = await fetch(new URL("/orchestrate", baseUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const envelope: unknown = await response.json();
    return isObject(envelope) ? { status: response.status, envelope } : "The answer is JSON, but no envelope.";
  } catch (error) {
    return `There was no answer in JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function complaintAboutEnvelope(body: unknown, { status, envelope }: Answer): string | undefined {
  const { jsonrpc, id, envelope_type: envelopeType, error } = envelope;
  if (jsonrpc !== "2.0") return "The answer's `jsonrpc` is not 2.0.";
  if (typeof envelopeType !== "string") return "The answer has no `envelope_type`.";
  if (typeof id !== "string" || !identifier.test(id)) return "The answer has no valid `id`.";
  const asked = isObject(body) && typeof body.id === "string" && identifier.test(body.id) ? body.id : undefined;
  if (asked !== undefined && id !== asked) return `The answer's id is ${id}, the request's was ${asked}.`;
  if ("result" in envelope === "error" in envelope) return "The answer has not exactly one of `result` and `error`.";
  if (error === undefined) return status === 200 ? undefined : `A success came with HTTP ${status}.`;
  const { code, message } = isObject(error) ? error : {};
  if (typeof code !== "string" || typeof message !== "string" || message === "")
    return "The error has no code and message.";
  const known = Object.hasOwn(errorCodes, code) ? errorCodes[code as keyof typeof errorCodes] : undefined;
  if (known === undefined) return `The error code ${code} is not in the table.`;
  return known.httpStatus === status ? undefined : `${code} came with HTTP ${status}, not ${known.httpStatus}.`;
}

/** A server may find more wrong with the content than a schema can say; its issues then have keywords of its own. */
function complaintAboutAccepted(answer: Answer): string | undefined {
  const code = codeOf(answer);
  if (code === undefined || !invalidCodes.has(code)) return undefined;
  const issues = issuesOf(answer);
  const ownRules =
    code === "INVALID_PARAMS" && issues.length > 0 && issues.every(({ keyword }) => !schemaKeywords.has(keyword));
  return ownRules
    ? undefined
    : `It was refused: ${code}${issues.map(({ pointer, keyword }) => `, ${keyword} at "${pointer}"`).join("")}.`;
}

function complaintAboutRefused({ pointer = "", keyword = "" }: FixtureCase, answer: Answer): string | undefined {
  const code = codeOf(answer);
  const expected = expectedCode(pointer, keyword);
  if (code !== expected) return `It was answered with ${code ?? "a success"}, not ${expected}.`;
  if (expected !== "INVALID_PARAMS") return undefined;
  const told = issuesOf(answer).some((issue) => issue.pointer === pointer && issue.keyword === keyword);
  return told ? undefined : `${keyword} at "${pointer}" is not among the issues.`;
}

function expectedCode(pointer: string, keyword: string): string {
  if (pointer === "/params" || pointer.startsWith("/params/")) return "INVALID_PARAMS";
  return pointer === "/envelope_type" && keyword === "const" ? "UNKNOWN_ENVELOPE_TYPE" : "INVALID_ENVELOPE";
}

function codeOf({ envelope }: Answer): string | undefined {
  return isObject(envelope.error) && typeof envelope.error.code === "string" ? envelope.error.code : undefined;
}

function issuesOf({ envelope }: Answer): readonly FoundIssue[] {
  const details = isObject(envelope.error) ? envelope.error.details : undefined;
  const issues: unknown = isObject(details) ? details.issues : undefined;
  return Array.isArray(issues) ? issues.filter(isIssue) : [];
}

function isIssue(value: unknown): value is FoundIssue {
  return isObject(value) && typeof value.pointer === "string" && typeof value.keyword === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `OrchId`. */
const identifier = /^[!-~]{1,128}$/;

/** What a valid request is never answered with: it is neither malformed, nor does it make the server fail. */
const invalidCodes: ReadonlySet<string> = new Set([
  "PARSE_ERROR",
  "INVALID_ENVELOPE",
  "UNKNOWN_ENVELOPE_TYPE",
  "INVALID_PARAMS",
  "INTERNAL",
]);
