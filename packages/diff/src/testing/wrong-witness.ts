import type { Contract } from "../contract.ts";
import type { Finding, Witness } from "../finding.ts";
import { invalidity } from "./invalidity.ts";
import { payloadSchema } from "./payload-schema.ts";
import { wrongMessage } from "./wrong-message.ts";

/**
 * What is wrong with the witness of a finding, by an Ajv that the library does not use; undefined if nothing is. Each breaking verdict on
 * the wire has a witness, and nothing else has.
 */
export function wrongWitness(finding: Finding, base: Contract, head: Contract): string | undefined {
  const { witness, rule, axis, verdict, pointer } = finding;
  const isOwed = axis === "WIRE" && verdict === "BREAKING";
  if (witness === undefined) return isOwed ? `${rule} at ${pointer} has no witness` : undefined;
  if (!isOwed) return `${rule} has a witness, and is ${axis} ${verdict}`;
  const versions = { base, head };
  const shown = `${rule}: ${JSON.stringify(witness.payload)}`;
  const accepted = refusal(witness, versions[witness.acceptedBy]);
  if (accepted !== undefined) return `${shown} is rejected by ${witness.acceptedBy}: ${accepted}`;
  return refusal(witness, versions[witness.rejectedBy]) === undefined
    ? `${shown} is accepted by ${witness.rejectedBy}`
    : undefined;
}

/** Why a version has no such payload or message. */
function refusal(witness: Witness, contract: Contract): string | undefined {
  const { kind, subject, payload } = witness;
  if (subject.part === "contract") return wrongBatch(payload, contract);
  if (kind === "message") return wrongMessage(witness, contract);
  const schema = payloadSchema(subject, contract);
  if (schema !== undefined) return invalidity(payload, schema, contract.definitions);
  return isTaken(payload, contract) ? undefined : `there is no ${subject.part} ${subject.name}`;
}

/** Whether any operation takes it. */
function isTaken(payload: unknown, { operations, definitions }: Contract): boolean {
  const requests = [...operations.values()]
    .flatMap(({ payloads }) => payloads)
    .filter(({ role }) => role === "request");
  return requests.some(({ schema }) => invalidity(payload, schema, definitions) === undefined);
}

/** What is sent of the contract as a whole are batches of requests. */
function wrongBatch(payload: unknown, { bounds }: Contract): string | undefined {
  const most = bounds.get("batchRequestsMax")?.value;
  return Array.isArray(payload) && payload.length <= Number(most ?? 1) ? undefined : "it is too long a batch";
}
