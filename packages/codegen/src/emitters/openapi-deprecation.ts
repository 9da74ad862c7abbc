import { type Deprecation, deprecationOf } from "@oap/contracts";

/** `deprecated`, and the day of the end in a member that tools of other specifications read too. Source: OpenAPI 3.1.1, Operation, Parameter and Header Object. */
export function openApiDeprecation(spec: Deprecation): object {
  if (deprecationOf(spec) === undefined) return {};
  return { deprecated: true, ...(spec.sunset === undefined ? {} : { "x-sunset": spec.sunset }) };
}

/** The headers by which each answer of a deprecated operation says so. Source: RFC 9745, section 2; RFC 8594, section 3. */
export function deprecationHeaders({ deprecated, sunset }: Deprecation): Readonly<Record<string, object>> {
  return {
    ...(deprecated === undefined
      ? {}
      : {
          Deprecation: {
            description: "When the operation became deprecated: `@` and the seconds since 1970.",
            schema: { type: "string", pattern: "^@[0-9]+$" },
            example: `@${Date.parse(deprecated) / 1000}`,
          },
        }),
    ...(sunset === undefined
      ? {}
      : {
          Sunset: {
            description: "From when on the operation may be gone, as an HTTP date.",
            schema: { type: "string" },
            example: new Date(sunset).toUTCString(),
          },
        }),
  };
}
