import { readTexts } from "./action-pattern.ts";
import type { ReadEnforcement } from "./enforcement.ts";
import { parsePointer, valueAt } from "./json-pointer.ts";

/** ALLOWED_ORIGINS: the URL in the input must have one of the named origins. */
export const allowedOrigins: ReadEnforcement = (args) => {
  const origins = readTexts(args, "origins");
  if (typeof origins === "string") return origins;
  const wrong = origins.find((origin) => originOf(origin) !== origin);
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is not an origin such as \`https://api.example.org\``;
  const path = typeof args.pointer === "string" ? parsePointer(args.pointer) : undefined;
  if (path === undefined || path.length === 0) return "`args.pointer` is a JSON Pointer to a member of the input";
  return {
    checkAttempt({ input }) {
      const url = valueAt(input, path);
      const origin = typeof url === "string" ? originOf(url) : undefined;
      if (origin === undefined) return `the input has no absolute URL at ${args.pointer}`;
      return origins.includes(origin) ? undefined : `the origin ${origin} is not among the allowed ones`;
    },
  };
};

function originOf(url: string): string | undefined {
  try {
    const { origin, protocol } = new URL(url);
    // That of `blob:https://…` is said to be the one of the URL within, which is not what is reached.
    return origin.startsWith(`${protocol}//`) ? origin : undefined;
  } catch {
    return undefined;
  }
}
