/** The JSON Pointer (RFC 6901) of a member of the value at a pointer. */
export function pointerTo(parent: string, ...tokens: readonly (string | number)[]): string {
  let pointer = parent;
  for (const token of tokens) pointer += `/${escapeToken(String(token))}`;
  return pointer;
}

/** The tokens of a JSON Pointer; none for anything that is not a pointer. */
export function tokensOf(pointer: string): readonly string[] {
  if (!pointer.startsWith("/")) return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function escapeToken(token: string): string {
  return token.includes("~") || token.includes("/") ? token.replaceAll("~", "~0").replaceAll("/", "~1") : token;
}

/** The value at a pointer in parsed JSON; undefined where there is none. Inherited members are none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokensOf(pointer)) {
    value = memberOf(value, token);
    if (value === undefined) return undefined;
  }
  return value;
}

export function memberOf(value: unknown, token: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[token];
}
