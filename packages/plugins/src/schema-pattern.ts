import { format } from "@cfworker/json-schema";
import { RE2JS } from "re2js";

/**
 * Patterns of schemas that arrive at run time are matched by a linear-time engine, so that none can stall the process.
 * The interpreter matches `pattern` by RegExp, which backtracks; but it looks `format` up in a table that is open to
 * others. So each pattern becomes a format of its own, and its issues are turned back into those of `pattern`.
 *
 * The dialect is RE2's: no backreferences and no look-around; `\s` is ASCII white space.
 */
const prefix = "re2:";

/** Why the pattern cannot be used; undefined if it can. */
export function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "it cannot be compiled";
  }
}

/** The format that stands for the pattern. */
export function patternFormat(pattern: string): string {
  const name = prefix + pattern;
  if (!Object.hasOwn(format, name)) {
    const compiled = compilePattern(pattern);
    format[name] = (text) => compiled.test(text);
  }
  return name;
}

/** The pattern for which a format stands; undefined if it is an ordinary one. */
export function patternOfFormat(name: unknown): string | undefined {
  return typeof name === "string" && name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

function compilePattern(pattern: string): RE2JS {
  return RE2JS.compile(RE2JS.translateRegExp(pattern));
}
