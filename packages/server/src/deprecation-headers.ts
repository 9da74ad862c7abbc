import type { Operation } from "./read-envelope.ts";

/**
 * What the answer of a deprecated operation says of its end: when it became deprecated, from when it may be gone, and,
 * where the path is the operation's own, the path of what replaces it. Of a path that takes every operation nothing
 * replaces the whole. Days begin at midnight UTC. Source: RFC 9745, section 2; RFC 8594, section 3; RFC 5829, section 3.3.
 */
export function deprecationHeaders(
  { path, deprecation }: Pick<Operation, "path" | "deprecation">,
  options: { readonly atOwnPath: boolean },
): Record<string, string> {
  if (deprecation === undefined) return {};
  const { deprecated, sunset, replacedBy } = deprecation;
  return {
    ...(deprecated !== undefined && { Deprecation: `@${Date.parse(deprecated) / 1000}` }),
    ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
    ...(replacedBy !== undefined &&
      options.atOwnPath && {
        Link: `<${path.slice(0, path.lastIndexOf("/"))}/${replacedBy}>; rel="successor-version"`,
      }),
  };
}
