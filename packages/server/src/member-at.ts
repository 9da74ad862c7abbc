import type { JsonValue } from "@oap/protocol/types";

/** The member that a JSON Pointer (RFC 6901) names, or `undefined` where there is none. */
export function memberAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  let member: JsonValue | undefined = value;
  for (const token of pointer.split("/").slice(1)) {
    if (member === null || typeof member !== "object") return undefined;
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    member = Object.hasOwn(member, name) ? (member as Record<string, JsonValue>)[name] : undefined;
  }
  return member;
}
