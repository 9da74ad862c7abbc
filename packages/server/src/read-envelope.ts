import { OapError } from "@oap/protocol/errors";
import type { operations } from "@oap/protocol/operations";
import type { JsonValue, OrchRequestEnvelope, ValidationIssue } from "@oap/protocol/types";
import { validators } from "@oap/protocol/validators";
import type { AnswerContext } from "./answer.ts";

export type Operation = (typeof operations)[keyof typeof operations];

/**
 * Takes a JSON value for an envelope, and tells the context what it can be answered with, however wrong the rest is.
 * @throws OapError INVALID_ENVELOPE with every issue
 */
export function readEnvelope(value: JsonValue, context: AnswerContext): OrchRequestEnvelope {
  const members = value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  if (validators.OrchId(members.id).length === 0) context.id = members.id as string;
  const issues = validators.OrchRequestEnvelope(value);
  if (issues.length > 0) throw invalid("INVALID_ENVELOPE", "The body is not a request envelope", issues);
  const envelope = value as unknown as OrchRequestEnvelope;
  context.envelopeType = envelope.envelope_type;
  context.sessionId = envelope._meta?.session_id;
  context.traceId = envelope._meta?.trace_id;
  return envelope;
}

/** @throws OapError INVALID_PARAMS with every issue; pointers are into the envelope. */
export function checkParams(operation: Operation, envelope: OrchRequestEnvelope): void {
  const issues = validators[operation.requestType](envelope);
  if (issues.length > 0) throw invalid("INVALID_PARAMS", `The params do not fit \`${operation.key}\``, issues);
}

function invalid(
  code: "INVALID_ENVELOPE" | "INVALID_PARAMS",
  what: string,
  issues: readonly ValidationIssue[],
): OapError {
  const [first] = issues;
  const where = first ? ` At ${first.pointer === "" ? "the root" : `\`${first.pointer}\``}: ${first.message}` : "";
  const more = issues.length > 1 ? ` And ${issues.length - 1} more: see details.issues.` : "";
  return new OapError(code, { message: `${what}.${where}${more}`, details: { issues: issues as never } });
}
