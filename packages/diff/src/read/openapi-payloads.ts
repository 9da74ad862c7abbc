import type { PayloadRole } from "../contract.ts";
import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";

/** A payload as the document has it, before its schema is translated. */
export interface OpenApiPayload {
  readonly role: PayloadRole;
  readonly name: string;
  readonly required: boolean;
  /** Of its schema, after references of other objects than schemas; undefined when it has none. */
  readonly pointer: string | undefined;
  /** Its values are written as text. */
  readonly text?: boolean;
  readonly encoding?: string;
  readonly alternative?: string;
  /** The header of a response whose value it is, in lower case. */
  readonly header?: string;
}

/** The media types of a request body, a response, or a parameter with content: one payload each. */
export function contentPayloads(
  content: Placed,
  document: OpenApiDocument,
  payload: Pick<OpenApiPayload, "role" | "name" | "required">,
): readonly OpenApiPayload[] {
  if (content.value === undefined || content.value === null) return [];
  if (!isObject(content.value)) {
    throw document.fail(
      "MALFORMED",
      content.pointer,
      "`content` is no object.",
      "Write media types with what they have.",
    );
  }
  return Object.entries(content.value).map(([type, value]) => {
    const media = document.object({ value, pointer: pointerTo(content.pointer, type) }, "the media type");
    const encoding = isObject(media.value.encoding) ? sortedJson(media.value.encoding) : undefined;
    return {
      ...payload,
      name: `${payload.name} ${mediaType(type)}`,
      alternative: payload.name,
      pointer: schemaPointer(media),
      ...(encoding === undefined ? {} : { encoding }),
    };
  });
}

/** `schema:` with nothing after it, as YAML lets it stand, says nothing. */
export function schemaPointer({ value, pointer }: Placed<JsonObject>): string | undefined {
  return value.schema === undefined || value.schema === null ? undefined : pointerTo(pointer, "schema");
}

/** In lower case, without blanks, and without a charset, which says nothing of the value. */
export function mediaType(type: string): string {
  return type
    .toLowerCase()
    .replace(/\s+/g, "")
    .replace(/;charset=[^;]*/g, "");
}

/** Members sorted, so that their order is no change. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
