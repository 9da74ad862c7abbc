import type { LintContext } from "../lint-context.ts";
import { publishSchema } from "../publish-schema.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Whatever a contract refers to is listed in the registry: types, payloads, headers and events. */
export const knownReferences: Rule = {
  name: "known-references",
  title: "Whatever a contract refers to is in the registry.",
  explanation:
    "A type, payload, header or event that no chapter lists is published nowhere, so that every reference to it would be dangling.",
  level: "error",
  necessary: "a reference to nothing cannot be rendered.",
  bad: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ depot: Type.Unsafe({ $ref: "Depot" }) }) })',
  good: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ parcel: ref(ParcelId) }) })',
  check: (context) => {
    const { types, typesByName, operations, events, capabilities, headers } = context;
    const need = (name: string, place: string, type: string): readonly Finding[] =>
      typesByName.has(type) ? [] : [unlisted(name, place, "type", type)];
    return [
      ...types
        .filter(({ envelopeOf }) => envelopeOf === undefined)
        .flatMap(({ spec, published }) => published.references.flatMap((type) => need(spec.name, "It", type))),
      ...headers.flatMap((spec) =>
        publishSchema(spec.schema).references.flatMap((type) => need(spec.name, "Its value", type)),
      ),
      ...operations.flatMap(({ meta, io }) => [
        ...need(meta.key, "`io.input`", io.input.name),
        ...need(meta.key, "`io.output`", io.output.name),
      ]),
      ...events.flatMap(({ key, payload }) => need(key, "`payload`", payload.name)),
      ...capabilities.flatMap(({ module, name, input, output }) => [
        ...need(`${module}.${name}`, "`input`", input.name),
        ...need(`${module}.${name}`, "`output`", output.name),
      ]),
      ...unlistedUses(context),
    ];
  },
};

function unlistedUses({ registry, operations, headers, events }: LintContext): readonly Finding[] {
  const headerNames = new Set(headers.map(({ name }) => name));
  const eventKeys = new Set(events.map(({ key }) => key));
  const uses = [
    { name: registry.name, uses: registry.headers },
    ...operations.map(({ meta, headers: own }) => ({ name: meta.key, uses: own })),
  ];
  return [
    ...uses.flatMap(({ name, uses: { request, response } }) =>
      [...new Set([...request, ...response].map(({ header }) => header.name))]
        .filter((header) => !headerNames.has(header))
        .map((header) => unlisted(name, "It", "header", header)),
    ),
    ...operations.flatMap(({ meta, sideEffects }) =>
      sideEffects.emits
        .filter(({ event }) => !eventKeys.has(event.key))
        .map(({ event }) => unlisted(meta.key, "`sideEffects.emits`", "event", event.key)),
    ),
  ];
}

function unlisted(name: string, place: string, kind: string, target: string): Finding {
  return {
    name,
    message: `${place} refers to the ${kind} ${target}, which the registry does not list.`,
    mend: `List ${target} in a chapter, or correct the name.`,
  };
}
