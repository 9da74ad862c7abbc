import type { IncomingHttpHeaders } from "node:http";
import { OapError } from "@oap/protocol/errors";
import { parse } from "content-type";
import Negotiator from "negotiator";

const jsonType = "application/json";
const envelopeType = "application/vnd.orch-envelope+json";
const version = "oap.v1";

/** The envelope's own media type, with the protocol's version. */
export const envelopeMediaType = `${envelopeType}; version=${version}`;

/** In order of preference: an answer is plain JSON unless the envelope's type is asked for. */
const answerTypes = [`${jsonType}; charset=utf-8`, jsonType, envelopeMediaType];

/**
 * Checks what a request sends and accepts, and returns the media type of its answer.
 * @throws OapError UNSUPPORTED_MEDIA_TYPE, NOT_ACCEPTABLE
 */
export function negotiate(headers: IncomingHttpHeaders): string {
  const { "content-type": contentType, "content-encoding": encoding = "identity", accept = "*/*" } = headers;
  if (contentType === undefined) throw unspokenMediaType("is missing");
  if (!isSpoken(contentType)) throw unspokenMediaType("is not spoken here");
  if (encoding.toLowerCase() !== "identity") {
    throw new OapError("UNSUPPORTED_MEDIA_TYPE", {
      message: "The Content-Encoding is not spoken here. Send the body as it is.",
    });
  }
  const answer = new Negotiator({ headers: { accept } }).mediaType(answerTypes);
  if (answer === undefined) {
    throw new OapError("NOT_ACCEPTABLE", {
      message: `The Accept header allows no answer that can be given. Accept ${jsonType} or ${envelopeMediaType}.`,
    });
  }
  return answer;
}

export function unspokenMediaType(what: string, cause?: unknown): OapError {
  return new OapError("UNSUPPORTED_MEDIA_TYPE", {
    message: `The Content-Type ${what}. Send ${jsonType} or ${envelopeMediaType}.`,
    cause,
  });
}

function isSpoken(contentType: string): boolean {
  const { type, parameters } = parse(contentType);
  if (type === jsonType) return true;
  return type === envelopeType && (parameters.version ?? version) === version;
}
