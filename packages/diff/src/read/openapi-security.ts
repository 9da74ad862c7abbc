import { pointerTo } from "./json-pointer.ts";
import { isObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";

/**
 * The alternatives of a security requirement, each a sorted list of what a caller must bring. Schemes are called by
 * what they are, such as `apiKey header X-Key` and `oauth2:read`: their names are not on the wire. No requirement is
 * one alternative without anything.
 */
export function readSecurity(document: OpenApiDocument, operation: unknown): readonly (readonly string[])[] {
  const requirements = operation ?? document.root.security;
  if (!Array.isArray(requirements) || requirements.length === 0) return [[]];
  const alternatives = requirements.map((requirement: unknown) =>
    isObject(requirement)
      ? Object.entries(requirement)
          .flatMap(([name, scopes]) => requiredBy(document, name, scopes))
          .sort()
      : [],
  );
  const unique = new Map(alternatives.map((alternative) => [JSON.stringify(alternative), alternative]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, alternative]) => alternative);
}

function requiredBy(document: OpenApiDocument, name: string, scopes: unknown): readonly string[] {
  const scheme = schemeName(document, name);
  return Array.isArray(scopes) && scopes.length > 0 ? scopes.map((scope) => `${scheme}:${scope}`) : [scheme];
}

function schemeName(document: OpenApiDocument, name: string): string {
  const pointer = pointerTo("/components/securitySchemes", name);
  const components = document.root.components;
  const schemes = isObject(components) ? components.securitySchemes : undefined;
  if (!isObject(schemes) || !Object.hasOwn(schemes, name)) return name;
  const placed: Placed = { value: schemes[name], pointer };
  const { type, in: place, name: key, scheme } = document.object(placed, "the security scheme").value;
  if (type === "apiKey") return `apiKey ${place} ${place === "header" ? String(key).toLowerCase() : key}`;
  if (type === "http") return `http ${String(scheme).toLowerCase()}`;
  return typeof type === "string" ? type : name;
}
