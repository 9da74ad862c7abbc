import { deprecationOf, type TypeSpec } from "@oap/contracts";
import type { JsonSchema } from "../json-schema.ts";
import type { LintContext } from "../lint-context.ts";
import { mapSchema, referencesOf } from "../map-schema.ts";
import { type NamedPart, namedParts } from "../named-parts.ts";
import { publishSchema } from "../publish-schema.ts";
import type { Rule } from "../rule.ts";

/**
 * A contract that came later than a deprecated one does not lean on it. Those that came with it or before may: they
 * cannot change without breaking. A reference below a deprecated property ends with the property, and may stay.
 */
export const currentReferences: Rule = {
  name: "current-references",
  title: "A new contract does not lean on a deprecated one.",
  explanation:
    "What came later than a deprecated contract had the choice. Referring to it would keep alive what should go.",
  level: "warning",
  bad: `[defineType({ ...rest, name: "Stop", schema: Type.Object({}), since: "1.0.0", deprecated: "2026-01-01" }),
  defineType({ ...rest, name: "Visit", since: "1.1.0", schema: Type.Object({ stop: Type.Unsafe({ $ref: "Stop" }) }) })]`,
  good: 'defineType({ ...rest, name: "Visit", since: "1.1.0", schema: Type.Object({ parcel: ref(ParcelId) }) })',
  check: (context) => {
    const parts = namedParts(context);
    const byName = new Map(parts.map((part) => [`${part.kind} ${part.name}`, part]));
    const uses = usesOf(context);
    return parts.flatMap(({ kind, name, spec }) => {
      if (deprecationOf(spec) !== undefined) return [];
      return (uses.get(`${kind} ${name}`) ?? []).flatMap((used) => {
        const target = byName.get(`${used.kind} ${used.name}`);
        if (target === undefined || deprecationOf(target.spec) === undefined || !isLater(spec, target.spec)) return [];
        const { replacedBy } = target.spec;
        return [
          {
            name,
            message: `It came in ${spec.since} and refers to the ${used.kind} ${used.name}, which is deprecated.`,
            mend: replacedBy === undefined ? "Refer to something that will stay." : `Refer to ${replacedBy}.`,
          },
        ];
      });
    });
  },
};

type Use = Pick<NamedPart, "kind" | "name">;

/** What each part refers to by itself, by the part's kind and name. */
function usesOf({
  types,
  operations,
  events,
  capabilities,
  headers,
}: LintContext): ReadonlyMap<string, readonly Use[]> {
  const typesUsed = (...used: readonly TypeSpec[]): Use[] => used.map(({ name }) => ({ kind: "type", name }));
  const referred = (schema: JsonSchema): Use[] =>
    referencesOf(mapSchema(schema, (node) => node.deprecated === true || node)).map((name) => ({ kind: "type", name }));
  return new Map<string, readonly Use[]>([
    ...types.map(({ spec, published }) => [`type ${spec.name}`, referred(published.schema)] as const),
    ...headers.map((spec) => [`header ${spec.name}`, referred(publishSchema(spec.schema).schema)] as const),
    ...events.map(({ key, payload }) => [`event ${key}`, typesUsed(payload)] as const),
    ...capabilities.map(
      ({ module, name, input, output }) => [`capability ${module}.${name}`, typesUsed(input, output)] as const,
    ),
    ...operations.map(({ meta, io, sideEffects, headers: { request, response } }) => {
      const used: readonly Use[] = [
        ...typesUsed(io.input, io.output),
        ...Object.keys(io.errors).map((name) => ({ kind: "error code" as const, name })),
        ...sideEffects.emits.map(({ event }) => ({ kind: "event" as const, name: event.key })),
        ...[...request, ...response].map(({ header }) => ({ kind: "header" as const, name: header.name })),
      ];
      return [`operation ${meta.key}`, used] as const;
    }),
  ]);
}

/** Versions are compared number by number: 1.10.0 is later than 1.9.0. */
function isLater(one: { readonly since: string }, other: { readonly since: string }): boolean {
  return one.since.localeCompare(other.since, "en", { numeric: true }) > 0;
}
