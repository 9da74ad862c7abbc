import type { Direction } from "../finding.ts";
import { isObject, type OpenApiDocument } from "./openapi-document.ts";

/**
 * Whether a property crosses the wire that way: one that is read only is not sent in requests, one that is written only
 * not in responses, and where it is not sent it is not required. In 3.0 the referred schema alone says it.
 */
export function isSent(property: unknown, pointer: string, document: OpenApiDocument, direction: Direction): boolean {
  const keyword = direction === "request" ? "readOnly" : "writeOnly";
  if (!isObject(property)) return true;
  if (property[keyword] === true && (document.version === "3.1" || property.$ref === undefined)) return false;
  if (property.$ref === undefined) return true;
  return document.object({ value: property, pointer }, "the property's schema").value[keyword] !== true;
}
