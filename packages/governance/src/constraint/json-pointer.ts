import type { JsonValue } from "@oap/protocol";

/** The unescaped segments of a JSON Pointer (RFC 6901); nothing where it is none. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function valueAt(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const segment of path) {
    if (typeof found !== "object" || found === null) return undefined;
    if (Array.isArray(found)) found = isIndex(segment) ? found[Number(segment)] : undefined;
    else found = Object.hasOwn(found, segment) ? found[segment] : undefined;
  }
  return found;
}

/** Whether a segment is an array's index as RFC 6901 writes it. */
export function isIndex(segment: string): boolean {
  return /^(0|[1-9][0-9]*)$/.test(segment);
}
