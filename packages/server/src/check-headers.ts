import { OapError } from "@oap/protocol/errors";
import { readHeader } from "@oap/protocol/headers";
import type { JsonValue, OrchRequestEnvelope } from "@oap/protocol/types";
import { memberAt } from "./member-at.ts";
import type { Operation } from "./read-envelope.ts";

/** Request headers by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/**
 * All request headers are optional. One whose counterpart is in the body must equal it; any other is checked for shape.
 * @throws OapError HEADER_MISMATCH naming both places
 */
export function checkHeaders(operation: Operation, envelope: OrchRequestEnvelope, headers: RequestHeaders): void {
  for (const { name, counterpart } of operation.requestHeaders) {
    const text = headers[name.toLowerCase()];
    if (text === undefined) continue;
    const read = readHeader(name, text);
    if (!read.ok) throw new OapError("HEADER_MISMATCH", { message: read.message, details: { header: name } });
    const member = counterpart === undefined ? undefined : memberAt(envelope as unknown as JsonValue, counterpart);
    if (member !== undefined && member !== read.value) {
      throw new OapError("HEADER_MISMATCH", {
        message: `The header ${name} says \`${text}\` and the body's ${counterpart} says \`${String(member)}\`. Make them equal, or leave the header out.`,
        details: { header: name, pointer: counterpart as string },
      });
    }
  }
}
